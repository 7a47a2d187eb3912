"""Asking, replying, and the clock that goes on with a reply."""

import datetime as dt
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from consultations.models import Attachment, Deflection, Message, Request, TopicTarget
from consultations.operations.asking import reply
from consultations.operations.reading import answered_by
from notifications.models import Notice
from tests import cast
from tests.cast import asking, sees_all
from tests.consultations.helpers import QUESTION, answered, article, asked, fresh, last_of, upload
from tests.files import PDF, sent
from vsrs.refusals import Refused

FRIDAY = dt.datetime(2026, 11, 27, 15, 30, tzinfo=ZoneInfo("Europe/Sarajevo"))


def test_a_question_gets_a_number_a_promise_and_its_notices(time_machine, novi_krug, jelena, nemanja, milica):
    time_machine.move_to(FRIDAY, tick=False)

    advice = asked(jelena, novi_krug, urgent_reason="Akcija je u subotu.")

    assert advice.number == "BL-Z-2026-0001"
    assert (advice.state, advice.service, advice.asked_by) == ("new", novi_krug.service, jelena)
    assert advice.first_due == FRIDAY + dt.timedelta(days=5)  # Wednesday at 15.30
    assert advice.solution_due == FRIDAY + dt.timedelta(days=14)
    with sees_all():
        message = Message.objects.get()
        notices = set(Notice.objects.values_list("kind", "recipient__email"))
    assert (message.kind, message.body, message.internal) == ("question", QUESTION, False)
    assert notices == {
        ("request.asked", jelena.email),
        ("request.new", nemanja.email),
        ("request.new", milica.email),
    }


def test_the_network_may_promise_sooner_for_a_topic(time_machine, novi_krug, jelena, republic):
    time_machine.move_to(FRIDAY, tick=False)
    with sees_all():
        TopicTarget.objects.create(service=republic, topic="maloljetnici", first_days=1, solution_days=2)

    advice = asked(jelena, novi_krug)

    assert advice.first_due == FRIDAY + dt.timedelta(days=3)
    assert advice.solution_due == FRIDAY + dt.timedelta(days=4)


def test_the_same_form_is_one_request(novi_krug, jelena):
    key = uuid4()

    assert asked(jelena, novi_krug, form_key=key) == asked(jelena, novi_krug, form_key=key)
    with sees_all():
        assert (Request.objects.count(), Message.objects.count()) == (1, 1)


def test_letters_hold_no_word_of_the_question(novi_krug, jelena, nemanja):
    advice = asked(jelena, novi_krug)
    answered(advice, nemanja, body="Potrebna je saglasnost roditelja.")

    with sees_all():
        told = " ".join(str(notice.data) for notice in Notice.objects.all())
    assert QUESTION not in told
    assert "saglasnost" not in told


def test_only_a_confirmed_organizer_asks_and_only_by_its_own_people(novi_krug, jelena, goran):
    waiting = cast.make_organizer(novi_krug.service, "Klub „Nada“", registered_by=jelena, status="applied")
    cast.represent(jelena, waiting)

    with pytest.raises(Refused, match="Klub „Nada“"):
        asked(jelena, waiting)
    with pytest.raises(PermissionDenied):
        asked(goran, novi_krug)
    with sees_all():
        assert not Request.objects.exists()


def test_files_are_kept_with_the_question_and_nothing_is_kept_when_it_fails(novi_krug, jelena, tmp_path):
    asked(jelena, novi_krug, uploads=[upload(sent(PDF, "../../ugovor<b>.exe"))])

    with sees_all():
        file = Attachment.objects.get()
    assert (file.file_name, file.file_type, file.internal) == ("ugovor b.pdf", "application/pdf", False)
    stored = list((tmp_path / "files").rglob("*.pdf"))
    assert len(stored) == 1

    with pytest.raises(Refused, match="5"):
        asked(jelena, novi_krug, uploads=[upload(sent(PDF)) for _ in range(6)])
    assert list((tmp_path / "files").rglob("*.pdf")) == stored


def test_a_reply_goes_to_the_adviser_and_moves_the_promise(time_machine, novi_krug, jelena, nemanja, milica):
    time_machine.move_to(FRIDAY, tick=False)
    advice = asked(jelena, novi_krug)
    time_machine.move_to(FRIDAY + dt.timedelta(days=3), tick=False)  # Monday at 15.30
    answered(advice, nemanja, wait=True)
    assert fresh(advice).state == "waiting"
    time_machine.move_to(FRIDAY + dt.timedelta(days=5), tick=False)  # Wednesday at 15.30

    with asking(jelena):
        reply(advice, actor=jelena, body="Ima šesnaest godina.", form_key=uuid4())

    advice = fresh(advice)
    assert (advice.state, advice.adviser) == ("open", nemanja)
    assert advice.solution_due == FRIDAY + dt.timedelta(days=14 + 4)  # two working days, over a weekend
    with sees_all():
        told = Notice.objects.filter(kind="request.replied").values_list("recipient__email", flat=True)
        assert list(told) == [nemanja.email]


def test_the_same_reply_is_one_message_and_strangers_cannot_reply(novi_krug, jelena, goran, nemanja):
    advice, key = asked(jelena, novi_krug), uuid4()
    with asking(jelena):
        first = reply(advice, actor=jelena, body="Hvala", form_key=key)
        assert reply(advice, actor=jelena, body="Hvala", form_key=key) == first
    for stranger in (goran, nemanja):
        with asking(stranger), pytest.raises(PermissionDenied):
            reply(advice, actor=stranger, body="Hvala", form_key=uuid4())

    assert last_of(advice) == first.pk


def test_what_an_article_answered_is_counted_without_the_person(novi_krug, jelena, goran, vesna, republic):
    found = article(republic, vesna)

    with asking(jelena):
        answered_by(found, actor=jelena, organizer=novi_krug)
    with asking(goran), pytest.raises(PermissionDenied):
        answered_by(found, actor=goran, organizer=novi_krug)

    with sees_all():
        row = Deflection.objects.get()
    assert (row.service_id, row.article_id, row.topic) == (novi_krug.service_id, found.pk, "maloljetnici")
    assert {field.name for field in Deflection._meta.fields} == {"id", "service", "article", "topic", "day"}
