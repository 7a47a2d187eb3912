"""The clock of working days: deadlines that a table of cases decides, and time that passed."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from vsrs.working_time import deadline, is_working_day, working_days, working_time

SARAJEVO = ZoneInfo("Europe/Sarajevo")
# 2026: Saturday 21 November is a holiday, Easter Monday 13 April; 1 and 2 January are Thursday and Friday.
HOLIDAYS = frozenset(
    {
        dt.date(2026, 1, 1),
        dt.date(2026, 1, 2),
        dt.date(2026, 1, 9),
        dt.date(2026, 4, 10),
        dt.date(2026, 4, 13),
    }
)


def at(text):
    """ "23.11. 15.30" of 2026; another year may follow the month."""
    day, clock = text.split(" ")
    numbers = [int(part) for part in day.strip(".").split(".")]
    hour, minute = (int(part) for part in clock.split("."))
    year = numbers[2] if len(numbers) > 2 else 2026
    return dt.datetime(year, numbers[1], numbers[0], hour, minute, tzinfo=SARAJEVO)


CASES = {
    "Monday morning": ("23.11. 8.00", 3, [], "25.11. 16.00"),
    "in the middle of a day": ("23.11. 11.15", 1, [], "24.11. 11.15"),
    "Friday at 15.30": ("27.11. 15.30", 1, [], "30.11. 15.30"),
    "Friday at 15.30, three days": ("27.11. 15.30", 3, [], "2.12. 15.30"),
    "Friday after work": ("27.11. 18.00", 1, [], "30.11. 16.00"),
    "before work": ("24.11. 6.00", 1, [], "24.11. 16.00"),
    "at the very end of a day": ("24.11. 16.00", 1, [], "25.11. 16.00"),
    "on a Sunday": ("29.11. 12.00", 1, [], "30.11. 16.00"),
    "eve of a holiday": ("8.1. 12.00", 1, [], "12.1. 12.00"),
    "before two joined holidays and a weekend": ("31.12.2025 12.00", 1, [], "5.1. 12.00"),
    "before Easter: Friday, weekend, Monday": ("9.4. 15.00", 1, [], "14.4. 15.00"),
    "over the Sunday when clocks go forward": ("27.3. 15.00", 1, [], "30.3. 15.00"),
    "over the Sunday when clocks go back": ("23.10. 15.00", 2, [], "27.10. 15.00"),
    "a pause of two hours": ("23.11. 9.00", 1, [("23.11. 10.00", "23.11. 12.00")], "24.11. 11.00"),
    "a pause over a weekend": ("27.11. 12.00", 1, [("27.11. 14.00", "30.11. 10.00")], "30.11. 16.00"),
    "a pause outside of work": ("23.11. 9.00", 1, [("23.11. 17.00", "24.11. 7.00")], "24.11. 9.00"),
    "a pause before it began": ("23.11. 12.00", 1, [("23.11. 8.00", "23.11. 12.00")], "24.11. 12.00"),
    "two pauses, given in any order": (
        "23.11. 8.00",
        1,
        [("24.11. 8.00", "24.11. 9.00"), ("23.11. 9.00", "23.11. 10.00")],
        "24.11. 10.00",
    ),
    "pauses that overlap count once": (
        "23.11. 8.00",
        1,
        [("23.11. 9.00", "23.11. 11.00"), ("23.11. 10.00", "23.11. 12.00")],
        "24.11. 11.00",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_promise_ends_after_so_many_working_days(case):
    start, days, pauses, expected = CASES[case]
    pauses = [(at(since), at(until)) for since, until in pauses]
    found = deadline(at(start), days, HOLIDAYS, pauses)

    assert found == at(expected)
    assert working_time(at(start), found, HOLIDAYS, pauses) == dt.timedelta(hours=8 * days)


def test_while_the_organizer_is_waited_for_there_is_no_deadline():
    assert deadline(at("23.11. 9.00"), 3, HOLIDAYS, [(at("23.11. 10.00"), None)]) is None


def test_time_that_passed_is_told_in_working_days():
    assert working_days(at("27.11. 12.00"), at("30.11. 12.00"), HOLIDAYS) == 1
    assert working_days(at("23.11. 8.00"), at("23.11. 12.00"), HOLIDAYS) == 0.5
    assert working_days(at("28.11. 8.00"), at("29.11. 20.00"), HOLIDAYS) == 0
    assert working_days(at("24.11. 12.00"), at("23.11. 12.00"), HOLIDAYS) == 0


def test_a_pause_that_lasts_stops_the_clock():
    passed = working_time(at("23.11. 8.00"), at("25.11. 12.00"), HOLIDAYS, [(at("23.11. 10.00"), None)])

    assert passed == dt.timedelta(hours=2)


@pytest.mark.parametrize(
    ("day", "expected"),
    [((2026, 11, 23), True), ((2026, 11, 22), False), ((2026, 11, 28), False), ((2026, 1, 9), False)],
)
def test_working_days_are_those_of_the_week_without_holidays(day, expected):
    assert is_working_day(dt.date(*day), HOLIDAYS) is expected
