"""What was promised follows the calendar of holidays; coordinators decide what the network promises."""

from django.core.exceptions import PermissionDenied

from consultations import targets
from consultations.models import Request, TopicTarget
from consultations.operations.common import save
from services.history import record
from services.holidays import holidays
from services.models import Service
from services.tenancy import actor_of, on_behalf_of
from vsrs.transactions import operation


@operation
def follow_calendar(actor):
    """Move the promises of all open requests to the calendar as it is now; how many moved.

    While the organizer is waited for the clock stands still: those follow when it goes on.
    """
    if not actor_of(actor).is_coordinator:
        raise PermissionDenied
    free = holidays()
    return sum(_follow(service, free) for service in Service.objects.order_by("pk"))


@operation
def decide_target(topic, *, actor, first_days, solution_days, reason):
    """How soon the network answers about `topic`, for requests asked from now on; promises given stay."""
    rights = actor_of(actor)
    if not rights.is_coordinator:
        raise PermissionDenied
    office = Service.objects.get(kind=Service.Kind.REPUBLIC, pk__in=rights.services)
    before = targets.days_for(topic)
    if before == (first_days, solution_days):
        return None
    target, _made = TopicTarget.objects.update_or_create(
        service=office, topic=topic, defaults={"first_days": first_days, "solution_days": solution_days}
    )
    changes = {
        "topic": ["", topic],
        "first_days": [before[0], first_days],
        "solution_days": [before[1], solution_days],
        "reason": reason,
    }
    record(service=office, actor=actor, verb="target.decided", subject=target, changes=changes)
    return target


def _follow(service, free):
    moved = 0
    with on_behalf_of(service):
        rows = Request.objects.filter(service=service, state__in=[Request.State.NEW, Request.State.OPEN])
        for request in rows.select_for_update(no_key=True, of=["self"]).select_related("service"):
            before = request.first_due, request.solution_due
            targets.set_due(request, free)
            if (request.first_due, request.solution_due) != before:
                save(request, "first_due", "solution_due")
                moved += 1
    return moved
