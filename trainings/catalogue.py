"""What the public catalogue shows: its rows, grouped by month, and how many stand behind each filter."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import BigIntegerField, Count, DateTimeField, F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from services.tenancy import actor_of
from trainings.filters import HAS_FREE_SEATS
from trainings.models import Booking, Training, WaitingEntry
from trainings.models.waiting import IN_LINE
from vsrs import lists
from vsrs.dates import language, local, short_day_time
from vsrs.postgresql.prepared import Given, Prepared
from vsrs.templatetags.quick import address

SHOWN = (
    *("pk", "slug", "title", "state", "form", "venue", "seats", "taken"),
    *("opens_at", "closes_at", "starts_at", "ends_at"),
)
STARTS_AT = SHOWN.index("starts_at")
PLACE = ("service__slug", "service__town", "service__town_cyrl")
NONE = (0, 0)
ANNOUNCED = (Training.State.PUBLISHED, Training.State.CONFIRMED)


# What stands in the catalogue is public, so its statements are the same for everybody.
ANYBODY = AnonymousUser()


def announced(user, service=None):
    """What can still be attended, in one service or in the network."""
    return _of(Training.objects.visible_to(user).upcoming(), service)


def ahead(user, service=None, now=None):
    """What was announced and has not begun. One that was called off stays in its place and says so: whoever
    looks for it finds out, instead of believing that it is gone or was never there."""
    trainings = Training.objects.visible_to(user).public().filter(starts_at__gt=now or timezone.now())
    return _of(trainings, service)


def past(user, service=None, now=None):
    """What has begun or is over, called off or held."""
    trainings = Training.objects.visible_to(user).public().filter(starts_at__lte=now or timezone.now())
    return _of(trainings, service)


def for_calendar(user, service=None):
    """The same with everything a calendar file holds."""
    trainings = (
        Training.objects.visible_to(user).upcoming().select_related("service").prefetch_related("parts")
    )
    return _of(trainings, service)


def _of(trainings, service):
    return trainings.filter(service=service) if service else trainings


@dataclass
class Facets:
    """How many trainings each choice of the filters has, of all that the page holds."""

    subjects: Counter = field(default_factory=Counter)
    forms: Counter = field(default_factory=Counter)
    services: Counter = field(default_factory=Counter)
    free: int = 0
    total: int = 0


def facets(period, given):
    """Of all that `period` (`ahead` or `past`) holds. One query, grouped; the sums are made here."""
    groups = _groups(period, of_service=given["service"] is not None).rows(**given)
    found = Facets()
    for subject, form, service_id, count, free in groups:
        found.subjects[subject] += count
        found.forms[form] += count
        found.services[service_id] += count
        found.free += free
        found.total += count
    return found


@cache
def _groups(period, of_service):
    return Prepared(
        lambda: (
            _composed(period, of_service)
            .order_by()
            .values_list("subject", "form", "service_id")
            .annotate(count=Count("pk"), free=Count("pk", filter=HAS_FREE_SEATS))
        )
    )


@cache
def plain(period, of_service):
    """All that `period` holds, as values for `rows_of`."""
    columns = (*SHOWN, *(() if of_service else PLACE))
    return lists.Plain(lambda: _composed(period, of_service), columns)


def _composed(period, of_service):
    service = Given("service", BigIntegerField()) if of_service else None
    return period(ANYBODY, service, Given("now", DateTimeField()))


def given(service=None):
    """The values for what is composed once."""
    return {"now": timezone.now(), "service": service and service.pk}


class Row(NamedTuple):
    """What a row of the catalogue shows: all that its drawing depends on."""

    url: str
    title: str
    state: str
    form: str
    venue: str
    seats: int
    taken: int
    opens_at: datetime | None  # while it has not
    is_closed: bool  # booking, before the training has begun
    starts_at: datetime
    ends_at: datetime
    mine: int  # seats this person's organizers have in it
    waiting: int  # of their people in its waiting list
    town: str = ""  # empty on the page of the service itself
    town_cyrl: str = ""

    @property
    def free(self):
        return self.seats - self.taken

    @property
    def has_meter(self):
        return self.state in ANNOUNCED

    @property
    def is_online(self):
        return self.form == Training.Form.ONLINE

    @property
    def several_days(self):
        return local(self.starts_at).date() != local(self.ends_at).date()

    @property
    def tag(self):
        """What is worth saying of it in a word: (words, kind, icon)."""
        if self.mine:
            words = ngettext("Your booking: %d seat", "Your booking: %d seats", self.mine) % self.mine
            return words, "success", "check"
        if self.waiting and self.state in ANNOUNCED:
            words = ngettext("You wait for %d seat", "You wait for %d seats", self.waiting) % self.waiting
            return words, "info", "clock"
        if self.state == Training.State.CANCELLED:
            return _("Cancelled"), "error", ""
        if self.state == Training.State.HELD:
            return _("Held"), "", ""
        if self.opens_at:
            return _("Booking from %s") % short_day_time(self.opens_at), "", ""
        if self.is_closed:
            return _("Booking has closed"), "", ""
        if self.free <= 0:
            return _("Full"), "warning", ""
        # The same share at which the meter changes its colour.
        if self.free < self.seats * 0.2:
            return ngettext("%d more seat", "%d more seats", self.free) % self.free, "warning", ""
        return None


@dataclass(slots=True)
class Month:
    starts_at: datetime
    rows: list
    # A month that goes on on another page does not say how many it has.
    is_whole: bool = True

    @property
    def sessions(self):
        return drawn(self.rows, "long")


def rows_of(found, user, service=None):
    """The rows of one page. Of plain values: a list of 25 needs no models with their descriptors."""
    now = timezone.now()
    mine = _own_seats([values[STARTS_AT] for values in found], user)
    folders = {}
    rows = []
    for values in _with_place(found, service):
        pk, slug, *shown, opens_at, closes_at, starts_at, ends_at, home, town, town_cyrl = values
        folder = folders.get(home) or folders.setdefault(home, _folder(home))
        opens_at = opens_at if opens_at and opens_at > now else None
        is_closed = bool(closes_at) and closes_at <= now < starts_at
        times, own = (opens_at, is_closed, starts_at, ends_at), mine.get(pk, NONE)
        rows.append(Row(f"{folder}{slug}/", *shown, *times, *own, town, town_cyrl))
    return rows


def _with_place(found, service):
    return [(*values, service.slug, "", "") for values in found] if service else found


def _folder(slug):
    return address("trainings:service_catalogue", slug)


def _own_seats(days, user):
    """{training: (booked, waited for)} of this person's organizers, in the time that the page spans.

    Not by the 25 ids: writing that statement costs more than running it.
    """
    organizers = actor_of(user).organizers
    if not organizers or not days:
        return {}
    of_page = {"organizer__in": organizers, "training__starts_at__range": (min(days), max(days))}
    booked = Booking.objects.visible_to(user).standing().filter(**of_page).order_by()
    waits = WaitingEntry.objects.visible_to(user).filter(state__in=IN_LINE, **of_page).order_by()
    seats = {}
    # In one statement; who waits is counted below zero.
    either = booked.values_list("training_id", "seat_count").union(
        waits.values_list("training_id", -F("seat_count")), all=True
    )
    for training_id, count in either:
        was_booked, was_waiting = seats.get(training_id, NONE)
        seats[training_id] = (was_booked + max(count, 0), was_waiting + max(-count, 0))
    return seats


@lru_cache(maxsize=4096)
def _drawn(row, weekday, language):
    """A row depends on nothing but these values, so it is drawn once while they stay as they are."""
    return render_to_string("trainings/_session.html", {"row": row, "weekday": weekday})


def drawn(rows, weekday):
    """`weekday`: "long" under the name of a month, otherwise "short"."""
    read_in = language()
    return mark_safe("".join(_drawn(row, weekday, read_in) for row in rows))  # noqa: S308 - of a template


@lru_cache(maxsize=512)
def drawn_choices(groups):
    """The choices of the filters; a group is (name, legend, ((value, label, count, chosen), …))."""
    return render_to_string("trainings/_choices.html", {"groups": groups})


def by_month(rows, page):
    """The rows under the months they fall in, in the order they came."""
    months = []
    for row in rows:
        day = local(row.starts_at)
        if not months or (months[-1].starts_at.year, months[-1].starts_at.month) != (day.year, day.month):
            months.append(Month(day, []))
        months[-1].rows.append(row)
    if months and page.has_previous():
        months[0].is_whole = False
    if months and page.has_next():
        months[-1].is_whole = False
    return months


def on_subjects(user, subjects, most):
    """The next ones, for rooms that speak of a subject."""
    rows = Training.objects.visible_to(user).upcoming().filter(subject__in=subjects)
    return list(rows.select_related("service").order_by("starts_at", "pk")[:most])
