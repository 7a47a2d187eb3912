"""Plain functions for the tests of offers."""

from datetime import datetime

from tests.cast import asking, sees_all
from trainings.answer_time import ZONE
from trainings.counters import wrong_counters
from trainings.models import Seat
from trainings.operations.booking import cancel_booking, change_people

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)  # Monday


def free(training, goran, left):
    """Goran comes with `left` people only."""
    with asking(goran):
        if not left:
            return cancel_booking(training.booking, actor=goran)
        with sees_all():
            seats = list(Seat.objects.standing().filter(booking=training.booking).order_by("pk"))
        people = [seat.person for seat in seats[:left]]
        return change_people(training.booking, actor=goran, people=people)


def assert_sound(training):
    with sees_all():
        assert wrong_counters(training.service) == []
