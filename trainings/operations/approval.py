"""Bookings of a training whose service approves each: answered one by one or together."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.operations import mark_stale
from services.history import record
from trainings import notices
from trainings.models import Booking, Seat
from trainings.operations import seats
from trainings.operations.common import lock_to_run
from trainings.operations.promotion import settle
from vsrs.refusals import Refused
from vsrs.transactions import operation


@operation
def approve_bookings(training, *, actor, bookings):
    """Those of `bookings` that still wait are booked from now on; gives them. Safe to repeat."""
    training, waiting = _lock(training, actor, bookings)
    for booking, rows in waiting:
        _decide(booking, Booking.State.BOOKED, actor)
        _record("booking.approved", booking, actor)
        notices.booking_approved(booking, training, rows)
    return [booking for booking, _rows in waiting]


@operation
def refuse_bookings(training, *, actor, bookings, reason):
    """Those of `bookings` that still wait end, with a reason their organizers read; the seats go to those
    who wait for them. Gives the bookings. Safe to repeat."""
    training, waiting = _lock(training, actor, bookings)
    reason = reason.strip()
    if not reason:
        raise Refused(_("Say why; the organizer reads it."), field="reason")
    for booking, rows in waiting:
        seats.give_back_seats(training, booking.seat_count, from_kept=booking.from_kept)
        Seat.objects.filter(pk__in=[row.pk for row in rows]).update(released_at=timezone.now())
        _decide(booking, Booking.State.REFUSED, actor, reason)
        _record("booking.refused", booking, actor, reason=reason)
        notices.booking_refused(booking, training, rows)
    if waiting:
        settle(training)
    return [booking for booking, _rows in waiting]


def refuse_while_requested(training):
    """What cannot be done to a training before its bookings are answered."""
    count = Booking.objects.filter(training=training, state=Booking.State.REQUESTED).count()
    if count:
        raise Refused(
            ngettext(
                "%(count)d booking waits for approval. Answer it first.",
                "%(count)d bookings wait for approval. Answer them first.",
                count,
            )
            % {"count": count},
            field="needs_approval",
        )


# --- parts of the above ------------------------------------------------------------------------
def _lock(training, actor, bookings):
    """Always the training first (docs/seats.md); [(booking, its seats)] of those that still wait."""
    training = lock_to_run(training, actor)
    if not training.is_announced:
        raise Refused(_("This training is over or cancelled, so its bookings stay as they are."))
    wanted = {booking.pk for booking in bookings}
    rows = seats.standing_bookings(training, lock=True)
    return training, [row for row in rows if row[0].pk in wanted and row[0].is_requested]


def _decide(booking, state, actor, reason=""):
    booking.state = state
    booking.decided_by = actor
    booking.decided_at = timezone.now()
    booking.decision_reason = reason
    booking.revision += 1
    booking.save(update_fields=["state", "decided_by", "decided_at", "decision_reason", "revision"])
    mark_stale(service=booking.service, room="trainings")


def _record(verb, booking, actor, **facts):
    record(
        service=booking.service,
        actor=actor,
        verb=verb,
        subject=booking,
        organizer_id=booking.organizer_id,
        changes=facts,
    )
