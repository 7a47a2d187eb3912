"""At the door: one person is marked as present by the code they carry."""

from django.utils import timezone
from django.utils.translation import gettext as _

from trainings.models import Attendance, Part
from trainings.operations.attendance import mark_attendance
from vsrs.dates import date_range, local
from vsrs.refusals import Refused
from vsrs.transactions import operation


@operation
def check_in(seat, *, actor):
    """Mark the person as present in the part held now. Safe to repeat; returns the part.

    Of several parts in one day it is the one that goes on or comes next: people come early.
    """
    if seat.released_at:
        raise Refused(_("This person is no longer booked for the training."))
    part = part_at_the_door(seat.training)
    if part is None:
        raise Refused(
            _("No part of this training is held today. Days of the training: %(days)s")
            % {"days": date_range(seat.training.starts_at, seat.training.ends_at)}
        )
    mark_attendance(part, actor=actor, marks={seat.pk: Attendance.Mark.PRESENT.value})
    return part


def part_at_the_door(training, now=None):
    """The part of today that goes on or comes next, else the last of today; None on other days."""
    now = now or timezone.now()
    today = [
        part
        for part in Part.objects.filter(training=training).order_by("starts_at")
        if local(part.starts_at).date() == local(now).date()
    ]
    to_come = [part for part in today if part.ends_at > now]
    return next(iter(to_come), None) or next(iter(today[-1:]), None)
