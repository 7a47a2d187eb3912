"""The calendar of holidays, kept by coordinators; what follows from a change happens with it."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from services.history import record
from services.holidays import shipped
from services.models import Holiday, Service
from services.tenancy import actor_of
from vsrs.refusals import Refused
from vsrs.text import to_cyrillic
from vsrs.transactions import operation

# follow(actor) -> how many promises were moved. Rooms above, whose deadlines go by this calendar, add theirs.
followers: list = []


@operation
def add_holiday(*, actor, day, name, reason):
    """(the holiday, how many promises moved)."""
    office = _office_of(actor)
    if Holiday.objects.filter(day=day).exists():
        raise Refused(_("This day is in the calendar already."), field="day")
    holiday = Holiday.objects.create(day=day, name=name, name_cyrl=to_cyrillic(name))
    _record(office, actor, "holiday.added", holiday, reason=reason)
    return holiday, _follow(actor)


@operation
def rename_holiday(holiday, *, actor, name, reason):
    office = _office_of(actor)
    holiday = Holiday.objects.select_for_update().get(pk=holiday.pk)
    before, holiday.name, holiday.name_cyrl = holiday.name, name, to_cyrillic(name)
    if before != name:
        holiday.save(update_fields=["name", "name_cyrl"])
        _record(office, actor, "holiday.renamed", holiday, reason=reason, name=[before, name])
    return holiday


@operation
def remove_holiday(holiday, *, actor, reason):
    """How many promises moved. Safe to repeat."""
    office = _office_of(actor)
    found = Holiday.objects.select_for_update().filter(pk=holiday.pk).first()
    if found is None:
        return 0
    _record(office, actor, "holiday.removed", found, reason=reason)
    found.delete()
    return _follow(actor)


@operation
def add_year(year, *, actor):
    """The days that return every year and the computed ones; those already there stay as they are."""
    office = _office_of(actor)
    known = set(Holiday.objects.filter(day__year=year).values_list("day", flat=True))
    made = [
        Holiday.objects.create(day=day, name=name, name_cyrl=to_cyrillic(name))
        for day, name in shipped(year).items()
        if day not in known
    ]
    if made:
        _record(office, actor, "holiday.year", made[0], year=year)
    return len(made), _follow(actor) if made else 0


def _office_of(actor):
    """The republic office, where this is decided."""
    rights = actor_of(actor)
    if not rights.is_coordinator:
        raise PermissionDenied
    return Service.objects.get(kind=Service.Kind.REPUBLIC, pk__in=rights.services)


def _follow(actor):
    return sum(follow(actor) for follow in followers)


def _record(office, actor, verb, holiday, **changes):
    facts = {"day": holiday.day.isoformat()} if verb != "holiday.year" else {}
    record(service=office, actor=actor, verb=verb, subject=holiday, changes=facts | changes)
