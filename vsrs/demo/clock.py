"""Doing things as somebody, at some moment."""

from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.db import transaction

from services.tenancy import acting_as, actor_of

SARAJEVO = ZoneInfo("Europe/Sarajevo")


def moment(day, clock="9.00"):
    """`day` at `clock` ("9.00") on Sarajevo's clock."""
    hour, minute = clock.split(".")
    return datetime.combine(day, time(int(hour), int(minute)), SARAJEVO)


@contextmanager
def doing(user, at):
    """`with doing(milica, at=…):` her rights, that moment, one transaction."""
    with time_machine.travel(at, tick=False), acting_as(actor_of(user)), transaction.atomic():
        yield


class Diary:
    """What happens, in order of time."""

    def __init__(self):
        self._entries = []

    def add(self, at, user, deed):
        self._entries.append((at, len(self._entries), user, deed))

    def live(self, until, tell=None):
        """Do everything that has happened by `until`."""
        entries = sorted((*entry[:2], entry) for entry in self._entries if entry[0] <= until)
        for done, (at, _, (_, _, user, deed)) in enumerate(entries, 1):
            with doing(user, at):
                deed()
            if tell and done % 500 == 0:
                tell(f"{done}/{len(entries)}")


def workday(day, *, back=False):
    """`day`, or the nearest working day after (or before) a weekend."""
    while day.weekday() > 4:
        day += timedelta(days=-1 if back else 1)
    return day


def workdays(start, end, step_days):
    """Working days from `start` to `end`, about `step_days` apart."""
    day = start
    while day < end:
        day = workday(day)
        yield day
        day += timedelta(days=step_days)


def month_start(day, back):
    """The first of the month `back` months before that of `day`."""
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)
