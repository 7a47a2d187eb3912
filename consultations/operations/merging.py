"""Two requests about one thing become one: the younger goes on in the older."""

from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import notices
from consultations.models import Request, TimeOffer
from consultations.operations.common import lock_to_advise, refuse_closed, save, work_on, write_history
from vsrs.refusals import Refused
from vsrs.transactions import operation


@operation
def merge(request, *, actor, other):
    """Gives the older one. Both threads are read there; the younger keeps its number, its page and its
    messages, and everything that is still to be done moves. Safe to repeat."""
    # In one order whichever is named first, so that two who merge at once do not wait for each other.
    older, younger = (lock_to_advise(row, actor) for row in sorted((request, other), key=lambda row: row.pk))
    if younger.merged_into_id == older.pk:
        return older
    _refuse(older, younger)
    younger.time_offers.filter(state=TimeOffer.State.OFFERED).update(
        state=TimeOffer.State.WITHDRAWN, decided_at=timezone.now()
    )
    younger.time_offers.agreed().update(request=older)
    younger.next_steps.filter(done_at=None).update(request=older)
    _go_on_in(older, younger)
    _end(younger, older)
    notices.merged(younger, older)
    for row, number in ((younger, older.number), (older, younger.number)):
        write_history(row, actor, "request.merged", number=number)
    return older


def _refuse(older, younger):
    if older == younger or older.organizer_id != younger.organizer_id:
        raise Refused(_("Choose another request of the same organizer."), field="other")
    for row in (older, younger):
        refuse_closed(row)
    if younger.referrals.open().exists():
        raise Refused(
            _("%(number)s was referred to another service. Merge it once the contact is recorded.")
            % {"number": younger.number}
        )
    if older.time_offers.agreed().exists() and younger.time_offers.agreed().exists():
        raise Refused(_("Both have an agreed conversation. Withdraw one of them first."))


def _go_on_in(older, younger):
    """What was answered in either is answered; when either waits for the service, it is its turn."""
    older.adviser = older.adviser or younger.adviser
    answered = [row.first_answered_at for row in (older, younger) if row.first_answered_at]
    older.first_answered_at = min(answered, default=None)
    older.urgent_reason = older.urgent_reason or younger.urgent_reason
    if not (older.waits_for_organizer and younger.waits_for_organizer):
        work_on(older)
    fields = ("adviser", "first_answered_at", "urgent_reason", "state", "first_due", "solution_due")
    save(older, *fields)


def _end(younger, older):
    work_on(younger)
    younger.state, younger.closed_at = Request.State.CLOSED, timezone.now()
    younger.outcome, younger.merged_into = Request.Outcome.MERGED, older
    save(younger, "state", "closed_at", "outcome", "merged_into", "first_due", "solution_due")
