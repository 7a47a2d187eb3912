"""The numbers of this room. What `monthly` counts and what `rows` lists is the same set of rows:
both start from one queryset and one moment that puts a row into a month."""

from functools import partial

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from network.figures import Figure, register
from network.sources import Source, monthly, rows
from trainings import figure_rows


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


def certificate_page(certificate):
    return reverse("trainings:certificate", args=[certificate.key])


def programme_page(interest):
    return reverse("trainings:programme", args=[interest.programme_id])


SERVICE = (_("Service"), "service.name")
TRAINING_COLUMNS = (
    (_("Training"), "title"),
    SERVICE,
    (_("Date"), "starts_at"),
    (_("Seats taken"), "taken"),
    (_("Seats"), "seats"),
)
PERSON_COLUMNS = (
    (_("Person"), "full_name"),
    SERVICE,
    (_("Organizer"), "booking.organizer_name"),
    (_("Training"), "training.title"),
    (_("Date"), "training.starts_at"),
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
        Source(figure_rows.held_trainings, "starts_at", Count("pk")),
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
        Source(figure_rows.participants, "training__starts_at", Count("pk")),
        code="polaznici",
        name=_("Participants"),
        unit=_("participants"),
        counts="count",
        how=_(
            "People present in at least one part of a training that was held, in the month in which it "
            "began. Somebody who came to two trainings counts twice."
        ),
        columns=PERSON_COLUMNS,
        row_url=page_of_its_training,
        names_people=True,
        is_public=True,
        order=20,
    ),
    _figure(
        Source(figure_rows.held_trainings, "starts_at", Sum("taken"), Sum("seats")),
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
        Source(figure_rows.bookings, "booked_at", Count("pk")),
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
        Source(figure_rows.first_bookings, "booked_at", Count("pk")),
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
        Source(figure_rows.waiting, "joined_at", Sum("seat_count")),
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
    _figure(
        Source(figure_rows.parts_held, "training__starts_at", Sum("hours")),
        code="sati-obuka",
        name=_("Hours of training held"),
        unit=_("hours"),
        counts="sum",
        how=_(
            "Hours of all parts of the trainings that were held, to one decimal, in the month in which the "
            "training began."
        ),
        columns=(
            (_("Training"), "training.title"),
            SERVICE,
            (_("Part"), "ordinal"),
            (_("Begins"), "starts_at"),
            (_("Ends"), "ends_at"),
            (_("Hours"), figure_rows.hours_of),
        ),
        row_url=page_of_its_training,
        row_value=lambda part: (figure_rows.hours_of(part), None),
        is_public=True,
        is_public_by_service=True,
        order=62,
    ),
    _figure(
        Source(figure_rows.expected, "training__starts_at", Count("pk", filter=Q(no_show=True)), Count("pk")),
        code="nedolasci",
        name=_("No-shows"),
        unit="%",
        counts="ratio",
        how=_(
            "People who were booked for a training that was held, came to no part of it and sent no "
            "apologies, out of all who were booked, in the month in which it began."
        ),
        columns=(*PERSON_COLUMNS, (_("No-show"), lambda seat: _("yes") if seat.no_show else _("no"))),
        row_url=page_of_its_training,
        row_value=lambda seat: (int(seat.no_show), 1),
        names_people=True,
        order=64,
    ),
    _figure(
        Source(figure_rows.interests, "created_at", Sum("people_count")),
        code="potraznja",
        name=_("People who want a training without a date"),
        unit=_("people"),
        counts="sum",
        how=_(
            "People whose organizer said that it wants a programme without a date, in the month in which "
            "it said so, also those told of a date since."
        ),
        columns=(
            (_("Programme"), "programme.title"),
            SERVICE,
            (_("Organizer"), "organizer.name"),
            (_("Said on"), "created_at"),
            (_("People"), "people_count"),
            (_("State"), lambda interest: interest.get_state_display()),
        ),
        row_url=programme_page,
        row_value=lambda interest: (interest.people_count, None),
        order=66,
    ),
    _figure(
        Source(figure_rows.certificates, "issued_on", Count("pk"), is_day=True),
        code="sertifikati",
        name=_("Certificates issued"),
        unit=_("certificates"),
        counts="count",
        how=_(
            "Certificates in the month in which they were issued, also those withdrawn since. One that was "
            "issued again with a corrected name counts once."
        ),
        columns=(
            (_("Number"), "number"),
            SERVICE,
            (_("Person"), "holder_name"),
            (_("Organizer"), "organizer.name"),
            (_("Programme"), "programme_title"),
            (_("Issued"), "issued_on"),
        ),
        row_url=certificate_page,
        names_people=True,
        is_public=True,
        order=70,
    ),
    _figure(
        Source(figure_rows.evaluated, "training__starts_at", Sum("recommended"), Sum("answered")),
        code="preporuka",
        name=_("Would recommend the training"),
        unit="%",
        counts="ratio",
        how=_(
            "Answers “yes” to the question whether they would recommend the training, out of all answers "
            "about trainings that at least five people evaluated, in the month in which the training began."
        ),
        columns=(
            (_("Training"), "training.title"),
            SERVICE,
            (_("Date"), "training.starts_at"),
            (_("Would recommend it"), "recommended"),
            (pgettext_lazy("count", "Answers"), "answered"),
        ),
        row_url=page_of_its_training,
        row_value=lambda row: (row.recommended, row.answered),
        order=75,
    ),
    _figure(
        Source(figure_rows.first_coordinators, "completed_on", Count("pk"), is_day=True),
        code="organizatori-s-koordinatorom",
        name=_("Organizers with a trained coordinator"),
        unit=_("organizers"),
        counts="count",
        how=_(
            "Organizers in the month in which the first of their people completed a training on volunteer "
            "coordination at a service, so that each counts once at each service."
        ),
        columns=(
            (_("Organizer"), "seat.booking.organizer_name"),
            SERVICE,
            (_("Training"), "training.title"),
            (_("Completed"), "completed_on"),
        ),
        row_url=page_of_its_training,
        is_public=True,
        order=72,
    ),
)


def register_figures():
    register(*FIGURES)
