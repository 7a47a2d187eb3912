"""What staff do with a request: answer, note, log a conversation, close."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import access, notices
from consultations.models import Message, Request, TimeOffer
from consultations.operations.asking import check_files
from consultations.operations.common import (
    Conflict,
    add_message,
    drop_draft,
    lock_to_advise,
    refuse_closed,
    said_already,
    save,
    take_up,
    wait_for_organizer,
    work_on,
    write_history,
)
from consultations.operations.rating import ask_rating
from services.tenancy import actor_of, on_behalf_of
from vsrs.refusals import Refused
from vsrs.transactions import operation


@operation
def answer(request, *, actor, body, form_key, seen, wait=False, uploads=()):
    """Answer the organizer. `seen` is the number of the last message the adviser has read: when there is a
    newer one of somebody else, it is to be read first, and nothing is sent.

    With `wait` the clock stands still until the organizer writes.
    """
    request = lock_to_advise(request, actor)
    if known := said_already(request, form_key):
        return known
    refuse_closed(request)
    check_files(uploads)
    _refuse_unread(request, actor, seen)
    message = add_message(
        request, kind=Message.Kind.ANSWER, author=actor, body=body, form_key=form_key, uploads=uploads
    )
    take_up(actor, request)
    if wait:
        wait_for_organizer(request)
    save(request, "state", "adviser", "first_answered_at", "first_due", "solution_due")
    drop_draft(request, actor)
    notices.answered(request, message)
    write_history(request, actor, "request.answered")
    return message


@operation
def note(request, *, actor, body, form_key, uploads=()):
    """For colleagues only; also by the people of a service it was referred to."""
    here = access.can_advise(actor, request)
    if not here and not request.referrals.filter(to_service__in=actor_of(actor).services).exists():
        raise PermissionDenied
    check_files(uploads)
    with on_behalf_of(request.service):
        if known := said_already(request, form_key):
            return known
        message = add_message(
            request,
            kind=Message.Kind.NOTE,
            author=actor,
            body=body,
            form_key=form_key,
            internal=True,
            uploads=uploads,
        )
        write_history(request, actor, "request.noted", for_organizer=False)
    return message


@operation
def log_conversation(request, *, actor, kind, body, form_key, minutes, internal=False):
    """A call or a visit that took place; it is an answer too."""
    request = lock_to_advise(request, actor)
    if known := said_already(request, form_key):
        return known
    refuse_closed(request)
    if kind not in {Message.Kind.CALL, Message.Kind.VISIT}:
        raise TypeError(f"Not a conversation: {kind}")
    message = add_message(
        request,
        kind=kind,
        author=actor,
        body=body,
        form_key=form_key,
        minutes=minutes,
        internal=internal,
    )
    take_up(actor, request)
    save(request, "state", "adviser", "first_answered_at", "first_due", "solution_due")
    write_history(request, actor, "request.talked", minutes=minutes)
    return message


@operation
def close(request, *, actor, outcome, depth):
    """With what came of it and how far the organizer got. Safe to repeat."""
    request = lock_to_advise(request, actor)
    if request.is_closed:
        return request
    if request.referrals.open().exists():
        raise Refused(
            _("It was referred to another service. Close it once the contact with the organizer is recorded.")
        )
    if outcome == Request.Outcome.ANSWERED and request.first_answered_at is None:
        raise Refused(
            _("Nobody has answered yet. Write the answer or choose another outcome."), field="outcome"
        )
    if request.time_offers.agreed().exists():
        raise Refused(_("A conversation is agreed. Close the request after it, or withdraw the time first."))
    request.time_offers.open().update(state=TimeOffer.State.WITHDRAWN, decided_at=timezone.now())
    work_on(request)
    request.state, request.closed_at = Request.State.CLOSED, timezone.now()
    request.outcome, request.depth = outcome, depth
    save(request, "state", "closed_at", "outcome", "depth", "first_due", "solution_due")
    notices.closed(request, seed=ask_rating(request) if request.first_answered_at else "")
    write_history(request, actor, "request.closed", outcome=["", outcome], depth=["", depth])
    return request


def _refuse_unread(request, actor, seen):
    newer = request.messages.filter(pk__gt=seen).exclude(author=actor)
    if newer.exists():
        raise Conflict(
            _("Somebody has written meanwhile. Read it above, then send your answer; your text is kept.")
        )
