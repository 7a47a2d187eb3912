"""Seats of a training: how they are counted, who may have one, why not. See docs/seats.md."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from services.numbering import number_of
from trainings.models import KeptFor, Seat, Training
from vsrs.dates import date_time
from vsrs.refusals import Refused
from vsrs.text import fold, sort_key

ANNOUNCED = (Training.State.PUBLISHED.value, Training.State.CONFIRMED.value)


# --- the counter -------------------------------------------------------------------------------
TAKE = (
    "update trainings_training set taken = taken + %s, taken_kept = taken_kept + %s "
    "where id = %s and revision = %s and state in ('published', 'confirmed') and starts_at > %s "
    "and taken + %s <= seats - case when %s or kept_opened_at is not null then 0 "
    "else greatest(kept_seats - taken_kept, 0) end"
)
# Whoever gets seats waits no longer. The training comes first, as everywhere.
END_WAITING = (
    "update trainings_waitingentry set state = 'left', left_at = %s "
    "where training_id in (select id from taken) and organizer_id = %s and state in ('waiting', 'offered')"
)
TAKE_AND_END_WAITING = (
    f"with taken as ({TAKE} returning id), ended as ({END_WAITING} returning id) "  # noqa: S608
    "select (select count(*) from taken), (select count(*) from ended)"
)
NEW_ID = "select nextval(pg_get_serial_sequence('trainings_booking', 'id'))"


def take_seats(training, count, *, insider=False):
    """Count `count` more seats as taken if they are free; says whether they were.

    This one statement decides who gets the last seat: it locks the row, and whoever waited for the
    lock sees the new count. Reading first and writing after would oversell. By the revision, because
    the one who books must not be promised a date or a place that were changed since they were read.
    `insider`: may have the seats that are kept for organizers of some municipalities.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE, _taking(training, count, insider))
        return cursor.rowcount == 1


def take_seats_behind(rows, training, organizer, count, *, insider):
    """Write `rows`, what is written together, and take the seats in the same round trip: (whether they were
    free, how many places of the organizer in the waiting list ended).

    The seats come last, because from then until the transaction ends everybody else who wants one waits.
    """
    values = [*_taking(training, count, insider), timezone.now(), organizer.pk]
    taken, ended = rows.send(TAKE_AND_END_WAITING, values)
    return bool(taken), ended


def new_booking(training):
    """(id, number) for a booking to be written. Of the id, which nobody waits for: numbers of a service rise,
    and some are left out."""
    with connection.cursor() as cursor:
        cursor.execute(connection.kept(NEW_ID, 0))
        (pk,) = cursor.fetchone()
    return pk, number_of(training.service, "booking", pk)


def _taking(training, count, insider):
    kept = count if insider else 0
    return [count, kept, training.pk, training.revision, timezone.now(), count, insider]


def hold_seats(training, count, *, from_kept=False):
    """For an offer: the training is locked and the seats have been counted as free."""
    _count(training, count, from_kept)


def give_back_seats(training, count, *, from_kept=False):
    _count(training, -count, from_kept)


def _count(training, change, from_kept):
    kept = change if from_kept else 0
    Training.objects.filter(pk=training.pk).update(
        taken=F("taken") + change, taken_kept=F("taken_kept") + kept
    )


def lock_training(training_id):
    """The training as it is now, locked: the first lock of every operation that needs one.

    Without the key, so that rows which point to it can be inserted meanwhile.
    """
    return (
        Training.objects.select_for_update(of=("self",), no_key=True)
        .select_related("service")
        .get(pk=training_id)
    )


# --- who gets them -----------------------------------------------------------------------------
@dataclass(frozen=True)
class Guest:
    """Somebody who comes: one of the organizer's people, or only a name (typed by a link's holder)."""

    person_id: int | None
    full_name: str
    email: str

    @property
    def identity(self):
        return self.person_id or (fold(self.full_name), self.email.casefold())


def guests_of(people, organizer_id):
    """Each once, in the order given; refuses people of somebody else."""
    guests = {}
    for person in people:
        if person.pk and person.organizer_id != organizer_id:
            raise Refused(
                _("%(person)s is not among this organizer's people.") % {"person": person.full_name},
                field="people",
            )
        guest = Guest(person.pk, person.full_name, person.email)
        guests.setdefault(guest.identity, guest)
    return list(guests.values())


