"""A training before the eyes of others: published, confirmed, called off, held."""

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.operations import mark_stale
from services.history import record
from trainings import notices
from trainings.models import Attendance, Booking, Seat, Training
from trainings.operations import seats
from trainings.operations.approval import refuse_while_requested
from trainings.operations.common import lock_to_run
from trainings.operations.completion import write_completions
from trainings.operations.demand import announce
from trainings.operations.evaluation import invite_to_evaluate
from trainings.operations.promotion import settle
from trainings.operations.run_rules import refuse_unready
from trainings.operations.waiting import close_waiting_list
from vsrs.dates import short_date
from vsrs.refusals import Refused
from vsrs.transactions import operation


@operation
def publish_training(training, *, actor):
    """Announce a draft: from now on it is public and seats can be booked. Safe to repeat."""
    training = lock_to_run(training, actor)
    if training.is_announced:
        return training
    if training.state != Training.State.DRAFT:
        raise Refused(_("Only a draft can be published."))
    if not training.service.is_working:
        raise Refused(_("A service that is not active announces no trainings."))
    if not training.parts.exists():
        raise Refused(_("Enter when the training takes place before you publish it."), field="parts")
    if training.has_started():
        raise Refused(_("The training would begin in the past. Enter a new date."), field="parts")
    refuse_unready(training)
    training.state = Training.State.PUBLISHED
    training.published_at = timezone.now()
    training.save(update_fields=["state", "published_at"])
    record(service=training.service, actor=actor, verb="training.published", subject=training)
    announce(training)
    return training


@operation
def confirm_training(training, *, actor):
    """Say that it will be held: enough people booked, or the service decides so. Safe to repeat."""
    training = lock_to_run(training, actor)
    if training.state == Training.State.CONFIRMED:
        return training
    if training.state != Training.State.PUBLISHED:
        raise Refused(_("Only an announced training can be confirmed."))
    training.state = Training.State.CONFIRMED
    training.save(update_fields=["state"])
    facts = {"taken": training.taken, "minimum": training.minimum}
    record(service=training.service, actor=actor, verb="training.confirmed", subject=training, changes=facts)
    return training


# --- how it ends -------------------------------------------------------------------------------
@operation
def cancel_training(training, *, actor, reason):
    """Call it off: every booking is cancelled, the waiting list closes, everybody is told. Safe to repeat."""
    training = lock_to_run(training, actor)
    if training.state == Training.State.CANCELLED:
        return training
    if training.state == Training.State.DRAFT:
        raise Refused(_("A draft has not been announced, so there is nothing to cancel."))
    if training.state == Training.State.HELD:
        raise Refused(_("A training that has been held cannot be cancelled."))
    if Attendance.objects.filter(training=training, seat__released_at=None).exists():
        raise Refused(_("Attendance has been entered already: the training is being held."))
    if not reason.strip():
        raise Refused(_("Say why; everybody who booked will read it."), field="reason")

    now = timezone.now()
    bookings = _cancel_bookings(training, actor, now)
    waiting = close_waiting_list(training, actor=actor, now=now)
    training.state = Training.State.CANCELLED
    training.cancelled_at = now
    training.cancel_reason = reason.strip()
    training.revision += 1
    training.taken = training.taken_kept = 0
    fields = ["state", "cancelled_at", "cancel_reason", "revision", "taken", "taken_kept"]
    training.save(update_fields=fields)
    record(
        service=training.service,
        actor=actor,
        verb="training.cancelled",
        subject=training,
        changes={"reason": training.cancel_reason, "bookings": len(bookings), "waiting": len(waiting)},
    )
    mark_stale(service=training.service, room="trainings")
    notices.training_cancelled(training, bookings, waiting)
    return training


@operation
def mark_held(training, *, actor):
    """It took place and everybody's attendance is entered. Safe to repeat."""
    training = lock_to_run(training, actor)
    if training.state == Training.State.HELD:
        return training
    if not training.is_announced:
        raise Refused(_("Only an announced training can be marked as held."))
    if timezone.now() < training.ends_at:
        raise Refused(
            _("The training lasts until %(day)s. Mark it as held after that.")
            % {"day": short_date(training.ends_at)}
        )
    settle(training)  # seats offered to the last and never taken
    training.refresh_from_db(fields=["taken", "taken_kept"])
    if not training.taken:
        raise Refused(_("Nobody has booked. Cancel the training instead."))
    refuse_while_requested(training)
    _refuse_missing_attendance(training)
    now = timezone.now()
    training.state = Training.State.HELD
    training.held_at = now
    training.save(update_fields=["state", "held_at"])
    close_waiting_list(training, actor=actor, now=now)
    write_completions(training, actor=actor)
    invite_to_evaluate(training)
    record(service=training.service, actor=actor, verb="training.held", subject=training)
    mark_stale(service=training.service, room="trainings")
    return training


def _refuse_missing_attendance(training):
    marked = Count("attendance", filter=Q(attendance__seat__released_at=None))
    for part in training.parts.annotate(marked=marked):
        missing = training.taken - part.marked
        if missing > 0:
            raise Refused(
                ngettext(
                    "Attendance of %(missing)d person is not entered yet: %(day)s.",
                    "Attendance of %(missing)d people is not entered yet: %(day)s.",
                    missing,
                )
                % {"missing": missing, "day": short_date(part.starts_at)}
            )


# --- whom it concerns --------------------------------------------------------------------------
def _cancel_bookings(training, actor, now):
    bookings = seats.standing_bookings(training, lock=True)
    for booking, _rows in bookings:
        booking.was_requested = booking.is_requested
        booking.state = Booking.State.CANCELLED
        booking.cancelled_at = now
        booking.cancelled_with_training = True
        booking.revision += 1
        _record_for(
            booking.organizer_id, training, actor, "booking.cancelled", subject=booking, by="training"
        )
    fields = ["state", "cancelled_at", "cancelled_with_training", "revision"]
    Booking.objects.bulk_update([booking for booking, _rows in bookings], fields)
    Seat.objects.filter(training=training, released_at=None).update(released_at=now)
    return bookings


def _record_for(organizer_id, training, actor, verb, *, subject, **facts):
    record(
        service=training.service,
        actor=actor,
        verb=verb,
        subject=subject,
        organizer_id=organizer_id,
        changes=facts,
    )
