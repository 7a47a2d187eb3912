"""Internal notes, drafts and unreferred threads: out of reach for every wrong role, by each wall alone."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import ProgrammingError, connection, transaction

from consultations.models import Attachment, Draft, Message, Request
from consultations.operations.drafts import keep_draft
from services.models import HistoryEntry
from services.tenancy import Actor, acting_as
from tests.cast import asking, sees_all
from tests.consultations.helpers import answered, asked, noted, referred, upload
from tests.files import PDF, sent

# Who sees how many messages of a thread with a question, an answer and an internal note.
THREAD = {
    "anonymous": 0,
    "ana": 0,
    "jelena": 2,
    "ognjen": 2,
    "goran": 0,
    "nemanja": 3,
    "milica": 3,
    "dragan": 0,
    "vesna": 0,
    "zoran": 0,
}
AFTER_REFERRAL = THREAD | {"vesna": 3}


@pytest.fixture
def advice(request, novi_krug, sveti_sava, jelena, nemanja, vesna):
    for name in THREAD:
        if name != "anonymous":
            request.getfixturevalue(name)
    row = asked(jelena, novi_krug, uploads=[upload(sent(PDF))])
    answered(row, nemanja)
    noted(row, nemanja, uploads=[upload(sent(PDF, "tajni.pdf"))])
    return row


@pytest.fixture
def person(request):
    name = request.param
    return name, AnonymousUser() if name == "anonymous" else request.getfixturevalue(name)


def acting(person):
    return acting_as(Actor.public()) if isinstance(person, AnonymousUser) else asking(person)


def seen(person):
    """(requests, messages, attachments) that the database alone shows."""
    with acting(person), transaction.atomic():
        return (Request.objects.count(), Message.objects.count(), Attachment.objects.count())


def allowed(person):
    """The same, by code alone, where the database shows everything."""
    with sees_all():
        models = (Request, Message, Attachment)
        return tuple(model.objects.visible_to(person).count() for model in models)


def expected(messages):
    # The organizer sees the file of its question, the service that of the note too.
    return (min(messages, 1), messages, max(messages - 1, 0))


@pytest.mark.parametrize("person", THREAD, indirect=True)
def test_each_wall_alone_shows_a_thread_to_those_it_is_for(advice, person):
    name, user = person

    assert seen(user) == expected(THREAD[name])
    assert allowed(user) == expected(THREAD[name])


@pytest.mark.parametrize("person", AFTER_REFERRAL, indirect=True)
def test_a_referral_to_the_republic_office_shows_the_thread_there(advice, person, republic, nemanja):
    name, user = person
    referred(advice, nemanja, republic)

    assert seen(user) == expected(AFTER_REFERRAL[name])
    assert allowed(user) == expected(AFTER_REFERRAL[name])


def test_a_referral_to_another_service_shows_it_to_that_one_only(advice, doboj, nemanja, dragan, vesna):
    referred(advice, nemanja, doboj)

    assert seen(dragan) == (1, 3, 2)
    assert seen(vesna) == (0, 0, 0)


def test_a_draft_is_its_authors_alone(advice, nemanja, milica, jelena, vesna):
    with asking(nemanja):
        keep_draft(advice, actor=nemanja, body="Još nije gotovo")
    found = {}
    for user in (nemanja, milica, jelena, vesna):
        with asking(user), transaction.atomic():
            found[user.email] = Draft.objects.count(), Draft.objects.visible_to(user).count()

    assert found == {
        nemanja.email: (1, 1),
        milica.email: (0, 0),
        jelena.email: (0, 0),
        vesna.email: (0, 0),
    }


def test_nobody_writes_or_removes_a_draft_of_somebody_else(advice, nemanja, milica):
    with asking(nemanja):
        keep_draft(advice, actor=nemanja, body="Još nije gotovo")
    with asking(milica), connection.cursor() as cursor:
        cursor.execute("update consultations_draft set body = '' where true")
        assert cursor.rowcount == 0
        cursor.execute("delete from consultations_draft")
        assert cursor.rowcount == 0
    row = {"service": advice.service, "request": advice, "organizer_id": advice.organizer_id, "body": "x"}
    with asking(milica), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Draft.objects.bulk_create([Draft(**row, author=nemanja)])


def test_nobody_keeps_a_draft_in_a_thread_they_do_not_see(advice, dragan):
    row = {"service": advice.service, "request": advice, "organizer_id": advice.organizer_id, "body": "x"}
    with asking(dragan), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Draft.objects.bulk_create([Draft(**row, author=dragan)])


def test_the_organizer_cannot_write_into_the_thread_past_the_operations(advice, jelena):
    with asking(jelena), transaction.atomic():
        assert Message.objects.update(internal=False) == 0
        assert Request.objects.update(state="closed") == 0


def test_the_history_tells_no_words_of_a_thread(advice, vesna, jelena):
    with asking(vesna):
        entries = list(HistoryEntry.objects.visible_to(vesna).about(advice))
    told = " ".join(f"{entry.subject_text} {entry.changes} {entry.search}" for entry in entries)

    assert {entry.verb for entry in entries} == {"request.asked", "request.answered", "request.noted"}
    assert not any(word in told for word in ("ugovor", "Ugovor", "Tajna", "roditelja"))
    with asking(jelena):
        verbs = set(HistoryEntry.objects.visible_to(jelena).about(advice).values_list("verb", flat=True))
    assert verbs == {"request.asked", "request.answered"}
