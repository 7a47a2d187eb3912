"""Next steps: what was agreed to be done, by the organizer or by the service."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from consultations import access, notices
from consultations.models import NextStep
from consultations.operations.common import lock, lock_to_advise, refuse_closed, write_history
from services.tenancy import on_behalf_of
from vsrs.transactions import operation


@operation
def add_step(request, *, actor, text, owner, due_on=None):
    """The organizer is told of its own. The same open step, sent twice, is one."""
    request = lock_to_advise(request, actor)
    refuse_closed(request)
    said = {"text": text, "owner": owner, "due_on": due_on}
    if known := request.next_steps.filter(**said, done_at=None).first():
        return known
    step = NextStep.objects.create(
        service=request.service,
        request=request,
        organizer_id=request.organizer_id,
        added_by=actor,
        **said,
    )
    if owner == NextStep.Owner.ORGANIZER:
        notices.step_added(request, step)
    write_history(request, actor, "request.step_added")
    return step


@operation
def finish_step(step, *, actor):
    """By the service; what the organizer owes also by the organizer. Safe to repeat."""
    theirs = step.owner == NextStep.Owner.ORGANIZER and access.can_reply(actor, step.request)
    if not theirs and not access.can_advise(actor, step.request):
        raise PermissionDenied
    with on_behalf_of(step.service):
        request = lock(step.request)
        step = request.next_steps.get(pk=step.pk)
        if step.done_at is None:
            step.done_at = timezone.now()
            step.save(update_fields=["done_at"])
            write_history(request, actor, "request.step_done")
    return step
