"""Attendance: who was there, for each part."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from network.operations import mark_stale
from services.history import record
from services.models import HistoryEntry
from trainings.access import can_run
from trainings.models import Attendance, Part, Seat, Training
from trainings.operations import seats
from trainings.operations.completion import write_completions
from trainings.operations.evaluation import invite_to_evaluate
from vsrs.dates import local, short_date
from vsrs.refusals import Refused
from vsrs.transactions import operation

SAID_AGAIN_AFTER = timedelta(hours=1)


@operation
def mark_attendance(part, *, actor, marks, rest=None):
    """Enter or correct marks of one part: {seat id: mark, or None to take it back}.

    Seats that are not named keep what they have; those without a mark get `rest`, when it is given.
    Safe to repeat; returns how many marks changed.
    """
    if not can_run(actor, part):
        raise PermissionDenied
    training = seats.lock_training(part.training_id)
    part = Part.objects.filter(pk=part.pk).first()
    if part is None:
        raise Refused(_("This day is no longer part of the training. Open its attendance again."))
    if rest is not None:
        # Under the lock: somebody may have been scanned at the door a moment ago.
        marks = dict.fromkeys(_without_mark(training, part), rest) | marks
    _refuse_unless_possible(training, part, marks)
    rows = _seats(training, marks)
    before = dict(Attendance.objects.filter(part=part, seat__in=marks.keys()).values_list("seat_id", "mark"))
    changed = {seat: mark for seat, mark in marks.items() if before.get(seat) != mark}
    if not changed:
        return 0

    Attendance.objects.filter(
        part=part, seat__in=[seat for seat in changed if changed[seat] is None]
    ).delete()
    Attendance.objects.bulk_create(
        [
            Attendance(
                service=training.service,
                training=training,
                part=part,
                seat=rows[seat],
                organizer_id=rows[seat].organizer_id,
                mark=mark,
                marked_by=actor,
            )
            for seat, mark in changed.items()
            if mark is not None
        ],
        update_conflicts=True,
        unique_fields=["seat", "part"],
        update_fields=["mark", "marked_by", "marked_at"],
    )
    _record(training, part, actor, _corrected(rows, before, changed))
    if training.state == Training.State.HELD:
        write_completions(training, actor=actor, corrects=True)
        invite_to_evaluate(training)
        mark_stale(service=training.service, room="trainings")
    return len(changed)


def _refuse_unless_possible(training, part, marks):
    if training.state == Training.State.HELD:
        if None in marks.values():
            raise Refused(_("The training is marked as held, so everybody must have a mark."))
    elif not training.is_announced:
        raise Refused(_("Attendance is entered only for an announced training."))
    # From the morning of the day: people sign in before the beginning.
    if timezone.localdate() < local(part.starts_at).date():
        raise Refused(_("Attendance can be entered from %(day)s.") % {"day": short_date(part.starts_at)})
    if not {*marks.values()} <= {None, *Attendance.Mark.values}:
        raise Refused(_("Choose present, absent or sent apologies."))


def _without_mark(training, part):
    marked = Attendance.objects.filter(part=part).values("seat")
    return Seat.objects.coming().filter(training=training).exclude(pk__in=marked).values_list("pk", flat=True)


def _seats(training, marks):
    rows = Seat.objects.coming().filter(training=training).in_bulk(list(marks))
    if len(rows) != len(marks):
        raise Refused(_("Somebody on this list is no longer booked. Open the list again."))
    return rows


def _corrected(rows, before, changed):
    return {rows[seat].full_name: [before[seat], changed[seat]] for seat in changed if seat in before}


def _record(training, part, actor, corrected):
    """Every correction, because it replaces a mark; entering for the first time once an hour.

    With a script each tick is saved alone, and who entered a mark and when stands in its own row.
    """
    facts = {"part": part.ordinal}
    if corrected:
        facts["corrected"] = corrected
    elif _said_lately(training, actor, facts):
        return
    record(service=training.service, actor=actor, verb="attendance.marked", subject=training, changes=facts)


def _said_lately(training, actor, facts):
    lately = HistoryEntry.objects.about(training).filter(at__gt=timezone.now() - SAID_AGAIN_AFTER)
    return lately.filter(actor=actor, verb="attendance.marked", changes=facts).exists()