def guest_in(seat):
    return Guest(seat.person_id, seat.full_name, seat.email)


def seat_for(guest, booking):
    return Seat(
        service_id=booking.service_id,
        training_id=booking.training_id,
        booking=booking,
        organizer_id=booking.organizer_id,
        person_id=guest.person_id,
        full_name=guest.full_name,
        email=guest.email,
        search=fold(guest.full_name),
        sort=sort_key(guest.full_name),
    )


def search_text(booking, names):
    return fold(" ".join([booking.number, booking.organizer_name, booking.contact_name, *names]))[:700]


# --- why not -----------------------------------------------------------------------------------
def refuse_unless_bookable(training, organizer, count):
    """Everything but free seats, which only `take_seats` can tell."""
    if count == 0:
        raise Refused(_("Choose at least one person."), field="people")
    refuse_unless_confirmed(organizer)
    refuse_unless_open(training)
    if training.audience == training.Audience.SERVICE and organizer.service_id != training.service_id:
        raise Refused(
            _("This training is only for organizers of this service: %(service)s.")
            % {"service": training.service.name}
        )
    refuse_over_cap(training, count)


def refuse_unless_confirmed(organizer):
    if not organizer.is_confirmed:
        raise Refused(
            _("%(organizer)s can book seats once its local service has confirmed it.")
            % {"organizer": organizer.name}
        )


def refuse_unless_open(training):
    now = timezone.now()
    refuse_unless_coming(training, now)
    if training.opens_at and now < training.opens_at:
        raise Refused(_("Booking opens on %(when)s.") % {"when": date_time(training.opens_at)})
    if training.closes_at and now >= training.closes_at:
        raise Refused(
            _("Booking closed on %(when)s. The service may still help: %(contact)s.")
            % {"when": date_time(training.closes_at), "contact": contact_of(training)}
        )


def refuse_unless_coming(training, now=None):
    """Cancelled, not announced, begun: nothing about its seats can change any more."""
    if training.state == training.State.CANCELLED:
        raise Refused(_("This training has been cancelled."))
    if training.state == training.State.DRAFT:
        raise Refused(_("This training has not been announced yet."))
    if training.state == training.State.HELD or training.has_started(now):
        raise Refused(
            _("This training has already begun. The service may still help: %(contact)s.")
            % {"contact": contact_of(training)}
        )


def refuse_over_cap(training, count):
    cap = training.organizer_cap
    if cap is not None and count > cap:
        raise Refused(
            ngettext(
                "One organizer may have at most %(cap)d seat in this training.",
                "One organizer may have at most %(cap)d seats in this training.",
                cap,
            )
            % {"cap": cap},
            field="people",
        )


class Full(Refused):
    """Not enough seats for this group."""


def refuse_full(training, *, insider=False):
    """`training` read after the counter said no."""
    free = training.counter.free(insider=insider)
    if free == 0:
        raise Full(_("All seats are taken. You can join the waiting list."), field="people")
    raise Full(
        ngettext(
            "Only %(free)d seat is free. Choose fewer people or join the waiting list.",
            "Only %(free)d seats are free. Choose fewer people or join the waiting list.",
            free,
        )
        % {"free": free},
        field="people",
    )


def is_insider(training, organizer):
    """Whether seats are kept for this organizer's municipality."""
    return (
        bool(training.kept_seats)
        and KeptFor.objects.filter(training=training, municipality=organizer.municipality_id).exists()
    )


def contact_of(training):
    service = training.service
    return service.phone or service.email or service.name


# --- who has them ------------------------------------------------------------------------------
def standing_bookings(training, *, lock=False):
    """[(booking, its seats)] of everybody who comes, for those who must be told."""
    bookings = training.bookings.standing().select_related("booked_by").order_by("pk")
    if lock:
        bookings = bookings.select_for_update(of=("self",), no_key=True)
    rows = {}
    for seat in Seat.objects.standing().filter(training=training):
        rows.setdefault(seat.booking_id, []).append(seat)
    return [(booking, rows.get(booking.pk, [])) for booking in bookings]
