"""A training is confirmed, cancelled, held."""

import pytest
from django.utils import timezone

from network.models import Stale
from services.models import HistoryEntry
from tests.cast import asking, make_training, sees_all
from tests.trainings.helpers import book, fresh, names_in, notices, some_people, told, verbs
from tests.trainings.planning.helpers import HOUR, do, plan
from trainings.models import Training
from trainings.operations.announcing import cancel_training, confirm_training, mark_held
from trainings.operations.attendance import mark_attendance
from trainings.operations.waiting import join_waiting_list
from vsrs.refusals import Refused

pytestmark = pytest.mark.usefixtures("in_english")


def test_confirming_writes_how_many_there_were(banja_luka, nemanja):
    training = make_training(banja_luka, minimum=5)

    do(confirm_training, training, nemanja)
    do(confirm_training, training, nemanja)

    assert fresh(training).state == "confirmed"
    with sees_all():
        assert HistoryEntry.objects.get().changes == {"taken": 0, "minimum": 5}


def test_draft_is_not_confirmed(banja_luka, nemanja):
    with pytest.raises(Refused, match="Only an announced training"):
        do(confirm_training, plan(banja_luka, nemanja), nemanja)


def test_cancelling_takes_every_booking_and_the_list_with_it(
    banja_luka, nemanja, novi_krug, jelena, sveti_sava, goran
):
    training = make_training(banja_luka, seats=2)
    people = some_people(novi_krug, 2, email="milan@example.org")
    booking = book(training, jelena, novi_krug, people)
    waiting = some_people(sveti_sava, 1)
    with asking(goran):
        entry = join_waiting_list(training, actor=goran, organizer=sveti_sava, people=waiting)
    before = len(told())

    do(cancel_training, training, nemanja, reason="  Sala je poplavljena. ")
    do(cancel_training, training, nemanja, reason="Drugi put.")

    cancelled = fresh(training)
    assert (cancelled.state, cancelled.cancel_reason, cancelled.taken) == (
        "cancelled",
        "Sala je poplavljena.",
        0,
    )
    assert (fresh(booking).state, fresh(booking).cancelled_with_training) == ("cancelled", True)
    assert names_in(booking) == []
    assert fresh(entry).state == "closed"
    assert told()[before:] == [
        ("training.cancelled", "contact", "jelena@example.org"),
        ("training.cancelled", "person", "milan@example.org"),
        ("training.cancelled", "contact", "goran@example.org"),
    ]
    data = notices("training.cancelled")[0].data
    # Higher than anything sent before, so that calendars obey.
    assert (data["status"], data["sequence"], data["reason"]) == ("CANCELLED", 2, "Sala je poplavljena.")
    assert "number" not in notices("training.cancelled")[2].data
    assert verbs()[2:] == ["booking.cancelled", "waiting.closed", "training.cancelled"]


def test_cancelling_without_a_reason_is_refused(banja_luka, nemanja):
    with pytest.raises(Refused, match="Say why") as refusal:
        do(cancel_training, make_training(banja_luka), nemanja, reason=" ")

    assert refusal.value.field == "reason"


def test_draft_has_nothing_to_cancel(banja_luka, nemanja):
    with pytest.raises(Refused, match="nothing to cancel"):
        do(cancel_training, plan(banja_luka, nemanja), nemanja, reason="Ne može.")


def over(training):
    """As if it had ended an hour ago."""
    with sees_all():
        start = timezone.now() - 5 * HOUR
        Training.objects.filter(pk=training.pk).update(starts_at=start, ends_at=start + 4 * HOUR)
        training.parts.update(starts_at=start, ends_at=start + 4 * HOUR)
    return fresh(training)


def test_training_is_held_when_everybody_has_a_mark(banja_luka, nemanja, novi_krug, jelena):
    training = make_training(banja_luka)
    booking = book(training, jelena, novi_krug, 2)
    training = over(training)
    with sees_all():
        part_row = training.parts.get()
        first, second = booking.seat_rows.order_by("pk")

    with asking(nemanja):
        mark_attendance(part_row, actor=nemanja, marks={first.pk: "present"})
    with pytest.raises(Refused, match="Attendance of 1 person is not entered yet"):
        do(mark_held, training, nemanja)
    with asking(nemanja):
        mark_attendance(part_row, actor=nemanja, marks={second.pk: "absent"})
    do(mark_held, training, nemanja)
    do(mark_held, training, nemanja)

    assert fresh(training).state == "held"
    assert verbs()[-1] == "training.held"
    with sees_all():
        assert Stale.objects.count() == 2  # booked, held
    with pytest.raises(Refused, match="has been held"):
        do(cancel_training, training, nemanja, reason="Kasno.")


def test_training_is_not_held_before_it_ends(banja_luka, nemanja):
    with pytest.raises(Refused, match="lasts until"):
        do(mark_held, make_training(banja_luka), nemanja)


def test_training_nobody_booked_is_not_held(banja_luka, nemanja):
    with pytest.raises(Refused, match="Nobody has booked"):
        do(mark_held, over(make_training(banja_luka)), nemanja)


def test_training_with_attendance_is_not_cancelled(banja_luka, nemanja, novi_krug, jelena):
    training = make_training(banja_luka)
    booking = book(training, jelena, novi_krug, 1)
    training = over(training)
    with sees_all():
        part_row, seat = training.parts.get(), booking.seat_rows.get()
    with asking(nemanja):
        mark_attendance(part_row, actor=nemanja, marks={seat.pk: "present"})

    with pytest.raises(Refused, match="Attendance has been entered"):
        do(cancel_training, training, nemanja, reason="Pogreška.")
