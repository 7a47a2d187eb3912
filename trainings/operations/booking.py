"""Booking: seats are taken, people in them change, seats are given back."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import BigIntegerField, Q, UUIDField
from django.utils import timezone
from django.utils.translation import gettext as _

from network.operations import mark_stale
from services.history import record
from services.tenancy import Somebody, actor_of, ids_of, on_behalf_of
from trainings import notices
from trainings.access import can_change_booking, holds_link_to
from trainings.models import Booking, Seat, Training
from trainings.models.booking import STANDING
from trainings.operations import rules, seats
from trainings.operations.needs import new_needs
from trainings.operations.promotion import settle, settle_if_due, withdraw_offers
from vsrs.postgresql.inserts import insert, together
from vsrs.postgresql.prepared import Given, Prepared
from vsrs.refusals import Refused
from vsrs.transactions import operation


class ChangedMeanwhile(Refused):
    """Other people come now than those the person saw."""


def book_seats(training, **fields):
    """Seats for all of `people` or for none; returns the booking.

    Offers that were not answered in time go to the waiting list first; what nobody there can use is free.
    """
    try:
        return _book_seats(training, **fields)
    except seats.Full:
        if not settle_if_due(training.service, training.pk):
            raise
    return _book_seats(training, **fields)


@operation
def _book_seats(training, *, actor, organizer, people, form_key, contact_phone="", answers=(), needs=None):
    """Safe to repeat: the same `form_key` gives the booking that is already there, also when the form
    was sent twice at once (the second meets a unique key and runs again). `needs`: {"access_needs", "diet"}.
    """
    if not actor_of(actor).represents(organizer.pk):
        raise PermissionDenied
    form_key = UUID(str(form_key))
    if earlier := _earlier_booking(training, actor, organizer, form_key):
        return earlier
    guests = seats.guests_of(people, organizer.pk)
    seats.refuse_unless_bookable(training, organizer, len(guests))
    rules.refuse_unmet(training, guests)
    with on_behalf_of(training.service):
        while not (
            written := _write_and_take(
                training,
                guests,
                organizer,
                actor=actor,
                form_key=form_key,
                contact_phone=contact_phone,
                answers=list(answers),
                needs=needs,
            )
        ):
            seen = training.revision
            training = Training.objects.select_related("service").get(pk=training.pk)
            seats.refuse_unless_bookable(training, organizer, len(guests))
            if training.revision == seen:
                seats.refuse_full(training, insider=seats.is_insider(training, organizer))
        booking, ended = written
        if ended and _note_end_of_waiting(training, organizer, actor):
            settle(training)
    return booking


class _Taken(Exception):
    """The seats are not free, so nothing of the booking may stay."""


def _write_and_take(training, guests, organizer, *, actor, **fields):
    """(booking, places in the waiting list that ended), or None and nothing written.

    Whatever can be read, composed and written before the seats are taken is: from then until the end of
    the transaction everybody else who wants a seat waits.
    """
    insider = seats.is_insider(training, organizer)
    try:
        with transaction.atomic(), together() as rows:
            booking = write_booking(
                training,
                guests,
                actor=actor,
                organizer=organizer,
                organizer_name=organizer.name,
                from_kept=insider,
                contact_name=str(actor)[:150],
                contact_email=actor.email,
                booked_by=actor,
                **fields,
            )
            taken, ended = seats.take_seats_behind(rows, training, organizer, len(guests), insider=insider)
            if not taken:
                raise _Taken
    except _Taken:
        return None
    return booking, ended


def change_people(booking, **fields):
    """From now on exactly `people` come; see `_change_people`. More of them, as in `book_seats`."""
    try:
        return _change_people(booking, **fields)
    except seats.Full:
        if not settle_if_due(booking.service, booking.training_id):
            raise
    return _change_people(booking, **fields)


@operation
def _change_people(booking, *, actor, people, expected_revision=None):
    """From now on exactly `people` come: more, fewer or others. `actor` None: holder of the secret link.

    Those who stay may be given as the `Person` their seat names; a new one without a record of their
    own (typed by a link's holder) as an unsaved `Person`. With `expected_revision`, a change that
    somebody else made since that revision is not overwritten.
    """
    _check_right(booking, actor)
    guests = seats.guests_of(people, booking.organizer_id)
    with on_behalf_of(booking.service):
        training, booking = _lock(booking)
        _refuse_unless_standing(booking)
        seats.refuse_unless_coming(training)
        if not guests:
            raise Refused(
                _("At least one person must come. If nobody can, cancel the booking."), field="people"
            )

        wanted = {guest.identity: guest for guest in guests}
        # Two seats may look the same: of people whose data were erased only the seat is left.
        present = [(seats.guest_in(seat).identity, seat) for seat in booking.seat_rows.standing()]
        staying = [seat for identity, seat in present if identity in wanted]
        leaving = [seat for identity, seat in present if identity not in wanted]
        known = {identity for identity, _seat in present}
        new = [guest for identity, guest in wanted.items() if identity not in known]
        if not leaving and not new:
            return booking
        rules.refuse_people_to_be_approved(booking, training, actor, new)
        rules.refuse_unmet(training, new)
        if expected_revision is not None and booking.revision != expected_revision:
            raise ChangedMeanwhile(
                _("Somebody else has changed this booking meanwhile. Look at it and choose again.")
            )
        growth = len(new) - len(leaving)
        _change_count(training, booking, len(staying) + len(new), growth=growth)
        _release(leaving)
        coming = Seat.objects.bulk_create([seats.seat_for(guest, booking) for guest in new])
        names = [seat.full_name for seat in [*staying, *coming]]
        booking.seat_count = len(names)
        booking.revision += 1
        booking.search = seats.search_text(booking, names)
        booking.save(update_fields=["seat_count", "revision", "search"])
        _record(
            "booking.changed",
            booking,
            actor,
            coming=[seat.full_name for seat in coming],
            leaving=[seat.full_name for seat in leaving],
        )
        mark_stale(service=training.service, room="trainings")
        notices.booking_changed(booking, training, seats=[*staying, *coming], coming=coming, leaving=leaving)
        if growth < 0:
            settle(training)
    return booking


@operation
def cancel_booking(booking, *, actor):
    """Give all its seats back; possible until the training begins. `actor` None: the secret link's holder.

    After `cancel_by` it is still better to know that a seat is free than to find it empty, so a late
    cancellation is accepted and the service is told. Safe to repeat.
    """
    _check_right(booking, actor)
    with on_behalf_of(booking.service):
        training, booking = _lock(booking)
        if not booking.is_standing:
            return booking
        now = timezone.now()
        seats.refuse_unless_coming(training, now)
        late = training.cancel_by is not None and now >= training.cancel_by

        rows = list(booking.seat_rows.standing())
        was_requested = booking.is_requested
        seats.give_back_seats(training, booking.seat_count, from_kept=booking.from_kept)
        _release(rows)
        booking.state = Booking.State.CANCELLED
        booking.cancelled_at = now
        booking.revision += 1
        booking.save(update_fields=["state", "cancelled_at", "revision"])
        _record("booking.cancelled", booking, actor, late=late)
        mark_stale(service=training.service, room="trainings")
        notices.booking_cancelled(booking, training, rows, late=late, was_requested=was_requested)
        settle(training)
    return booking


@together()
def write_booking(training, guests, *, actor, facts=None, needs=None, **fields):
    """The booking of seats that the same transaction counts, on behalf of the service. `actor` is who did it,
    `fields` are the booking's own, `facts` go into the history. Where the service approves bookings, it
    waits for that."""
    pk, number = seats.new_booking(training)
    state = Booking.State.REQUESTED if training.needs_approval else Booking.State.BOOKED
    booking = Booking(
        pk=pk,
        service=training.service,
        training=training,
        number=number,
        state=state,
        seat_count=len(guests),
        **fields,
    )
    names = [guest.full_name for guest in guests]
    booking.search = seats.search_text(booking, names)
    rows = [seats.seat_for(guest, booking) for guest in guests]
    insert(booking)
    insert(*rows)
    if needs and (row := new_needs(training, **needs, booking=booking, organizer_id=booking.organizer_id)):
        insert(row)
    record(
        service=training.service,
        actor=actor,
        verb="booking.requested" if booking.is_requested else "booking.made",
        subject=booking,
        organizer_id=booking.organizer_id,
        changes={"people": names} | (facts or {}),
    )
    mark_stale(service=training.service, room="trainings")
    notices.booking_made(booking, training, rows)
    return booking


# --- parts of the above ------------------------------------------------------------------------
def _check_right(booking, actor):
    allowed = can_change_booking(actor, booking) if actor else holds_link_to(booking)
    if not allowed:
        raise PermissionDenied


SAME_FORM = Q(form_key=Given("form_key", UUIDField()))
SAME_GROUP = Q(
    training=Given("training", BigIntegerField()),
    organizer=Given("organizer", BigIntegerField()),
    state__in=STANDING,
)
EARLIER = Prepared(
    lambda: Booking.objects.visible_to(Somebody()).filter(
        SAME_FORM | SAME_GROUP, service=Given("service", BigIntegerField())
    )
)


def _earlier_booking(training, actor, organizer, form_key):
    """The booking this very form made before; refuses when the organizer has another one."""
    rows = EARLIER.objects(
        form_key=form_key,
        training=training.pk,
        organizer=organizer.pk,
        service=training.service_id,
        **ids_of(actor),
    )
    for booking in sorted(rows, key=lambda row: row.form_key != form_key):
        if booking.training_id != training.pk or booking.organizer_id != organizer.pk:
            raise Refused(_("This form has been used already. Open the training's page and book again."))
        if booking.form_key == form_key:
            return booking
        raise Refused(
            _("%(organizer)s already has booking %(number)s for this training. Change who comes there.")
            % {"organizer": organizer.name, "number": booking.number}
        )
    return None


def _note_end_of_waiting(training, organizer, actor):
    """Says whether seats were held for them besides."""
    record(
        service=training.service,
        actor=actor,
        verb="waiting.left",
        subject=training,
        organizer_id=organizer.pk,
        changes={"by": "booking"},
    )
    return withdraw_offers(training, organizer)


def _lock(booking):
    """Always the training first, then the booking (docs/seats.md)."""
    training = seats.lock_training(booking.training_id)
    booking = (
        Booking.objects.select_for_update(of=("self",), no_key=True)
        .select_related("booked_by", "service")
        .get(pk=booking.pk)
    )
    return training, booking


def _refuse_unless_standing(booking):
    if not booking.is_standing:
        raise Refused(_("This booking has been cancelled. Book again from the training's page."))


def _change_count(training, booking, count, *, growth):
    if growth > 0:
        seats.refuse_unless_open(training)
        seats.refuse_over_cap(training, count)
        if not seats.take_seats(training, growth, insider=booking.from_kept):
            seats.refuse_full(training, insider=booking.from_kept)
    elif growth < 0:
        seats.give_back_seats(training, -growth, from_kept=booking.from_kept)


def _release(rows):
    Seat.objects.filter(pk__in=[seat.pk for seat in rows]).update(released_at=timezone.now())


def _record(verb, booking, actor, **facts):
    if actor is None:
        facts["by"] = "link"
    record(
        service=booking.service,
        actor=actor,
        verb=verb,
        subject=booking,
        organizer_id=booking.organizer_id,
        changes=facts,
    )
