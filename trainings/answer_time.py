"""How long an offered seat waits for an answer: hours are counted between 8 and 20 o'clock in Sarajevo."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

ZONE = ZoneInfo(settings.TIME_ZONE)
DAY_BEGINS, DAY_ENDS = time(8), time(20)
# With less time than this nobody can be expected to read the letter and ask their people.
LEAST = timedelta(hours=2)


def deadline(training, now):
    """Until when an offer made `now` can be taken; None when there is no time for one any more.

    As long as the training says, but not past the close of booking or the beginning; not past the end of free
    cancellation either, unless so little is left until then that it would be no time to answer.
    """
    last = min(filter(None, [training.closes_at, training.starts_at]))
    wanted = timedelta(hours=training.offer_hours)
    least = min(LEAST, wanted)
    if waking_between(now, last) < least:
        return None
    if training.cancel_by and waking_between(now, min(training.cancel_by, last)) >= least:
        last = min(training.cancel_by, last)
    return min(after_waking(now, wanted), last)


def after_waking(moment, length):
    """The moment at which `length` of waking hours has passed since `moment`."""
    for begins, ends in _days(moment):
        begins = max(begins, moment)
        if begins < ends:
            if length <= ends - begins:
                return begins + length
            length -= ends - begins
    raise AssertionError("Days do not end.")


def waking_between(start, end):
    """How much of the time from `start` to `end` lies between 8 and 20 o'clock."""
    total = timedelta()
    for begins, ends in _days(start):
        if begins >= end:
            return total
        total += max(timedelta(), min(ends, end) - max(begins, start))
    return total


def _days(moment):
    """(8 o'clock, 20 o'clock) of the day of `moment` and of every day after it."""
    day = moment.astimezone(ZONE).date()
    while True:
        yield tuple(datetime.combine(day, clock, ZONE).astimezone(UTC) for clock in (DAY_BEGINS, DAY_ENDS))
        day += timedelta(days=1)
