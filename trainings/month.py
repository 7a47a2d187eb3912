"""A month of trainings as weeks and days, and which month the address asks for."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from trainings.clashes import clashes_among, parts_between
from vsrs.dates import local

ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def month_from(address, today=None):
    """The first day of the month that `?mjesec=2026-11` names; of this month for anything else."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", address or "")
    if match and 1900 <= int(match[1]) < 2200 and 1 <= int(match[2]) <= 12:
        return date(int(match[1]), int(match[2]), 1)
    return (today or timezone.localdate()).replace(day=1)


def key_of(first):
    return f"{first:%Y-%m}"


@dataclass(frozen=True)
class Entry:
    """A part of a training on its day."""

    part: object
    clashes: bool

    @property
    def training(self):
        return self.part.training


@dataclass
class Day:
    day: date
    in_month: bool
    is_today: bool
    entries: list = field(default_factory=list)


class Month:
    """`shown`: which of the parts belong in it; clashes are looked for among all that the reader may see."""

    def __init__(self, user, first, shown):
        self.first = first
        self.next = (first + 31 * ONE_DAY).replace(day=1)
        self.before = (first - ONE_DAY).replace(day=1)
        everything = parts_between(user, _midnight(first), _midnight(self.next))
        parts = [part for part in everything if shown(part)]
        ids = {part.pk for part in parts}
        self.clashes = [clash for clash in clashes_among(everything) if {clash.part.pk, clash.other.pk} & ids]
        wanted_twice = {part.pk for clash in self.clashes for part in (clash.part, clash.other)}
        self.entries = [Entry(part, part.pk in wanted_twice) for part in parts]
        self.weeks = list(self._weeks())

    @property
    def key(self):
        return key_of(self.first)

    @property
    def key_before(self):
        return key_of(self.before)

    @property
    def key_after(self):
        return key_of(self.next)

    @property
    def training_count(self):
        return len({entry.training.pk for entry in self.entries})

    def _weeks(self):
        by_day = {}
        for entry in self.entries:
            by_day.setdefault(local(entry.part.starts_at).date(), []).append(entry)
        today = timezone.localdate()
        monday = self.first - timedelta(days=self.first.weekday())
        while monday < self.next:
            days = [monday + n * ONE_DAY for n in range(7)]
            yield [Day(day, day.month == self.first.month, day == today, by_day.get(day, [])) for day in days]
            monday += WEEK


def _midnight(day):
    return datetime.combine(day, time(), timezone.get_default_timezone())
