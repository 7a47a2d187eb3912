"""The waiting list of a full training: groups join it, leave it, are moved or taken off by staff."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from network.operations import mark_stale
from services.tenancy import actor_of, on_behalf_of
from trainings import line, notices
from trainings.access import can_leave_waiting, can_run
from trainings.models import Booking, Completion, Offer, WaitingEntry, WaitingStep
from trainings.models.waiting import IN_LINE
from trainings.operations import rules, seats
from trainings.operations.needs import new_needs
from trainings.operations.promotion import (
    end_offer,
    groups_of,
    leave_line,
    open_offers,
    settle,
    waiting,
    write_history,
    write_step,
)
from vsrs.refusals import Refused
from vsrs.transactions import operation


@operation
def join_waiting_list(training, *, actor, organizer, people, takes_fewer=False, support=None, needs=None):
    """Put the group of `people` at the end of the list; returns its entry. Safe to repeat.

    Only when there are not enough free seats for all of them, and nothing is booked yet. With `takes_fewer`
    it also comes with as many of them, in their order, as there are seats. `support` ({"phone", "answers"})
    and `needs` ({"access_needs", "diet"}): what its booking will say besides.
    """
    if not actor_of(actor).represents(organizer.pk):
        raise PermissionDenied
    guests = seats.guests_of(people, organizer.pk)
    # With every service, which the one that runs this training does not see.
    been_there = Completion.objects.filter(organizer=organizer, programme=training.programme_id).exists()
    with on_behalf_of(training.service):
        training = seats.lock_training(training.pk)
        if entry := _entry_of(training, organizer):
            return entry
        seats.refuse_unless_bookable(training, organizer, len(guests))
        rules.refuse_unmet(training, guests)
        if Booking.objects.standing().filter(training=training, organizer=organizer).exists():
            raise Refused(
                _("%(organizer)s already has a booking for this training.") % {"organizer": organizer.name}
            )
        if len(guests) > training.seats:
            raise Refused(_("The group is larger than the training. Choose fewer people."), field="people")
        if training.counter.free(insider=seats.is_insider(training, organizer)) >= len(guests):
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
            takes_fewer=takes_fewer,
            is_first_timer=not been_there,
            municipality_id=organizer.municipality_id,
            support=support or {},
            organizer_name=organizer.name,
            contact_name=str(actor)[:150],
            contact_email=actor.email,
            joined_by=actor,
        )
        if row := new_needs(training, **(needs or {}), entry=entry, organizer_id=organizer.pk):
            row.save(force_insert=True)
        names = [guest.full_name for guest in guests]
        write_history("waiting.joined", entry, training, actor, people=names)
        mark_stale(service=training.service, room="trainings")
        notices.waiting_joined(entry, training, position=_place(entry, training))
        settle(training)
    return entry


@operation
def leave_waiting_list(entry, *, actor):
    """Give up the place in the list, and the seats offered. Safe to repeat."""
    if not can_leave_waiting(actor, entry):
        raise PermissionDenied
    with on_behalf_of(entry.service):
        training, entry = _lock(entry)
        if entry.state not in IN_LINE:
            return entry
        end_waiting(entry, training, offer_state=Offer.State.DECLINED, kind=WaitingStep.Kind.DECLINED)
        write_history("waiting.left", entry, training, actor)
        notices.waiting_left(entry, training)
        settle(training)
    return entry


@operation
def remove_from_waiting_list(entry, *, actor, reason):
    """Staff take a group off the list, and say why. Safe to repeat."""
    if not can_run(actor, entry.training):
        raise PermissionDenied
    training, entry = _lock(entry)
    if entry.state not in IN_LINE:
        return entry
    reason = _reason(reason)
    end_waiting(entry, training, offer_state=Offer.State.WITHDRAWN, kind=WaitingStep.Kind.WITHDRAWN, by=actor)
    write_step(entry, WaitingStep.Kind.REMOVED, by=actor, reason=reason)
    write_history("waiting.removed", entry, training, actor, reason=reason)
    notices.waiting_left(entry, training, why=reason)
    settle(training)
    return entry


@operation
def move_in_waiting_list(entry, *, actor, place, reason):
    """Put a group at `place` (from 1) of the list, with a reason that it and those it passes will read."""
    if not can_run(actor, entry.training):
        raise PermissionDenied
    training, entry = _lock(entry)
    if entry.state != WaitingEntry.State.WAITING:
        raise Refused(_("This group waits no longer, so it has no place to be moved from."))
    entries = {one.pk: one for one in waiting(training)}
    groups = groups_of(training, entries.values())
    rule = {"first_timers_first": training.first_timers_first}
    before = line.places_of(groups, **rule)
    if not 1 <= place <= len(entries):
        raise Refused(_("There is no such place in this list."), field="place")
    if before[entry.pk] == place:
        raise Refused(_("The group stands there already."), field="place")
    reason = _reason(reason)
    group = next(group for group in groups if group.pk == entry.pk)
    for pk, rank in line.moved(groups, group, place, **rule).items():
        entries[pk].moved_to = rank
    WaitingEntry.objects.bulk_update(entries.values(), ["moved_to"])
    after = line.places_of(groups_of(training, entries.values()), **rule)
    for pk, passed in entries.items():
        if before[pk] != after[pk]:
            facts = {"before": before[pk], "place": after[pk], "reason": reason}
            if pk != entry.pk:
                facts["another"] = True
            write_step(passed, WaitingStep.Kind.MOVED, by=actor, **facts)
    facts = {"places": [before[entry.pk], place], "reason": reason}
    write_history("waiting.moved", entry, training, actor, **facts)
    notices.waiting_moved(entries[entry.pk], training, before=before[entry.pk], position=place, why=reason)
    return entries[entry.pk]


def close_waiting_list(training, *, actor, now):
    """With the training, which nobody can come to any more; gives the groups that still waited."""
    entries = list(
        WaitingEntry.objects.filter(training=training, state__in=IN_LINE)
        .select_related("joined_by")
        .order_by("pk")
    )
    for offer in open_offers(training):
        end_offer(offer, Offer.State.WITHDRAWN, now)
        write_step(offer.entry, WaitingStep.Kind.WITHDRAWN, seats=offer.seat_count)
    for entry in entries:
        leave_line(entry, WaitingEntry.State.CLOSED, now)
        write_history("waiting.closed", entry, training, actor)
    return entries


def end_waiting(entry, training, *, offer_state, kind, by=None):
    """Out of the line, and the seats held for it are free again."""
    now = timezone.now()
    for offer in open_offers(training, entry=entry):
        end_offer(offer, offer_state, now)
        write_step(entry, kind, by=by, seats=offer.seat_count)
    leave_line(entry, WaitingEntry.State.LEFT, now)
    mark_stale(service=training.service, room="trainings")


# --- places ------------------------------------------------------------------------------------
def position_in_line(entry):
    """The entry's place in the list, from 1; None once it waits no longer or has seats offered.

    An organizer may know how many groups stand before it, but sees none of them: the count is made on
    behalf of the service.
    """
    if entry.state != WaitingEntry.State.WAITING:
        return None
    with on_behalf_of(entry.service):
        return _place(entry, entry.training)


def can_book_at_once(entry):
    """Whether seats for all of the group are free: shortly before the training they are offered no more."""
    training = entry.training
    if not training.accepts_bookings():
        return False
    (group,) = groups_of(training, [entry])
    return training.counter.free(insider=group.insider) >= entry.seat_count


def _place(entry, training):
    groups = groups_of(training, waiting(training))
    return line.places_of(groups, first_timers_first=training.first_timers_first).get(entry.pk)


# --- parts of the above ------------------------------------------------------------------------
def _entry_of(training, organizer):
    return WaitingEntry.objects.filter(training=training, organizer=organizer, state__in=IN_LINE).first()


def _lock(entry):
    """Always the training first (docs/seats.md)."""
    training = seats.lock_training(entry.training_id)
    entry = (
        WaitingEntry.objects.select_for_update(of=("self",), no_key=True)
        .select_related("joined_by")
        .get(pk=entry.pk)
    )
    return training, entry


def _reason(reason):
    reason = reason.strip()
    if not reason:
        raise Refused(_("Say why; the group reads it."), field="reason")
    return reason
