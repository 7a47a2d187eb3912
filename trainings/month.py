"""A month or a week of trainings by days, and which one the address asks for."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from services.week import key_of, week_from
from trainings.clashes import clashes_among, parts_between
from vsrs.dates import date_range, local, month_year

ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def month_from(address, today=None):
    """The first day of the month that `?mjesec=2026-11` names; of this month for anything else."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", address or "")
    if match and 1900 <= int(match[1]) < 2200 and 1 <= int(match[2]) <= 12:
        return date(int(match[1]), int(match[2]), 1)
    return (today or timezone.localdate()).replace(day=1)


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
    is_inside: bool
    is_today: bool
    entries: list = field(default_factory=list)


class Span:
    """Days of a calendar as rows of seven. `shown`: which of the parts belong in it; clashes are looked for
    among all that the reader may see."""

    is_week = False

    def __init__(self, user, first, end, shown):
        self.first, self.end = first, end
        everything = parts_between(user, _midnight(first), _midnight(end))
        parts = [part for part in everything if shown(part)]
        ids = {part.pk for part in parts}
        self.clashes = [clash for clash in clashes_among(everything) if {clash.part.pk, clash.other.pk} & ids]
        wanted_twice = {part.pk for clash in self.clashes for part in (clash.part, clash.other)}
        self.entries = [Entry(part, part.pk in wanted_twice) for part in parts]
        self.weeks = list(self._weeks())

    @property
    def training_count(self):
        return len({entry.training.pk for entry in self.entries})

    @property
    def month_key(self):
        return f"{self.first:%Y-%m}"

    def _weeks(self):
        by_day = {}
        for entry in self.entries:
            by_day.setdefault(local(entry.part.starts_at).date(), []).append(entry)
        today = timezone.localdate()
        monday = monday_of(self.first)
        while monday < self.end:
            days = [monday + n * ONE_DAY for n in range(7)]
            yield [Day(day, self.first <= day < self.end, day == today, by_day.get(day, [])) for day in days]
            monday += WEEK


class Month(Span):
    def __init__(self, user, first, shown):
        self.next = (first + 31 * ONE_DAY).replace(day=1)
        self.before = (first - ONE_DAY).replace(day=1)
        super().__init__(user, first, self.next, shown)

    @property
    def title(self):
        return month_year(self.first)

    @property
    def key_before(self):
        return f"{self.before:%Y-%m}"

    @property
    def key_after(self):
        return f"{self.next:%Y-%m}"

    @property
    def week_key(self):
        """Of today when it is in the month, else of its first day."""
        today = timezone.localdate()
        return key_of(today if self.first <= today < self.end else self.first)


class Week(Span):
    is_week = True

    def __init__(self, user, monday, shown):
        super().__init__(user, monday, monday + WEEK, shown)

    @property
    def title(self):
        return date_range(self.first, self.end - ONE_DAY)

    @property
    def week_key(self):
        return key_of(self.first)

    @property
    def key_now(self):
        return key_of(timezone.localdate())

    @property
    def key_before(self):
        return key_of(self.first - WEEK)

    @property
    def key_after(self):
        return key_of(self.end)


def span_from(address, user, shown):
    """The week of `?sedmica=2026-48`, else the month of `?mjesec=2026-11`; this month without either."""
    if "sedmica" in address:
        return Week(user, week_from(address["sedmica"]), shown)
    return Month(user, month_from(address.get("mjesec")), shown)


def monday_of(day):
    return day - timedelta(days=day.weekday())


def _midnight(day):
    return datetime.combine(day, time(), timezone.get_default_timezone())
