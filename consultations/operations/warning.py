"""Warn before a target passes: the adviser, then the manager, each once for each target and moment."""

from django.db.models import Q
from django.utils import timezone

from consultations import notices
from consultations.models import CaseFact, DeadlineWarning, Request
from consultations.operations.common import lock
from consultations.operations.facts import keep_fact
from consultations.warning_times import Target, To, whom
from organizers.queries import managers_of
from services.holidays import holidays
from vsrs.transactions import operation
from vsrs.working_time import working_time

TURN = (Request.State.NEW, Request.State.OPEN)


def waiting_for(service):
    """Requests of the service whose clock is running."""
    return Request.objects.filter(service=service, state__in=TURN).order_by("first_due", "pk")


@operation
def warn(request):
    """How many warnings were written. Acts as the service itself. Safe to repeat: what a worker that was away
    has missed is written once."""
    request = lock(request)
    if request.state not in TURN:
        return 0
    now = timezone.now()
    target, due, days = _what_is_due(request)
    _note_lateness(request, now)
    left = working_time(now, due, holidays())
    people = whom(target, days=days, left=left, has_adviser=request.adviser_id is not None)
    return sum(_warn(request, target, due, to, now) for to in sorted(people))


def _what_is_due(request):
    """(target, moment, working days promised): first the answer, then the solution."""
    if request.first_answered_at is None:
        return Target.FIRST, request.first_due, request.first_days
    return Target.SOLUTION, request.solution_due, request.solution_days


def _warn(request, target, due, to, now):
    _row, is_new = DeadlineWarning.objects.get_or_create(
        service=request.service, request=request, target=target, to=to, due=due
    )
    if is_new:
        readers = [request.adviser] if to == To.ADVISER else managers_of(request.service)
        notices.due(request, target, to, due, readers, late=due <= now)
    return int(is_new)


def _note_lateness(request, now):
    """That it is late is counted from the moment it is, and not only once somebody answers."""
    unknown = Q()
    if request.first_answered_at is None and request.first_due < now:
        unknown |= Q(first_in_time=None)
    if request.solution_due < now:
        unknown |= Q(solution_in_time=None)
    if unknown and CaseFact.objects.filter(unknown, request=request).exists():
        keep_fact(request)
