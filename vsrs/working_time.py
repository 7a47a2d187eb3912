"""The clock of working days: Monday to Friday from 8 to 16 in Sarajevo, without holidays and pauses.

Pure functions: `holidays` is a set of days, `pauses` are (from, until) moments; a pause that still lasts has
None for its end. A working day is eight working hours, so three days from Friday at 15.30 end on Wednesday
at 15.30.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

OPENS, CLOSES = dt.time(8), dt.time(16)
DAY = dt.timedelta(hours=8)
NOTHING = dt.timedelta()


def is_working_day(day, holidays=frozenset()):
    return day.weekday() < 5 and day not in holidays


def deadline(start, days, holidays=frozenset(), pauses=()):
    """The moment when `days` working days have passed since `start`; None while a pause still lasts."""
    if any(until is None for _since, until in pauses):
        return None
    stretches = _stretches(start, None, holidays, pauses)
    left = DAY * days
    opens, closes = next(stretches)
    while closes - opens < left:
        left -= closes - opens
        opens, closes = next(stretches)
    return (opens + left).astimezone(_zone())


def working_time(start, end, holidays=frozenset(), pauses=()):
    """How much working time lies between two moments."""
    return sum((until - since for since, until in _stretches(start, end, holidays, pauses)), NOTHING)


def working_days(start, end, holidays=frozenset(), pauses=()):
    """The same as a number of working days: 1.5."""
    return working_time(start, end, holidays, pauses) / DAY


def _stretches(start, end, holidays, pauses):
    """(from, until) of uninterrupted work, in UTC, where hours are always hours."""
    day = start.astimezone(_zone()).date()
    while end is None or _at(day, OPENS) < end:
        if is_working_day(day, holidays):
            opens, closes = max(_at(day, OPENS), start), _at(day, CLOSES)
            if end is not None:
                closes = min(closes, end)
            yield from _without(opens, closes, pauses)
        day += dt.timedelta(days=1)


def _without(opens, closes, pauses):
    for since, until in sorted(pauses, key=lambda pause: pause[0]):
        if until is not None and until <= opens:
            continue
        if since >= closes:
            break
        if since > opens:
            yield _utc(opens), _utc(since)
        if until is None:
            return
        opens = max(opens, until)
    if opens < closes:
        yield _utc(opens), _utc(closes)


def _at(day, time):
    return dt.datetime.combine(day, time, tzinfo=_zone())


def _utc(moment):
    return moment.astimezone(dt.UTC)


def _zone():
    return ZoneInfo(settings.TIME_ZONE)
