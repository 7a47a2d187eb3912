"""What the public catalogue shows: its rows, grouped by month, and how many stand behind each filter."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from services.tenancy import actor_of
from trainings.models import Booking, Training
from vsrs.dates import local, short_day_time

# What a row and an export do not show stays in the database.
SHOWN = (
    *("slug", "title", "subject", "state", "form", "venue", "seats", "taken", "opens_at", "closes_at"),
    *("starts_at", "ends_at", "service__slug", "service__town", "service__town_cyrl"),
)


def announced(user, service=None):
    """What can still be attended, in one service or in the network."""
    return _of(Training.objects.visible_to(user).upcoming(), service)


def past(user, service=None):
    """What has begun or is over, called off or held."""
    trainings = Training.objects.visible_to(user).public().filter(starts_at__lte=timezone.now())
    return _of(trainings, service)


def for_calendar(user, service=None):
    """The same with everything a calendar file holds."""
    trainings = (
        Training.objects.visible_to(user).upcoming().select_related("service").prefetch_related("parts")
    )
    return trainings.filter(service=service) if service else trainings


def _of(trainings, service):
    trainings = trainings.filter(service=service) if service else trainings
    return trainings.select_related("service").only(*SHOWN)


@dataclass
class Facets:
    """How many trainings each choice of the filters has, of all that the page holds."""

    subjects: Counter = field(default_factory=Counter)
    forms: Counter = field(default_factory=Counter)
    services: Counter = field(default_factory=Counter)
    free: int = 0
    total: int = 0


def facets(trainings):
    """One query, grouped; the sums are made here."""
    groups = (
        trainings.select_related(None)
        .order_by()
        .values_list("subject", "form", "service_id")
        .annotate(count=Count("pk"), free=Count("pk", filter=Q(taken__lt=F("seats"))))
    )
    found = Facets()
    for subject, form, service_id, count, free in groups:
        found.subjects[subject] += count
        found.forms[form] += count
        found.services[service_id] += count
        found.free += free
        found.total += count
    return found


@dataclass(slots=True)
class Row:
    training: Training
    url: str
    free: int
    has_opened: bool
    several_days: bool
    # What is worth saying of it in a word: (words, kind, icon), or nothing.
    tag: str = ""
    tag_kind: str = ""
    tag_icon: str = ""

    @property
    def is_online(self):
        return self.training.form == Training.Form.ONLINE


@dataclass(slots=True)
class Month:
    starts_at: object
    rows: list
    # A month that goes on on another page does not say how many it has.
    is_whole: bool = True


def rows_of(trainings, user):
    """The rows of one page; `trainings` carry their service."""
    now = timezone.now()
    mine = _booked_seats(trainings, user)
    folders = {}
    rows = []
    for training in trainings:
        slug = training.service.slug
        folder = folders.get(slug) or folders.setdefault(
            slug, reverse("trainings:service_catalogue", args=[slug])
        )
        free = training.seats - training.taken
        row = Row(
            training=training,
            url=f"{folder}{training.slug}/",
            free=free,
            has_opened=training.opens_at is None or training.opens_at <= now,
            several_days=local(training.starts_at).date() != local(training.ends_at).date(),
        )
        row.tag, row.tag_kind, row.tag_icon = _tag(row, mine.get(training.pk, 0))
        rows.append(row)
    return rows


def _tag(row, mine):
    training, free = row.training, row.free
    if mine:
        return ngettext("Your booking: %d seat", "Your booking: %d seats", mine) % mine, "success", "check"
    if training.state == Training.State.CANCELLED:
        return _("Cancelled"), "error", ""
    if training.state == Training.State.HELD:
        return _("Held"), "", ""
    if not training.is_announced:
        return "", "", ""
    if not row.has_opened:
        return _("Booking from %s") % short_day_time(training.opens_at), "", ""
    if free <= 0:
        return _("Full"), "warning", ""
    # The same share at which the meter changes its colour.
    if free < training.seats * 0.2:
        return ngettext("%d more seat", "%d more seats", free) % free, "warning", ""
    return "", "", ""


def _booked_seats(trainings, user):
    organizers = actor_of(user).organizers
    if not organizers:
        return {}
    bookings = Booking.objects.visible_to(user).standing().filter(organizer__in=organizers)
    seats = Counter()
    for training_id, count in bookings.filter(training__in=trainings).values_list(
        "training_id", "seat_count"
    ):
        seats[training_id] += count
    return seats


def by_month(rows, page):
    """The rows under the months they fall in, in the order they came."""
    months = []
    for row in rows:
        day = local(row.training.starts_at)
        if not months or (months[-1].starts_at.year, months[-1].starts_at.month) != (day.year, day.month):
            months.append(Month(day, []))
        months[-1].rows.append(row)
    if months and page.has_previous():
        months[0].is_whole = False
    if months and page.has_next():
        months[-1].is_whole = False
    return months
