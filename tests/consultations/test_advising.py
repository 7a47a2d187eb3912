"""What staff do: nobody's text is lost, and nothing internal leaves."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from consultations.models import Draft, Message
from consultations.operations.advising import answer, close, log_conversation
from consultations.operations.asking import reply
from consultations.operations.common import Conflict
from consultations.operations.drafts import keep_draft
from consultations.operations.referring import record_contact, refer
from consultations.operations.sight import note_sight
from consultations.operations.triage import assign
from notifications.models import Notice
from services.models import HistoryEntry
from tests.cast import asking, sees_all
from tests.consultations.helpers import answered, asked, fresh, last_of, noted, referred
from vsrs.refusals import Refused


@pytest.fixture
def advice(novi_krug, jelena, nemanja, milica):
    return asked(jelena, novi_krug)


def test_whoever_answers_first_has_the_request(advice, nemanja, jelena):
    answered(advice, nemanja)

    advice = fresh(advice)
    assert (advice.adviser, advice.state) == (nemanja, "open")
    assert advice.first_answered_at is not None
    with sees_all():
        assert Notice.objects.get(kind="request.answered").recipient == jelena


def test_of_two_answers_at_once_the_second_is_kept_back_until_the_first_is_read(advice, nemanja, milica):
    seen = last_of(advice)
    answered(advice, nemanja, body="Prvi odgovor", seen=seen)

    with pytest.raises(Conflict):
        answered(advice, milica, body="Drugi odgovor", seen=seen)
    answered(advice, milica, body="Drugi odgovor", seen=last_of(advice))

    with sees_all():
        assert [row.body for row in Message.objects.filter(kind="answer")] == [
            "Prvi odgovor",
            "Drugi odgovor",
        ]


def test_one_may_answer_twice_without_reading_oneself(advice, nemanja):
    seen = last_of(advice)
    answered(advice, nemanja, body="Prvi dio", seen=seen)
    answered(advice, nemanja, body="Drugi dio", seen=seen)

    with sees_all():
        assert Message.objects.filter(kind="answer").count() == 2


def test_the_same_answer_is_one_message(advice, nemanja):
    key, seen = uuid4(), last_of(advice)
    with asking(nemanja):
        first = answer(advice, actor=nemanja, body="Odgovor", form_key=key, seen=seen)
        assert answer(advice, actor=nemanja, body="Odgovor", form_key=key, seen=seen) == first


def test_a_note_does_not_answer_and_tells_nobody(advice, nemanja):
    noted(advice, nemanja)

    assert fresh(advice).first_answered_at is None
    with sees_all():
        assert not Notice.objects.filter(kind__in=["request.answered", "request.replied"]).exists()


def test_a_conversation_is_an_answer_with_its_minutes(advice, nemanja):
    with asking(nemanja):
        row = log_conversation(
            advice, actor=nemanja, kind="call", body="Dogovoreno.", form_key=uuid4(), minutes=20
        )

    assert (row.minutes, row.internal, fresh(advice).first_answered_at is not None) == (20, False, True)


def test_an_adviser_works_in_the_service(advice, milica, nemanja, dragan):
    with asking(milica):
        with pytest.raises(Refused, match="servis"):
            assign(advice, actor=milica, adviser=dragan)
        assign(advice, actor=milica, adviser=nemanja)

    advice = fresh(advice)
    assert (advice.adviser, advice.state) == (nemanja, "open")
    with sees_all():
        assert Notice.objects.get(kind="request.assigned").recipient == nemanja


@pytest.mark.parametrize("name", ["jelena", "goran", "dragan", "vesna", "zoran", "ana"])
def test_nobody_else_advises(request, advice, name, sveti_sava):
    person = request.getfixturevalue(name)
    with asking(person):
        for operation, said in (
            (answer, {"body": "x", "form_key": uuid4(), "seen": 0}),
            (assign, {"adviser": None}),
            (close, {"outcome": "withdrawn", "depth": "informed"}),
            (keep_draft, {"body": "x"}) if name != "jelena" else (assign, {"adviser": None}),
        ):
            with pytest.raises(PermissionDenied):
                operation(advice, actor=person, **said)


def test_a_request_is_closed_with_what_came_of_it(advice, nemanja, jelena):
    with asking(nemanja), pytest.raises(Refused, match="odgovor"):
        close(advice, actor=nemanja, outcome="answered", depth="informed")
    answered(advice, nemanja, wait=True)

    with asking(nemanja):
        close(advice, actor=nemanja, outcome="answered", depth="planning")
        close(advice, actor=nemanja, outcome="withdrawn", depth="informed")  # safe to repeat

    advice = fresh(advice)
    assert (advice.state, advice.outcome, advice.depth) == ("closed", "answered", "planning")
    assert advice.closed_at is not None
    with sees_all():
        assert Notice.objects.filter(kind="request.closed", recipient=jelena).count() == 1
        assert not advice.pauses.filter(ends_at=None).exists()
    with asking(jelena), pytest.raises(Refused, match="zatvoren"):
        reply(advice, actor=jelena, body="Još nešto", form_key=uuid4())
    with pytest.raises(Refused, match="zatvoren"):
        answered(advice, nemanja)


def test_a_referred_request_waits_for_the_contact(advice, nemanja, doboj, dragan):
    referred(advice, nemanja, doboj)

    with asking(nemanja), pytest.raises(Refused, match="kontakt"):
        close(advice, actor=nemanja, outcome="referred", depth="informed")
    noted(advice, dragan, body="Zvaćemo ih sutra.")
    with asking(dragan), pytest.raises(PermissionDenied):
        answer(advice, actor=dragan, body="x", form_key=uuid4(), seen=0)


def test_opening_a_referred_thread_stands_in_its_history(advice, nemanja, vesna, republic):
    referred(advice, nemanja, republic)
    with asking(vesna):
        note_sight(advice, republic, actor=vesna)
    with asking(nemanja):
        note_sight(advice, advice.service, actor=nemanja)
        entry = HistoryEntry.objects.get(verb="request.opened")

    assert (entry.actor, entry.service_id) == (vesna, advice.service_id)


def test_a_draft_goes_with_the_answer(advice, nemanja):
    with asking(nemanja):
        keep_draft(advice, actor=nemanja, body="Počeo sam")
        keep_draft(advice, actor=nemanja, body="Počeo sam i nastavio")
        assert Draft.objects.get().body == "Počeo sam i nastavio"
    answered(advice, nemanja)

    with asking(nemanja):
        assert not Draft.objects.exists()
        keep_draft(advice, actor=nemanja, body="Novo")
        keep_draft(advice, actor=nemanja, body="  ")
        assert not Draft.objects.exists()


def test_a_referral_is_told_ends_with_a_contact_and_then_lets_the_request_close(
    advice, nemanja, vesna, republic, jelena
):
    with asking(nemanja):
        referral = refer(advice, actor=nemanja, to_service=republic, reason="Pitanje je za mrežu.")
        with pytest.raises(Refused):
            refer(advice, actor=nemanja, to_service=republic, reason="Opet")
        with pytest.raises(Refused):
            refer(advice, actor=nemanja, to_service=advice.service, reason="Sebi")
        with pytest.raises(PermissionDenied):
            record_contact(referral, actor=nemanja, words="Javili smo se.")
    with sees_all():
        notice = Notice.objects.get(kind="request.referred")
    assert (notice.recipient, notice.service_id) == (vesna, republic.pk)

    with asking(vesna):
        record_contact(referral, actor=vesna, words="Javili smo se.")
        record_contact(referral, actor=vesna, words="Drugi put")
    with asking(nemanja):
        close(advice, actor=nemanja, outcome="referred", depth="informed")

    assert fresh(referral).contact_words == "Javili smo se."
    assert fresh(advice).state == "closed"
