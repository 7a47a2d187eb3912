"""Words of a thread over every address of the portal, lists, files and letters: nobody reads what is not
theirs, and the second wall alone keeps it so."""

import sys
from uuid import uuid4

import pytest

from consultations import models
from consultations.models import NextStep
from consultations.operations.drafts import keep_draft
from consultations.operations.templates import save_template
from notifications.models import Notice
from services.access import get_service
from services.models import HistoryEntry
from tests.cast import asking, make_service, sees_all
from tests.consultations.helpers import agreed_time, answered, asked, below, noted, referred, upload
from tests.files import PDF, close_file, sent
from tests.test_permissions import address, all_patterns, read_table, world  # noqa: F401

# What stands where, each a word that stands nowhere else.
QUESTION, ANSWER, NOTE, DRAFT = "Jorgovan", "Ruzmarin", "Kantarion", "Bosiljak"
STEP, PLACE, TEMPLATE, REASON = "Kopriva", "Maslačak", "Lavanda", "Žalfija"
FILE, SECRET_FILE = "kamilica.pdf", "hajdučica.pdf"
OF_BOTH_SIDES = {QUESTION, ANSWER, STEP, PLACE, REASON, FILE}
INTERNAL = {NOTE, SECRET_FILE, TEMPLATE}
EVERYTHING = OF_BOTH_SIDES | INTERNAL | {DRAFT}

# What of it each person may read at most.
READS = {
    "anonymous": set(),
    "jelena": OF_BOTH_SIDES,
    "goran": set(),
    "nemanja": EVERYTHING,
    "dragan": set(),
    "milica": OF_BOTH_SIDES | INTERNAL,
    "vesna": set(),
    "zoran": set(),
}
SEARCHES = ("/pretraga/", "/banja-luka/rad/pretraga/", "/banja-luka/rad/savjetovanje/", "/nalog/savjeti/")
SERVICES = ("banja-luka", "doboj", "republika")


@pytest.fixture
def secrets(request, world, novi_krug, jelena, nemanja, doboj):  # noqa: F811
    """A request that was referred to nobody in the cast, in place of the one of the table of permissions."""
    request.getfixturevalue("republic")
    advice = asked(jelena, novi_krug, question=QUESTION, uploads=[upload(sent(PDF, FILE))])
    answered(advice, nemanja, body=ANSWER)
    noted(advice, nemanja, body=NOTE, uploads=[upload(sent(PDF, SECRET_FILE))])
    with asking(nemanja):
        keep_draft(advice, actor=nemanja, body=DRAFT)
        template = save_template(advice.service, actor=nemanja, title="Za maloljetne", body=TEMPLATE)
    with sees_all():
        step = NextStep.objects.create(**below(advice), text=STEP, owner="organizer", added_by=nemanja)
        files = {row.file_name: row for row in advice.attachments.all()}
    return world | {
        "advice": advice,
        "attachment": files[SECRET_FILE],
        "own_attachment": files[FILE],
        "step": step,
        "time": agreed_time(advice, nemanja, jelena, place=PLACE),
        "answer_template": template,
        "referral": referral_to_a_stranger(advice, nemanja),
    }


def referral_to_a_stranger(advice, nemanja):
    row = referred(advice, nemanja, make_service("trebinje", "Trebinje", "TB"))
    with sees_all():
        type(row).objects.filter(pk=row.pk).update(reason=REASON)
    return row


@pytest.fixture(params=["both walls", "the second wall alone"])
def walls(request, monkeypatch):
    if request.param == "both walls":
        return
    for model in vars(models).values():
        if isinstance(model, type) and hasattr(model, "objects"):
            queryset = type(model.objects.all())
            if hasattr(queryset, "visible_to"):
                monkeypatch.setattr(queryset, "visible_to", lambda rows, user: rows.all())
    for name, module in list(sys.modules.items()):
        if name.startswith("consultations.") and hasattr(module, "get_service_to_work_in"):
            monkeypatch.setattr(module, "get_service_to_work_in", get_service)


def pages(client, world):  # noqa: F811
    """(address, answer) of every address of the portal, its lists as files, and its searches."""
    patterns = all_patterns()
    for method, name, _row in read_table():
        link = address(world, name, patterns[name])
        yield link, client.get(link) if method == "GET" else client.post(link, {"form_key": str(uuid4())})
        if method == "GET" and name.endswith(("requests", "history")):
            for kind in ("csv", "xlsx"):
                yield link, client.get(link, {"izvoz": kind})
    for attachment in (world["attachment"], world["own_attachment"]):
        for side in ("nalog/savjeti", *(f"{slug}/rad/savjetovanje" for slug in SERVICES)):
            link = f"/{side}/{world['advice'].number}/prilozi/{attachment.pk}/"
            yield link, client.get(link)
    for slug in SERVICES:
        yield slug, client.get(f"/{slug}/rad/savjetovanje/{world['advice'].number}/")
    for word in EVERYTHING:
        for link in SEARCHES:
            yield f"{link}?q={word}", client.get(link, {"q": word})


def words_in(response, sought):
    """A page that shows what was searched for in its field has not found it."""
    if response.streaming:
        name = response.get("Content-Disposition", "")
        content = b"".join(response.streaming_content).decode("utf-8", "replace")
        close_file(response)
        return {word for word in EVERYTHING if word in content or word in name}
    text = response.content.decode("utf-8", "replace")
    return {word for word in EVERYTHING if word in text} - {sought}


@pytest.mark.parametrize("role", READS)
def test_nobody_reads_what_is_not_theirs_over_any_address(client, secrets, walls, role):
    client.raise_request_exception = False  # with a wall away pages may break; they still must not tell
    if role != "anonymous":
        client.force_login(secrets["people"][role])

    found = {}
    for link, response in pages(client, secrets):
        for word in words_in(response, link.partition("?q=")[2]):
            found.setdefault(word, link)

    assert {word: link for word, link in found.items() if word not in READS[role]} == {}
    # It was looked for where it stands.
    if role in {"jelena", "nemanja", "milica"}:
        assert found.keys() >= READS[role] - {SECRET_FILE, FILE}


def test_no_letter_no_notice_and_no_history_tells_a_word(secrets):
    with sees_all():
        notices = list(Notice.objects.values_list("kind", "data", "search", "url"))
        entries = list(HistoryEntry.objects.values_list("changes", "subject_text", "search"))
    told = f"{notices} {entries}"

    # A place is where people meet: it stands in their letters, and this one was put into the table only.
    assert {word for word in EVERYTHING if word in told} == set()
