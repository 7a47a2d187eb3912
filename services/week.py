"""The week of a desk: five columns from 8.00 to 17.00 in half-hours, and a list of what fits in none."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vsrs import dates

OPENS, CLOSES = time(8), time(17)
HALF_HOUR = timedelta(minutes=30)
DAYS = 5
LANES = 2


def week_from(address, today=None):
    """The Monday that `?sedmica=2026-48` names; this week's for anything else."""
    today = today or timezone.localdate()
    match = re.fullmatch(r"(\d{4})-(\d{1,2})", address or "")
    # Years that have weeks before and after them, also on the clock of Sarajevo.
    if match and 1900 <= int(match[1]) < 2200:
        with suppress(ValueError):
            return date.fromisocalendar(int(match[1]), int(match[2]), 1)
    return today - timedelta(days=today.weekday())


def day_title(day):
    """Utorak, 24. novembar: the heading of a desk."""
    point = "" if dates.language() == "en" else "."
    return f"{dates.weekday(day).capitalize()}, {day.day}{point}{dates.NBSP}{dates.month_name(day)}"


def key_of(monday):
    year, number, _day = monday.isocalendar()
    return f"{year}-{number:02d}"


@dataclass
class Placed:
    """An event in its column: from which half-hour to which, beside which other."""

    event: object
    starts_at: datetime
    ends_at: datetime
    first: int
    last: int
    lane: str = ""

    @property
    def is_moment(self):
        return self.starts_at == self.ends_at

    @property
    def classes(self):
        names = [self.event.kind, self.lane, f"from-{_clock(self.first)}", f"to-{_clock(self.last)}"]
        if self.last - self.first <= 2:
            names.append("is-short")
        if self.last - self.first == 1:
            names.append("half-hour")
        return " ".join(name for name in names if name)


@dataclass
class Day:
    day: date
    is_today: bool
    events: list = field(default_factory=list)
    now_class: str = ""

    @property
    def number(self):
        return f"{self.day.day}{'' if dates.language() == 'en' else '.'}"


class Week:
    """`events`: what the rooms registered for [start, end) of this week."""

    def __init__(self, monday, events, now=None):
        now = timezone.localtime(now)
        # What the drawing of a week depends on; it says what time it is.
        self.key = (monday, tuple(events), now.replace(second=0, microsecond=0))
        self.monday = monday
        self.also = []
        self.count = len(events)
        self.days = [
            Day(day, day == now.date()) for day in (monday + timedelta(days=number) for number in range(DAYS))
        ]
        for day in self.days:
            if day.is_today and OPENS <= now.time() < CLOSES:
                day.now_class = f"from-{_clock(_slot(now))}"
        shown = set()
        timed = [
            (event, timezone.localtime(event.starts_at), timezone.localtime(event.ends_at))
            for event in events
        ]
        for day in self.days:
            placed, left_over = _arrange([p for event in timed if (p := _place(*event, day.day))])
            day.events = placed
            shown.update(id(p.event) for p in placed)
            self.also += [p.event for p in left_over if p.event not in self.also]
        weekend = [event for event in events if id(event) not in shown and event not in self.also]
        self.also = sorted([*self.also, *weekend], key=lambda event: event.starts_at)
        self.now = now

    @property
    def number(self):
        return self.monday.isocalendar().week

    @property
    def title(self):
        """48. sedmica 2026."""
        year = self.monday.isocalendar().year
        return _("Week %(number)d of %(year)d") % {"number": self.number, "year": year}

    @property
    def range_title(self):
        return dates.date_range(self.monday, self.monday + timedelta(days=DAYS - 1))

    @property
    def count_text(self):
        return ngettext("%d event", "%d events", self.count) % self.count

    @property
    def has_deadlines(self):
        events = [placed.event for day in self.days for placed in day.events]
        return any(event.kind == "deadline" for event in [*events, *self.also])

    @property
    def previous(self):
        return key_of(self.monday - timedelta(days=7))

    @property
    def following(self):
        return key_of(self.monday + timedelta(days=7))

    @property
    def is_current(self):
        return self.monday == week_from("", self.now.date())

    @property
    def hours(self):
        return [dates.clock(time(hour)) for hour in range(OPENS.hour, CLOSES.hour)]


def bounds(monday):
    """The moments [start, end) of a week, Saturday and Sunday included."""
    zone = timezone.get_current_timezone()
    start = datetime.combine(monday, time(0), zone)
    return start, datetime.combine(monday + timedelta(days=7), time(0), zone)


def _place(event, starts_at, ends_at, day):
    """The part of `event` that falls on `day`, held inside the hours shown; None if none does."""
    zone = starts_at.tzinfo
    start_of_day, end_of_day = datetime.combine(day, time(0), zone), datetime.combine(day, time.max, zone)
    if starts_at > end_of_day or ends_at < start_of_day or (ends_at == start_of_day and ends_at != starts_at):
        return None
    closes = datetime.combine(day, CLOSES, zone)
    slots = _slot(closes)
    first = min(max(_slot(max(starts_at, start_of_day)), 0), slots - 1)
    last = max(_slot(min(ends_at, closes) + HALF_HOUR - timedelta(microseconds=1)), first + 1)
    return Placed(event, starts_at, ends_at, first, last)


def _slot(moment):
    """Half-hours since opening."""
    return (moment.hour - OPENS.hour) * 2 + moment.minute // 30


def _clock(slot):
    minutes = OPENS.hour * 60 + slot * 30
    return f"{minutes // 60:02d}{minutes % 60:02d}"


def _arrange(placed):
    """Two at the same time stand side by side; a third finds no room and is returned apart.

    So does a moment during something longer: it would take half the column from it.
    """
    placed.sort(key=lambda p: (p.first, -p.last))
    lanes, kept, left_over = [[] for _ in range(LANES)], [], []
    for item in placed:
        if item.is_moment and any(_meet(item, other) and not other.is_moment for other in placed):
            left_over.append(item)
            continue
        lane = next((lane for lane in lanes if not lane or lane[-1].last <= item.first), None)
        if lane is None:
            left_over.append(item)
            continue
        lane.append(item)
        kept.append(item)
    for number, name in enumerate(("left", "right")):
        for item in lanes[number]:
            others = lanes[1 - number]
            if any(_meet(item, other) for other in others):
                item.lane = name
    return kept, left_over


def _meet(one, other):
    return other.first < one.last and one.first < other.last
