"""Who gets a request and what it is about."""

from django.utils.translation import gettext as _

from consultations import notices, targets
from consultations.models import Request
from consultations.operations.common import lock_to_advise, refuse_closed, save, write_history
from organizers.queries import staff_of
from vsrs.refusals import Refused
from vsrs.transactions import operation


@operation
def triage(request, *, actor, topic, depth, adviser):
    """Topic, depth and adviser together. What is promised follows the topic, from the day it was asked."""
    request = lock_to_advise(request, actor)
    refuse_closed(request)
    before = {"topic": request.topic, "depth": request.depth}
    now = {"topic": topic, "depth": depth}
    changes = {name: [before[name], now[name]] for name in now if before[name] != now[name]}
    if changes:
        request.topic, request.depth = topic, depth
        if "topic" in changes:
            request.first_days, request.solution_days = targets.days_for(topic)
            targets.set_due(request)
        save(request, "topic", "depth", "first_days", "solution_days", "first_due", "solution_due")
        write_history(request, actor, "request.triaged", for_organizer=False, **changes)
    return _give(request, actor, adviser)


@operation
def assign(request, *, actor, adviser):
    """Give the request to somebody who works in its service, or to nobody (None)."""
    request = lock_to_advise(request, actor)
    refuse_closed(request)
    return _give(request, actor, adviser)


@operation
def give_out(requests, *, actor, adviser):
    """Several at once, all or none. Gives those that had another adviser before."""
    if not requests:
        raise Refused(_("Tick at least one request."), field="zahtjev")
    given = []
    for request in sorted(requests, key=lambda row: row.pk):
        request = lock_to_advise(request, actor)
        if request.is_closed:
            raise Refused(
                _("%(number)s is closed. Take its tick away and press again.") % {"number": request.number},
                field="zahtjev",
            )
        if request.adviser_id != adviser.pk:
            given.append(_give(request, actor, adviser))
    return given


def _give(request, actor, adviser):
    if adviser is not None and not staff_of(request.service).filter(pk=adviser.pk).exists():
        raise Refused(_("The adviser has to work in this service."), field="adviser")
    if request.adviser_id == (adviser and adviser.pk):
        return request
    before = request.adviser
    request.adviser = adviser
    if not request.waits_for_organizer:
        request.state = Request.State.OPEN if adviser else Request.State.NEW
    save(request, "adviser", "state")
    if adviser is not None and adviser != actor:
        notices.assigned(request)
    changes = [before and str(before), adviser and str(adviser)]
    write_history(request, actor, "request.assigned", for_organizer=False, adviser=changes)
    return request
