"""When things leave: digests at 7.00 on working days, repeated attempts ever later."""

import random
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from notifications.models import Preference

DIGEST_AT = time(7)
MONDAY, SATURDAY = 0, 5

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=4)
# With these pauses the last attempt comes about half a day after the first.
ATTEMPTS = 8


def next_digest(frequency, after):
    """The first digest of a person who wants them daily (working days) or weekly (Mondays)."""
    zone = ZoneInfo(settings.TIME_ZONE)
    day = after.astimezone(zone).date()
    while True:
        moment = datetime.combine(day, DIGEST_AT, zone)
        wanted = (
            day.weekday() == MONDAY if frequency == Preference.Frequency.WEEKLY else day.weekday() < SATURDAY
        )
        if wanted and moment > after:
            return moment
        day += timedelta(days=1)


def pause_after(attempts):
    """How long to wait after so many failed attempts: four times longer each time, a quarter by chance.

    The chance spreads the notices that failed together, so that they do not come back together.
    """
    pause = min(FIRST_PAUSE * 4 ** (attempts - 1), LONGEST_PAUSE)
    return pause * random.uniform(0.75, 1.25)  # noqa: S311 - not a secret
