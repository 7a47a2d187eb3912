from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from services.models import HistoryEntry
from tests.cast import asking, make_training, sees_all
from tests.trainings.helpers import book, verbs
from trainings.models import Part, Trainer, Training
from trainings.operations.discarding import discard_draft
from vsrs.refusals import Refused

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def draft(banja_luka):
    draft = make_training(banja_luka, title="Uvod", state="draft", starts_in=timedelta(days=20))
    with sees_all():
        Trainer.objects.create(service=banja_luka, training=draft, full_name="Rade Ilić")
    return draft


def address(training, rest=""):
    return f"/en/banja-luka/rad/obuke/{training.pk}/{rest}"


def left():
    with sees_all():
        return [model.objects.count() for model in (Training, Part, Trainer)]


def test_a_draft_goes_with_its_parts_and_leaves_its_history(draft, nemanja):
    with asking(nemanja):
        discard_draft(draft, actor=nemanja)

    assert left() == [0, 0, 0]
    with sees_all():
        entry = HistoryEntry.objects.get()
    assert (entry.verb, entry.subject_text, entry.actor) == ("training.discarded", "Uvod", nemanja)
    assert entry.changes == {"starts_at": [draft.starts_at.isoformat(), ""]}


@pytest.mark.parametrize("state", ["published", "confirmed", "cancelled", "held"])
def test_what_was_announced_is_never_discarded(banja_luka, nemanja, state):
    training = make_training(banja_luka, state=state)

    with pytest.raises(Refused, match="Only a draft"), asking(nemanja):
        discard_draft(training, actor=nemanja)

    assert (left()[0], verbs()) == (1, [])


def test_a_second_discarding_is_answered_in_words(draft, nemanja):
    with asking(nemanja):
        discard_draft(draft, actor=nemanja)
        with pytest.raises(Refused, match="already been discarded"):
            discard_draft(Training(pk=draft_pk(draft), service=draft.service), actor=nemanja)

    assert verbs() == ["training.discarded"]


def draft_pk(draft):
    with sees_all():
        return HistoryEntry.objects.get(subject_text=draft.title).subject_id


@pytest.mark.parametrize("name", ["dragan", "jelena", "vesna", "zoran"])
def test_only_the_people_of_the_service_discard(request, draft, name):
    user = request.getfixturevalue(name)

    with pytest.raises(PermissionDenied), asking(user):
        discard_draft(draft, actor=user)

    assert left()[0] == 1


def test_staff_discard_a_draft_from_its_page(client, draft, nemanja):
    client.force_login(nemanja)

    assert f'href="{address(draft, "odbacivanje/")}"' in client.get(address(draft)).text
    assert "with its 1 part" in client.get(address(draft, "odbacivanje/")).text
    assert left()[0] == 1
    answer = client.post(address(draft, "odbacivanje/"), follow=True)

    assert answer.redirect_chain == [("/en/banja-luka/rad/obuke/", 302)]
    assert "The draft is discarded: Uvod" in answer.text
    assert left() == [0, 0, 0]


def test_the_history_of_a_discarded_draft_still_opens(client, draft, nemanja, dragan):
    client.force_login(nemanja)
    client.post(address(draft, "odbacivanje/"))

    page = client.get(address(draft))

    assert page.status_code == 200
    assert "This draft was discarded before it was published." in page.text
    assert f'href="{address(draft)}"' in client.get("/en/banja-luka/rad/dnevnik/").text
    client.force_login(dragan)
    assert client.get(address(draft)).status_code == 404


def test_a_training_with_bookings_has_no_way_to_be_discarded(client, banja_luka, nemanja, novi_krug, jelena):
    training = make_training(banja_luka)
    book(training, jelena, novi_krug, 1)
    client.force_login(nemanja)

    assert "Discard the draft" not in client.get(address(training)).text
    assert client.get(address(training, "odbacivanje/")).status_code == 302
    answer = client.post(address(training, "odbacivanje/"), follow=True)

    assert "Only a draft can be discarded." in answer.text
    assert left()[0] == 1
