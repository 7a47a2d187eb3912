"""Answers to offered seats: taken or declined, with an account or by the secret link of the letter."""

from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from organizers.operations.same_people import everywhere
from services.tenancy import actor_of, on_behalf_of
from trainings import notices
from trainings.access import holds_link_to
from trainings.models import Offer, WaitingEntry, WaitingStep
from trainings.operations import rules, seats
from trainings.operations.booking import write_booking
from trainings.operations.needs import take_along
from trainings.operations.promotion import (
    end_offer,
    leave_line,
    settle,
    settle_if_due,
    write_history,
    write_step,
)
from trainings.operations.waiting import end_waiting
from vsrs.dates import date_time
from vsrs.refusals import Refused
from vsrs.transactions import operation


def take_offer(offer, *, actor):
    """A booking of the seats offered; `actor` None: holder of the secret link. Safe to repeat.

    An offer whose time is over lapses first, whether or not anything ran since then.
    """
    _check_right(offer, actor)
    settle_if_due(offer.service, offer.training_id)
    return _take_offer(offer, actor=actor)


@operation
def _take_offer(offer, *, actor):
    _check_right(offer, actor)
    with on_behalf_of(offer.service):
        training, offer = _lock(offer)
        entry = offer.entry
        if offer.state == Offer.State.TAKEN:
            return entry.booking
        now = timezone.now()
        _refuse_unless_open(offer, now)
        seats.refuse_unless_coming(training, now)
        with everywhere():  # whoever has only the link sees no organizer
            seats.refuse_unless_confirmed(entry.organizer)
        guests = _guests(entry)[: offer.seat_count]
        rules.refuse_unmet(training, guests)
        booking = write_booking(
            training,
            guests,
            actor=actor,
            facts={"by": "offer" if actor else "offer_link"},
            organizer_id=entry.organizer_id,
            organizer_name=entry.organizer_name,
            form_key=uuid4(),
            from_kept=offer.from_kept,
            contact_name=entry.contact_name,
            contact_email=entry.contact_email,
            contact_phone=entry.support.get("phone", ""),
            answers=entry.support.get("answers", []),
            booked_by=entry.joined_by,
        )
        take_along(entry, booking)
        end_offer(offer, Offer.State.TAKEN, now)
        entry.booking = booking
        entry.save(update_fields=["booking"])
        leave_line(entry, WaitingEntry.State.TAKEN, now)
        write_step(entry, WaitingStep.Kind.TAKEN, by=actor, seats=offer.seat_count, number=booking.number)
    return booking


@operation
def decline_offer(offer, *, actor):
    """The seats go to the next group, and this one leaves the list. Safe to repeat."""
    _check_right(offer, actor)
    with on_behalf_of(offer.service):
        training, offer = _lock(offer)
        if offer.state != Offer.State.OPEN:
            return offer
        entry = offer.entry
        end_waiting(
            entry, training, offer_state=Offer.State.DECLINED, kind=WaitingStep.Kind.DECLINED, by=actor
        )
        write_history("waiting.declined", entry, training, actor, **({} if actor else {"by": "link"}))
        notices.waiting_left(entry, training)
        settle(training)
        offer.refresh_from_db()
    return offer


def group_of(offer):
    """The group the seats are offered to; the holder of the link sees nothing else of the list."""
    with on_behalf_of(offer.service):
        return WaitingEntry.objects.select_related("booking").get(pk=offer.entry_id)


def _check_right(offer, actor):
    allowed = actor_of(actor).represents(offer.organizer_id) if actor else holds_link_to(offer)
    if not allowed:
        raise PermissionDenied


def _lock(offer):
    """Always the training first (docs/seats.md)."""
    training = seats.lock_training(offer.training_id)
    offer = (
        Offer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("entry__joined_by", "entry__booking", "training", "service")
        .get(pk=offer.pk)
    )
    return training, offer


def _refuse_unless_open(offer, now):
    if offer.state == Offer.State.OPEN and now < offer.expires_at:
        return
    if offer.state in {Offer.State.OPEN, Offer.State.EXPIRED}:
        raise Refused(
            _("These seats could be taken until %(until)s. What is not taken in time goes to the next group.")
            % {"until": date_time(offer.expires_at)}
        )
    raise Refused(_("This offer has been declined or withdrawn."))


def _guests(entry):
    """Those named when the group joined."""
    return [seats.Guest(person["person"], person["full_name"], person["email"]) for person in entry.people]
