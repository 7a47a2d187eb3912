"""The numbers of this room. What `monthly` counts and what `rows` lists is the same set of rows:
both start from one queryset and one moment that puts a row into a month."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.figures import Figure, register
from services.tenancy import ServiceItself
from trainings.models import Attendance, Booking, Seat, Training, WaitingEntry

ZONE = ZoneInfo(settings.TIME_ZONE)


@dataclass(frozen=True)
class Source:
    """`rows(user)`: all rows of the figure that a user sees. `moment`: the field that puts a row into a
    month of our calendar. `value` and `of`: aggregates over rows."""

    rows: Callable
    moment: str
    value: object
    of: object = None


def monthly(source, service):
    rows = source.rows(ServiceItself(service)).filter(service=service).order_by()
    months = rows.annotate(month=TruncMonth(source.moment, tzinfo=ZONE)).values("month")
    sums = months.annotate(total=source.value, **({"out_of": source.of} if source.of else {}))
    return {row["month"].date(): (row["total"], row.get("out_of")) for row in sums.order_by("month")}


def rows(source, user, service_ids, start, end):
    period = {
        f"{source.moment}__gte": _midnight(start),
        f"{source.moment}__lt": _midnight(end),
    }
    return source.rows(user).filter(service__in=service_ids, **period).order_by(source.moment, "pk")


def _midnight(day: date):
    return datetime.combine(day, time.min, ZONE)


# --- rows --------------------------------------------------------------------------------------
def held_trainings(user):
    return Training.objects.visible_to(user).held().select_related("service")


def participants(user):
    was_there = Attendance.objects.filter(seat=OuterRef("pk"), mark=Attendance.Mark.PRESENT)
    return (
        Seat.objects.visible_to(user)
        .standing()
        .filter(Exists(was_there), training__state=Training.State.HELD)
        .select_related("service", "training", "booking")
    )


def bookings(user):
    return Booking.objects.visible_to(user).select_related("service", "training")


def first_bookings(user):
    same = {"service": OuterRef("service"), "organizer": OuterRef("organizer")}
    before = Q(booked_at__lt=OuterRef("booked_at"))
    at_once = Q(booked_at=OuterRef("booked_at"), pk__lt=OuterRef("pk"))
    earlier = Booking.objects.filter(before | at_once, **same)
    return bookings(user).filter(~Exists(earlier))


def waiting(user):
    return WaitingEntry.objects.visible_to(user).select_related("service", "training")


# --- where a row opens -------------------------------------------------------------------------
def training_page(training):
    return reverse("trainings:detail", args=[training.service.slug, training.slug])


def page_of_its_training(row):
    return reverse("trainings:detail", args=[row.service.slug, row.training.slug])


def booking_page(booking):
    return reverse("trainings:booking", args=[booking.number])


# --- figures -----------------------------------------------------------------------------------
def _figure(source, **fields):
    return Figure(room="trainings", monthly=partial(monthly, source), rows=partial(rows, source), **fields)


SERVICE = (_("Service"), "service.name")
TRAINING_COLUMNS = (
    (_("Training"), "title"),
    SERVICE,
    (_("Date"), "starts_at"),
    (_("Seats taken"), "taken"),
    (_("Seats"), "seats"),
)
BOOKING_COLUMNS = (
    (_("Number"), "number"),
    SERVICE,
    (_("Organizer"), "organizer_name"),
    (_("Training"), "training.title"),
    (_("Booked"), "booked_at"),
    (_("Seats"), "seat_count"),
    (_("State"), lambda booking: booking.get_state_display()),
)

FIGURES = (
    _figure(
        Source(held_trainings, "starts_at", Count("pk")),
        code="odrzane-obuke",
        name=_("Trainings held"),
        unit=_("trainings"),
        counts="count",
        how=_(
            "Trainings that a service has marked as held, in the month in which they began. "
            "A training of several days counts once."
        ),
        columns=TRAINING_COLUMNS,
        row_url=training_page,
        is_public=True,
        is_public_by_service=True,
        order=10,
    ),
    _figure(
        Source(participants, "training__starts_at", Count("pk")),
        code="polaznici",
        name=_("Participants"),
        unit=_("participants"),
        counts="count",
        how=_(
            "People present in at least one part of a training that was held, in the month in which it "
            "began. Somebody who came to two trainings counts twice."
        ),
        columns=(
            (_("Person"), "full_name"),
            SERVICE,
            (_("Organizer"), "booking.organizer_name"),
            (_("Training"), "training.title"),
            (_("Date"), "training.starts_at"),
        ),
        row_url=page_of_its_training,
        names_people=True,
        is_public=True,
        order=20,
    ),
    _figure(
        Source(held_trainings, "starts_at", Sum("taken"), Sum("seats")),
        code="popunjenost",
        name=_("Seats filled"),
        unit="%",
        counts="ratio",
        how=_(
            "Seats taken out of all seats of the trainings that were held, in the month in which they began."
        ),
        columns=TRAINING_COLUMNS,
        row_url=training_page,
        row_value=lambda training: (training.taken, training.seats),
        is_public=True,
        is_public_by_service=True,
        order=30,
    ),
    _figure(
        Source(bookings, "booked_at", Count("pk")),
        code="rezervacije",
        name=_("Bookings made"),
        unit=_("bookings"),
        counts="count",
        how=_("All bookings in the month in which they were made, also those cancelled later."),
        columns=BOOKING_COLUMNS,
        row_url=booking_page,
        order=40,
    ),
    _figure(
        Source(first_bookings, "booked_at", Count("pk")),
        code="organizatori-na-obukama",
        name=_("Organizers that booked for the first time"),
        unit=_("organizers"),
        counts="count",
        how=_(
            "Organizers in the month of their first booking at a service, so that each counts once at "
            "each service, whatever the period."
        ),
        columns=BOOKING_COLUMNS,
        row_url=booking_page,
        order=50,
    ),
    _figure(
        Source(waiting, "joined_at", Sum("seat_count")),
        code="lista-cekanja",
        name=_("People on waiting lists"),
        unit=_("people"),
        counts="sum",
        how=_(
            "People whose organizer put them on the waiting list of a full training, in the month in which "
            "they joined it, also those who have left it since."
        ),
        columns=(
            (_("Organizer"), "organizer_name"),
            SERVICE,
            (_("Training"), "training.title"),
            (_("Joined"), "joined_at"),
            (_("People"), "seat_count"),
            (_("State"), lambda entry: entry.get_state_display()),
        ),
        row_url=page_of_its_training,
        row_value=lambda entry: (entry.seat_count, None),
        order=60,
    ),
)


def register_figures():
    register(*FIGURES)
