from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from tests.cast import asking, make_training, sees_all
from tests.trainings.helpers import book, some_people
from trainings.models import Booking, Seat, Training, WaitingEntry
from trainings.operations.booking import cancel_booking, change_people
from trainings.operations.waiting import join_waiting_list
from trainings.tasks import check_bookings


@pytest.fixture
def booked(banja_luka, novi_krug, jelena, sveti_sava, goran):
    """A full training with a changed booking, a cancelled one and a group that waits."""
    training = make_training(banja_luka, seats=3)
    booking = book(training, jelena, novi_krug, 2)
    with asking(jelena):
        change_people(booking, actor=jelena, people=some_people(novi_krug, 3))
    with asking(goran):
        join_waiting_list(training, actor=goran, organizer=sveti_sava, people=some_people(sveti_sava, 1))
    other = make_training(banja_luka)
    with asking(goran):
        cancel_booking(book(other, goran, sveti_sava, 2), actor=goran)
    return booking


def check():
    out = StringIO()
    call_command("check_bookings", stdout=out)
    return out.getvalue()


def test_counters_kept_by_operations_agree(booked):
    assert check() == "All counters agree with their rows.\n"


def spoil(name, booking):
    rows = {
        "taken": lambda: Training.objects.filter(pk=booking.training_id).update(taken=1),
        "seat_count": lambda: Booking.objects.filter(pk=booking.pk).update(seat_count=9),
        "released": lambda: Seat.objects.filter(booking=booking).update(released_at=timezone.now()),
        "cancelled": lambda: Booking.objects.filter(pk=booking.pk).update(state="cancelled"),
        "elsewhere": lambda: Seat.objects.filter(booking=booking).update(
            training=Training.objects.exclude(pk=booking.training_id).get()
        ),
        "held": lambda: Training.objects.filter(pk=booking.training_id).update(state="held"),
        "both": lambda: WaitingEntry.objects.update(organizer=booking.organizer),
    }
    with sees_all():
        rows[name]()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("taken", ["taken: expected 3, found 1"]),
        ("seat_count", ["taken: expected 9, found 3", "seat_count: expected 3, found 9"]),
        ("released", ["seat_count: expected 0, found 3"]),
        ("cancelled", ["taken: expected 0, found 3", "seats: expected 0, found 3"]),
        ("elsewhere", ["training: expected"] * 5),
        ("held", ["state: expected not waiting, found waiting"]),
        ("both", ["state: expected not waiting, found waiting"]),
    ],
)
def test_each_difference_is_told_and_fails_the_command(booked, name, expected):
    spoil(name, booked)
    out = StringIO()

    with pytest.raises(CommandError, match="differences") as error:
        call_command("check_bookings", stdout=out)

    lines = out.getvalue().splitlines()
    assert len(lines) == len(expected)
    for line, words in zip(lines, expected, strict=True):
        assert line.startswith("banja-luka: ")
        assert words in line
    assert error.value.returncode == 1


def test_nightly_audit_logs_differences(booked, caplog):
    check_bookings()
    assert caplog.records == []
    spoil("taken", booked)

    check_bookings()

    (record,) = caplog.records
    assert record.levelname == "ERROR"
    assert "taken should be 3 and is 1" in record.getMessage()
