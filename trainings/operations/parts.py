"""The parts (days) of a training: in order, none over another, each with the attendance entered for it."""

from itertools import pairwise

from django.utils.translation import gettext as _

from trainings.models import Attendance, Part
from vsrs.dates import local, short_date
from vsrs.refusals import Refused

PART_FIELDS = ("title", "starts_at", "ends_at", "place", "agenda")


def in_order(parts):
    """The parts by time, each after the one before."""
    if not parts:
        raise Refused(_("Enter at least one part with its day and time."), field="parts")
    ordered = sorted(parts, key=lambda part: part["starts_at"])
    for part in ordered:
        if part["ends_at"] <= part["starts_at"]:
            raise Refused(_("Each part must end after it begins."), field="parts")
    for earlier, later in pairwise(ordered):
        if later["starts_at"] < earlier["ends_at"]:
            raise Refused(
                _("Two parts overlap: %(day)s.") % {"day": short_date(later["starts_at"])}, field="parts"
            )
    return ordered


def write_parts(training, parts):
    """Make the stored parts equal to `parts`, which are in order; says whether anything changed.

    Attendance belongs to a day: a part that has some is neither removed nor moved to another one.
    """
    stored = list(training.parts.all())
    pairs = _pairs(stored, parts)
    kept = {row.pk for row, _part in pairs if row}
    surplus = [row.pk for row in stored if row.pk not in kept]
    _refuse_losing_attendance(pairs, surplus)
    Part.objects.filter(pk__in=surplus).delete()
    changed = bool(surplus)
    for ordinal, (row, part) in enumerate(pairs, 1):
        row = row or Part(service=training.service, training=training)
        wanted = {name: part.get(name, "") for name in PART_FIELDS} | {"ordinal": ordinal}
        columns = [name for name, value in wanted.items() if getattr(row, name) != value]
        for name in columns:
            setattr(row, name, wanted[name])
        if row.pk is None:
            row.save(force_insert=True)
        elif columns:
            row.save(update_fields=columns)
        changed = changed or bool(columns)
    return changed


def _pairs(stored, parts):
    """[(row or None, part)]: by the beginning, so that a day taken from the middle moves no other; what
    is then left over, by the day and at last by the order, so that a part that is moved keeps its row."""
    rows = [None] * len(parts)
    free = list(stored)
    for same in (_same_moment, _same_day, _anything):
        for place, part in enumerate(parts):
            if rows[place] is None and (row := next((row for row in free if same(row, part)), None)):
                rows[place] = row
                free.remove(row)
    return list(zip(rows, parts, strict=True))


def _same_moment(row, part):
    return row.starts_at == part["starts_at"]


def _same_day(row, part):
    return local(row.starts_at).date() == local(part["starts_at"]).date()


def _anything(row, part):
    return True


def _refuse_losing_attendance(pairs, surplus):
    moved = [row.pk for row, part in pairs if row and not _same_day(row, part)]
    marked = set(Attendance.objects.filter(part__in=[*surplus, *moved]).values_list("part", flat=True))
    if marked & {*surplus}:
        raise Refused(_("A part with entered attendance cannot be removed."), field="parts")
    if marked:
        raise Refused(_("A part with entered attendance cannot be moved to another day."), field="parts")
