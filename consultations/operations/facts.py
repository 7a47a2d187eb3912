"""What the network may count of a request, written in the transaction that changes it."""

from django.utils import timezone

from consultations import targets
from consultations.models import CaseFact, GivenScore, Request, Support
from network.operations import mark_stale

ROOM = "consultations"
NOT_SOLVED = {Request.Outcome.WITHDRAWN, Request.Outcome.NO_ANSWER, Request.Outcome.MERGED}


def keep_fact(request):
    """The facts of `request` as it stands now. Safe to repeat."""
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
            **_how_soon(request, timezone.now()),
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


def _how_soon(request, now):
    answered, closed = request.first_answered_at, request.closed_at if is_solved(request) else None
    measured = targets.days_taken(request, answered, closed) if answered or closed else (None, None)
    return {
        "first_days": measured[0],
        "solution_days": measured[1],
        "first_in_time": _in_time(request, answered, request.first_due, now),
        "solution_in_time": _in_time(request, closed, request.solution_due, now),
    }


def _in_time(request, done_at, due, now):
    """None while nobody knows: it is open and not late yet, or it ended without what was promised."""
    if done_at:
        return done_at <= due
    if request.is_closed or request.waits_for_organizer or now <= due:
        return None
    return False
