"""Times for a conversation: the service offers some, the organizer takes one, either side lets it go."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations import access, notices
from consultations.models import TimeOffer
from consultations.operations.common import (
    lock,
    lock_to_advise,
    refuse_closed,
    save,
    take_up,
    wait_for_organizer,
    work_on,
    write_history,
)
from services.tenancy import on_behalf_of
from vsrs.refusals import Refused
from vsrs.transactions import operation

MOST_OFFERED = 5
OFFERED, TAKEN = TimeOffer.State.OFFERED, TimeOffer.State.TAKEN


@operation
def offer_times(request, *, actor, times, place="", link="", phone=""):
    """`times`: [(begin, end)]. It is an answer, and the clock stands still until one is taken. What is
    offered already is not offered twice. Gives the new ones."""
    request = lock_to_advise(request, actor)
    refuse_closed(request)
    _let_pass(request)
    if request.time_offers.agreed().exists():
        raise Refused(_("A time is agreed already. Move it or withdraw it first."))
    known = set(request.time_offers.open().values_list("starts_at", "ends_at"))
    new = sorted({*times} - known)
    if not new:
        return []
    if len(known) + len(new) > MOST_OFFERED:
        raise Refused(
            ngettext("Offer at most %(most)d time.", "Offer at most %(most)d times.", MOST_OFFERED)
            % {"most": MOST_OFFERED}
        )
    for begin, end in new:
        _refuse_busy(request, actor, begin, end)
    below = {"service": request.service, "request": request, "organizer_id": request.organizer_id}
    where = {"place": place, "link": link, "phone": phone, "offered_by": actor}
    offers = TimeOffer.objects.bulk_create(
        TimeOffer(**below, **where, starts_at=begin, ends_at=end) for begin, end in new
    )
    take_up(actor, request)
    wait_for_organizer(request)
    save(request, "state", "adviser", "first_answered_at", "first_due", "solution_due")
    notices.times_offered(request, offers)
    write_history(request, actor, "request.times_offered", times=len(offers))
    return offers


@operation
def take_time(offer, *, actor):
    """By the organizer. Whoever is second, in this request or in another of the same adviser, is told so;
    taking the same time again changes nothing."""
    if not access.can_reply(actor, offer.request):
        raise PermissionDenied
    with on_behalf_of(offer.service):
        request = lock(offer.request)
        _let_pass(request)
        offer, others = _lock_overlapping(offer)
        if offer.state == TAKEN:
            return offer
        refuse_closed(request)
        if not offer.is_open:
            raise Refused(_("This time can no longer be taken. Choose another one, or write to the service."))
        if request.time_offers.agreed().exists():
            raise Refused(_("Another time is agreed already. Withdraw it first."))
        request.time_offers.filter(state=OFFERED).exclude(pk=offer.pk).update(
            **_now(TimeOffer.State.DECLINED)
        )
        others.update(**_now(TimeOffer.State.WITHDRAWN))
        _set(offer, TAKEN, taken_by=actor)
        work_on(request)
        save(request, "state", "first_due", "solution_due")
        notices.time_agreed(request, offer)
        write_history(request, actor, "request.time_agreed", starts_at=offer.starts_at.isoformat())
    return offer


@operation
def move_time(offer, *, actor, starts_at, ends_at, place="", link="", phone=""):
    """An agreed one, after talking about it. People's calendars follow."""
    request = lock_to_advise(offer.request, actor)
    offer = request.time_offers.select_for_update(no_key=True).get(pk=offer.pk)
    if not offer.is_agreed:
        raise Refused(_("Only an agreed time that is not over can be moved."))
    new = {"starts_at": starts_at, "ends_at": ends_at, "place": place, "link": link, "phone": phone}
    if all(getattr(offer, name) == value for name, value in new.items()):
        return offer
    _refuse_busy(request, offer.offered_by, starts_at, ends_at, besides=offer)
    before = offer.starts_at
    for name, value in new.items():
        setattr(offer, name, value)
    offer.sequence += 1
    offer.save(update_fields=[*new, "sequence"])
    notices.time_moved(request, offer, before)
    moved = [before.isoformat(), starts_at.isoformat()]
    write_history(request, actor, "request.time_moved", starts_at=moved)
    return offer


@operation
def withdraw_time(offer, *, actor):
    """An offered one by the service; an agreed one by either side, which is told. Safe to repeat."""
    ours = access.can_advise(actor, offer.request)
    if not ours and not access.can_reply(actor, offer.request):
        raise PermissionDenied
    with on_behalf_of(offer.service):
        request = lock(offer.request)
        offer = request.time_offers.select_for_update(no_key=True).get(pk=offer.pk)
        if offer.state == TimeOffer.State.WITHDRAWN:
            return offer
        if not ours and offer.state != TAKEN:
            raise PermissionDenied
        was_agreed = offer.is_agreed
        if not was_agreed and not offer.is_open:
            raise Refused(_("This time is over."))
        _set(offer, TimeOffer.State.WITHDRAWN, sequence=offer.sequence + 1)
        if was_agreed:
            notices.time_withdrawn(request, offer)
        write_history(request, actor, "request.time_withdrawn", starts_at=offer.starts_at.isoformat())
    return offer


def _refuse_busy(request, person, begin, end, besides=None):
    if begin <= timezone.now():
        raise Refused(_("Choose a time that has not passed."))
    busy = TimeOffer.objects.filter(service=request.service, offered_by=person, state=TAKEN)
    busy = busy.filter(starts_at__lt=end, ends_at__gt=begin)
    if busy.exclude(pk=besides and besides.pk).exists():
        raise Refused(_("%(person)s has another agreed conversation at that time.") % {"person": person})


def _lock_overlapping(offer):
    """The offer as it stands now, and what the same adviser offered elsewhere for that time. All are locked,
    always in one order, so of two who take at once the second waits and finds its own withdrawn."""
    overlapping = TimeOffer.objects.select_for_update(no_key=True, of=["self"]).filter(
        service=offer.service,
        offered_by=offer.offered_by,
        state__in=[OFFERED, TAKEN],
        starts_at__lt=offer.ends_at,
        ends_at__gt=offer.starts_at,
    )
    rows = list(overlapping.order_by("pk"))
    offer = TimeOffer.objects.select_related("service", "offered_by").get(pk=offer.pk)
    others = [row.pk for row in rows if row.request_id != offer.request_id]
    return offer, TimeOffer.objects.filter(pk__in=others, state=OFFERED)


def _let_pass(request):
    """What nobody took in time, and conversations that are over: another time can be agreed."""
    now = timezone.now()
    request.time_offers.filter(state=OFFERED, starts_at__lte=now).update(state=TimeOffer.State.PASSED)
    request.time_offers.filter(state=TAKEN, ends_at__lte=now).update(state=TimeOffer.State.PASSED)


def _set(offer, state, **fields):
    changed = {**_now(state), **fields}
    for name, value in changed.items():
        setattr(offer, name, value)
    offer.save(update_fields=[*changed])


def _now(state):
    return {"state": state, "decided_at": timezone.now()}
