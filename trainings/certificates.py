"""Certificates of a training and of a service, as their pages show them. Reads only."""

from dataclasses import dataclass

from django.db.models import BigIntegerField, DateField, DateTimeField, Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from services.tenancy import Somebody, ids_of
from trainings.completion import Presence, Terms, presence_in, terms_of
from trainings.models import Certificate, Completion, Seat, Training
from trainings.operations.people import NOBODY
from vsrs import dates
from vsrs.postgresql.prepared import Given, Prepared

CYRILLIC = "sr"


@dataclass(frozen=True)
class Row:
    """One person of a training."""

    seat: Seat
    certificate: Certificate | None  # the one that stands, or the last one withdrawn
    why_not: str  # in a sentence; "" when one can be issued
    script: str

    @property
    def can_get(self):
        return not self.why_not and not self.has_one

    @property
    def has_one(self):
        return self.certificate is not None and not self.certificate.is_withdrawn

    @property
    def lost(self):
        """It stands, although attendance no longer reaches the share."""
        return self.has_one and bool(self.why_not)


@dataclass(frozen=True)
class Board:
    """Everybody in a training, with what stands in the way of all of them."""

    training: Training
    terms: Terms
    presence: Presence
    rows: list[Row]

    @property
    def refusal(self):
        return why_none(self.training, self.terms)

    @property
    def can_get(self):
        return [row for row in self.rows if row.can_get] if not self.refusal else []

    @property
    def standing(self):
        return [row.certificate for row in self.rows if row.has_one]


def board_of(user, training):
    terms, presence = terms_of(training), presence_in(training)
    seats = Seat.objects.visible_to(user).coming().filter(training=training)
    completed = set(
        Completion.objects.visible_to(user).filter(training=training).values_list("seat", flat=True)
    )
    last = {
        certificate.seat_id: certificate
        for certificate in Certificate.objects.visible_to(user).filter(training=training).order_by("pk")
    }
    rows = [
        Row(
            seat=seat,
            certificate=last.get(seat.pk),
            why_not=why_not(seat, completed, terms, presence),
            script=usual_script(seat),
        )
        for seat in seats.select_related("booking__booked_by")
    ]
    return Board(training, terms, presence, rows)


def standing_of(user, training):
    """Certificates that stand, in the order of the list, with what drawing them needs."""
    certificates = board_of(user, training).standing
    for certificate in certificates:
        certificate.service = training.service
    return certificates


def why_none(training, terms):
    """Why nobody of this training can get one."""
    if training.state != Training.State.HELD:
        return _("Certificates are issued once the training is marked as held.")
    if not terms.gives_certificate:
        return _("The programme of this training gives no certificate.")
    return ""


def why_not(seat, completed, terms, presence):
    """Why this person cannot, in a sentence; "" when they can. `completed`: ids of seats."""
    if seat.full_name == NOBODY:
        return _("The data of this person have been erased.")
    if seat.pk not in completed:
        return _(
            "Was there for %(there)s of %(held)s hours (%(share)s); the programme asks for %(needed)s."
        ) % {
            "there": dates.number(presence.hours(seat.pk)),
            "held": dates.number(presence.hours_held),
            "share": dates.percent(presence.share(seat.pk)),
            "needed": dates.percent(terms.share),
        }
    return ""


def usual_script(seat):
    """As whoever booked reads the portal."""
    reads_cyrillic = seat.booking.booked_by.language == CYRILLIC
    return Certificate.Script.CYRILLIC if reads_cyrillic else Certificate.Script.LATIN


# --- lists -------------------------------------------------------------------------------------
def issued_by(user, service):
    rows = Certificate.objects.visible_to(user).filter(service=service)
    return rows.select_related("seat__booking", "training")


def of_own_people(user, organizers):
    """Of everybody whom these organizers booked or whose record they keep, whoever held the training."""
    mine = Certificate.objects.visible_to(user)
    return mine.select_related("service", "seat__booking") if organizers else mine.none()


def _unreached():
    completed = Completion.objects.filter(seat=OuterRef("seat"))
    rows = Certificate.objects.visible_to(Somebody()).filter(service=SERVICE)
    rows = rows.valid(on=Given("today", DateField())).filter(~Exists(completed))
    return rows.select_related("training").order_by("issued_on", "pk")


def _uncertified():
    given = Certificate.objects.filter(seat=OuterRef("seat"))
    waiting = Completion.objects.filter(~Exists(given), training=OuterRef("pk"))
    held = Training.objects.visible_to(Somebody()).filter(service=SERVICE).held()
    rows = held.filter(Exists(waiting), held_at__gte=Given("since", DateTimeField()))
    return rows.select_related("programme", "version").order_by("held_at")


# Every page of a desk asks them sooner or later, for whoever works in the service given.
SERVICE = Given("service", BigIntegerField())
UNREACHED, UNCERTIFIED = Prepared(_unreached), Prepared(_uncertified)


def not_reached_any_more(user, service):
    """They stand, although a later correction of attendance took the completion away."""
    return UNREACHED.objects(service=service.pk, today=timezone.localdate(), **ids_of(user))


def waiting_for_one(user, service, since):
    """Trainings held since then whose people have completed them and were never given a certificate."""
    rows = UNCERTIFIED.objects(service=service.pk, since=since, **ids_of(user))
    return [training for training in rows if terms_of(training).gives_certificate]
