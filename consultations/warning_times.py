"""Whom a target that comes near concerns, while there is still time to do something."""

import datetime as dt

from consultations.models import DeadlineWarning
from vsrs.working_time import DAY

To, Target = DeadlineWarning.To, DeadlineWarning.Target
# The solution: one working day before. The first answer: half way.
SOLUTION_LEFT = DAY
# The manager: when hardly anything else can still be done.
MANAGER_LEFT = dt.timedelta(hours=4)


def whom(target, *, days, left, has_adviser):
    """Who is to be warned of `target`, which was promised within `days` working days and has `left` of them.

    Nobody has the request: its manager is told when the adviser would have been.
    """
    near = left <= (DAY * days / 2 if target == Target.FIRST else SOLUTION_LEFT)
    warned = set()
    if near and has_adviser:
        warned.add(To.ADVISER)
    if left <= MANAGER_LEFT or (near and not has_adviser):
        warned.add(To.MANAGER)
    return warned
