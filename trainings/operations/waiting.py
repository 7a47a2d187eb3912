"""The waiting list of a full training: groups join it, leave it, and it closes with the training."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from network.operations import mark_stale
from services.history import record
from services.tenancy import actor_of, on_behalf_of
from trainings import notices
from trainings.access import can_leave_waiting
from trainings.models import Booking, WaitingEntry
from trainings.operations import seats
from vsrs.refusals import Refused
from vsrs.transactions import operation


@operation
def join_waiting_list(training, *, actor, organizer, people):
    """Put the group of `people` at the end of the list; returns its entry. Safe to repeat.

    Only when there are not enough free seats for all of them, and nothing is booked yet.
    """
    if not actor_of(actor).represents(organizer.pk):
        raise PermissionDenied
    guests = seats.guests_of(people, organizer.pk)
    with on_behalf_of(training.service):
        training = seats.lock_training(training.pk)
        if entry := _entry_of(training, organizer):
            return entry
        seats.refuse_unless_bookable(training, organizer, len(guests))
        if Booking.objects.standing().filter(training=training, organizer=organizer).exists():
            raise Refused(
                _("%(organizer)s already has a booking for this training.") % {"organizer": organizer.name}
            )
        if len(guests) > training.seats:
            raise Refused(_("The group is larger than the training. Choose fewer people."), field="people")
        if training.free >= len(guests):
            raise Refused(_("There are enough free seats: book them at once."))

        entry = WaitingEntry.objects.create(
            service=training.service,
            training=training,
            organizer=organizer,
            people=[
                {"person": guest.person_id, "full_name": guest.full_name, "email": guest.email}
                for guest in guests
            ],
            seat_count=len(guests),
            organizer_name=organizer.name,
            contact_name=str(actor)[:150],
            contact_email=actor.email,
            joined_by=actor,
        )
        _record("waiting.joined", entry, training, actor, people=[guest.full_name for guest in guests])
        mark_stale(service=training.service, room="trainings")
        notices.waiting_joined(entry, training, position=_position(entry))
    return entry


@operation
def leave_waiting_list(entry, *, actor):
    """Give up the place in the list. Safe to repeat."""
    if not can_leave_waiting(actor, entry):
        raise PermissionDenied
    with on_behalf_of(entry.service):
        training = seats.lock_training(entry.training_id)
        entry = (
            WaitingEntry.objects.select_for_update(of=("self",), no_key=True)
            .select_related("joined_by")
            .get(pk=entry.pk)
        )
        if entry.state != WaitingEntry.State.WAITING:
            return entry
        entry.state = WaitingEntry.State.LEFT
        entry.left_at = timezone.now()
        entry.save(update_fields=["state", "left_at"])
        _record("waiting.left", entry, training, actor)
        mark_stale(service=training.service, room="trainings")
        notices.waiting_left(entry, training)
    return entry


def position_in_line(entry):
    """The entry's place in the list, from 1; None once it waits no longer.

    An organizer may know how many groups stand before it, but sees none of them: the count is made on
    behalf of the service.
    """
    if entry.state != WaitingEntry.State.WAITING:
        return None
    with on_behalf_of(entry.service):
        return _position(entry)


def _position(entry):
    waiting = WaitingEntry.objects.filter(training=entry.training_id, state=WaitingEntry.State.WAITING)
    earlier = waiting.filter(joined_at__lt=entry.joined_at).count()
    return earlier + waiting.filter(joined_at=entry.joined_at, pk__lt=entry.pk).count() + 1


def _entry_of(training, organizer):
    return WaitingEntry.objects.filter(
        training=training, organizer=organizer, state=WaitingEntry.State.WAITING
    ).first()


def _record(verb, entry, training, actor, **facts):
    # About the training: an entry of the list has no page of its own.
    record(
        service=training.service,
        actor=actor,
        verb=verb,
        subject=training,
        organizer_id=entry.organizer_id,
        changes=facts,
    )
