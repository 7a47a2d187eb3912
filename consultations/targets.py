"""How soon is promised: the targets of the network on the clock of working days."""

from consultations.models import TopicTarget
from consultations.models.targets import FIRST_DAYS, SOLUTION_DAYS
from services.holidays import holidays
from vsrs.working_time import deadline


def days_for(topic):
    """(days to the first answer, days to the solution); the network's proposal until it has decided."""
    decided = TopicTarget.objects.filter(topic=topic).values_list("first_days", "solution_days").first()
    return decided or (FIRST_DAYS, SOLUTION_DAYS)


def due(topic, since, pauses=()):
    """(first answer, solution) by when; the end of a pause that still lasts moves both, so none are given."""
    free = holidays()
    return tuple(deadline(since, days, free, pauses) for days in days_for(topic))
