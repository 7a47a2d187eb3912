"""What the network may count of a request, written in the transaction that changes it."""

from django.utils import timezone

from consultations import targets
from consultations.models import CaseFact, GivenScore, Request, Support
from network.operations import mark_stale

ROOM = "consultations"
NOT_SOLVED = {Request.Outcome.WITHDRAWN, Request.Outcome.NO_ANSWER, Request.Outcome.MERGED}


def keep_fact(request):
    """The facts of `request` as it stands now. Safe to repeat."""
    known = CaseFact.objects.filter(request=request).first() or CaseFact()
    CaseFact.objects.update_or_create(
        request=request,
        defaults={
            "service_id": request.service_id,
            "number": request.number,
            "topic": request.topic,
            "asked_at": request.asked_at,
            "first_answered_at": request.first_answered_at,
            "closed_at": request.closed_at,
            "solved": is_solved(request),
            "depth": request.depth,
            **_how_soon(request, known, timezone.now()),
        },
    )
    mark_stale(service=request.service, room=ROOM)


def is_solved(request):
    return request.is_closed and request.merged_into_id is None and request.outcome not in NOT_SOLVED


def keep_score(request, score):
    """Somebody has rated the advice; the row does not say about which request."""
    GivenScore.objects.create(service=request.service, topic=request.topic, score=score)
    mark_stale(service=request.service, room=ROOM)


def keep_support(request):
    """The service has advised this organizer today."""
    Support.objects.update_or_create(
        service=request.service,
        organizer_id=request.organizer_id,
        defaults={"last_on": timezone.localdate()},
    )


def _how_soon(request, known, now):
    answered, closed = request.first_answered_at, request.closed_at if is_solved(request) else None
    first, solution = known.first_days, known.solution_days
    # Counted by the calendar of that moment: a holiday that is added later changes nothing of it.
    if answered != known.first_answered_at:
        first, _solution = targets.days_taken(request, answered, None)
    if closed is None or solution is None or closed != known.closed_at:
        _first, solution = targets.days_taken(request, None, closed)
    return {
        "first_days": first,
        "solution_days": solution,
        "first_in_time": _in_time(request, known.first_in_time, answered, request.first_due, now),
        "solution_in_time": _in_time(request, known.solution_in_time, closed, request.solution_due, now),
    }


def _in_time(request, known, done_at, due, now):
    """None while nobody knows: it is open and not late yet, or it ended without what was promised. What was
    late before the organizer is waited for stays late."""
    if done_at:
        return done_at <= due
    if request.waits_for_organizer:
        return known
    return None if request.is_closed or now <= due else False
