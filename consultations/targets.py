"""How soon is promised, and how soon it was: the targets of the network on the clock of working days."""

from decimal import Decimal

from consultations.models import Pause, TopicTarget
from consultations.models.request import FIRST_DAYS, SOLUTION_DAYS
from services.holidays import holidays
from vsrs.working_time import deadline, working_days

TENTH = Decimal("0.1")


def days_for(topic):
    """(days to the first answer, days to the solution); the network's proposal until it has decided."""
    decided = TopicTarget.objects.filter(topic=topic).values_list("first_days", "solution_days").first()
    return decided or (FIRST_DAYS, SOLUTION_DAYS)


def due(days, since, pauses=(), free=None):
    """(first answer, solution) by when, for (days, days); the end of a pause that still lasts moves both, so
    none are given. `free`: the holidays, for whoever asks often."""
    free = holidays() if free is None else free
    return tuple(deadline(since, number, free, pauses) for number in days)


def set_due(request, free=None):
    """What was promised when it was asked, by the calendar and the pauses as they are now. The moment of the
    first answer stays once it was given."""
    days = (request.first_days, request.solution_days)
    first, solution = due(days, counted_from(request), pauses_of(request), free)
    if request.first_answered_at is None:
        request.first_due = first or request.first_due
    request.solution_due = solution or request.solution_due


def days_taken(request, answered_at, closed_at):
    """(working days to the first answer, working days to the solution), to one decimal; None for neither."""
    if not answered_at and not closed_at:
        return None, None
    free, pauses = holidays(), pauses_of(request)
    return (
        answered_at and _tenths(working_days(request.asked_at, answered_at, free, pauses)),
        closed_at and _tenths(working_days(counted_from(request), closed_at, free, pauses)),
    )


def counted_from(request):
    """A request that was opened again is solved again."""
    return request.reopened_at or request.asked_at


def pauses_of(request):
    return list(Pause.objects.filter(request=request).values_list("begins_at", "ends_at"))


def _tenths(days):
    return Decimal(days).quantize(TENTH)
