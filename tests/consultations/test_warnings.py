"""Warnings before a target passes: to the adviser, then to the manager, each once."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine

from consultations.models import CaseFact, DeadlineWarning
from consultations.operations.advising import close
from consultations.operations.triage import assign
from consultations.tasks import warn_of_deadlines
from consultations.warning_times import whom
from notifications.models import Notice
from tests.cast import asking, sees_all
from tests.consultations.helpers import answered, asked

SARAJEVO = ZoneInfo("Europe/Sarajevo")
MONDAY = 5  # of June 2028, a month without holidays


def at(day, hour, minute=0):
    return time_machine.travel(dt.datetime(2028, 6, day, hour, minute, tzinfo=SARAJEVO), tick=False)


def told():
    """{(target, to, recipient)} of all warnings that left."""
    with sees_all():
        rows = Notice.objects.filter(kind="request.due").select_related("recipient")
        return sorted((row.data["target"], row.data["to"], row.recipient.email) for row in rows)


def run(day, hour, minute=0):
    with at(day, hour, minute):
        warn_of_deadlines()
    return told()


@pytest.fixture
def advice(novi_krug, jelena, nemanja, milica):
    with at(MONDAY, 8):
        return asked(jelena, novi_krug)  # first answer by Wednesday, 16.00


@pytest.fixture
def taken(advice, nemanja, milica):
    with at(MONDAY, 9), asking(milica):
        return assign(advice, actor=milica, adviser=nemanja)


HOUR = dt.timedelta(hours=1)
CASES = {
    "the first answer, more than half is left": ("first", 3, 13 * HOUR, True, set()),
    "the first answer, half is left": ("first", 3, 12 * HOUR, True, {"adviser"}),
    "the first answer, four hours are left": ("first", 3, 4 * HOUR, True, {"adviser", "manager"}),
    "nobody has it, half is left": ("first", 3, 12 * HOUR, False, {"manager"}),
    "nobody has it, more is left": ("first", 3, 13 * HOUR, False, set()),
    "the solution, a day and more is left": ("solution", 10, 9 * HOUR, True, set()),
    "the solution, a day is left": ("solution", 10, 8 * HOUR, True, {"adviser"}),
    "the solution has passed": ("solution", 10, 0 * HOUR, True, {"adviser", "manager"}),
    "the solution, nobody has it": ("solution", 10, 8 * HOUR, False, {"manager"}),
}


@pytest.mark.parametrize("case", CASES)
def test_who_is_warned_and_when(case):
    target, days, left, has_adviser, expected = CASES[case]

    assert whom(target, days=days, left=left, has_adviser=has_adviser) == expected


def test_first_the_adviser_then_the_manager_each_once(taken, nemanja, milica):
    assert run(6, 11, 59) == []
    assert run(6, 12) == [("first", "adviser", nemanja.email)]
    assert run(6, 12, 5) == [("first", "adviser", nemanja.email)]
    both = [("first", "adviser", nemanja.email), ("first", "manager", milica.email)]
    assert run(7, 12) == both
    assert run(7, 15) == both
    with sees_all():
        assert DeadlineWarning.objects.count() == 2


def test_a_worker_that_was_away_warns_once_of_everything(taken, nemanja, milica):
    assert run(9, 10) == [("first", "adviser", nemanja.email), ("first", "manager", milica.email)]

    with sees_all():
        assert {row.data["late"] for row in Notice.objects.filter(kind="request.due")} == {True}
    assert len(run(9, 11)) == 2


def test_what_nobody_has_is_the_managers_business(advice, milica):
    assert run(6, 12) == [("first", "manager", milica.email)]


def test_once_answered_the_solution_is_what_is_due(taken, nemanja):
    with at(6, 9):
        answered(taken, nemanja)

    assert run(7, 15) == []
    assert run(15, 15, 59) == []  # ten working days end on Friday the 16th at 16.00
    assert run(15, 16) == [("solution", "adviser", nemanja.email)]


def test_nobody_is_warned_while_the_organizer_is_waited_for_or_after_closing(taken, nemanja):
    with at(6, 9):
        answered(taken, nemanja, wait=True)
    assert run(20, 9) == []

    with at(20, 10), asking(nemanja):
        close(taken, actor=nemanja, outcome="no_answer", depth="informed")
    assert run(30, 9) == []


def test_the_lateness_of_what_nobody_answered_is_counted_at_once(advice):
    run(8, 9)

    with sees_all():
        assert CaseFact.objects.get(request=advice).first_in_time is False
