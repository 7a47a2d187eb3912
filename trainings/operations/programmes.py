"""Programmes: what is taught, whoever runs it."""

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from services.history import record
from trainings.curriculum import plain_hours
from trainings.models import Material, Prerequisite, Programme, ProgrammePart
from trainings.operations.common import Conflict, assign, check_works_in
from trainings.operations.versions import keep_version, lock_programme
from vsrs.refusals import Refused
from vsrs.text import fold, sort_key
from vsrs.transactions import operation

PROGRAMME_FIELDS = {
    *("title", "subject", "summary", "aims", "audience", "hours"),
    *("certificate_share", "certificate_months", "measure_code", "is_shared"),
}
# Any number that no other lock of the portal uses.
LOCK_OF_PREREQUISITES = 714_001


@operation
def create_programme(service, *, actor, parts=(), prerequisites=(), copy_of=None, **fields):
    """A new programme with its first version.

    `parts`: dicts with title, hours and perhaps agenda. `prerequisites`: dicts with required (a programme)
    and perhaps valid_months. `copy_of`: a programme the actor sees, whose materials go along.
    """
    check_works_in(actor, service.pk)
    _refuse_sharing(service, fields)
    programme = Programme(service=service)
    assign(programme, fields, PROGRAMME_FIELDS)
    _refuse_other_hours(programme, parts)
    _fold_programme(programme)
    programme.save(force_insert=True)
    _write_parts(programme, parts)
    _write_prerequisites(programme, prerequisites)
    if copy_of:
        _copy_materials(copy_of, programme, actor)
    keep_version(programme, actor=actor)
    record(
        service=service,
        actor=actor,
        verb="programme.created",
        subject=programme,
        changes={"copy_of": copy_of.title} if copy_of else {},
    )
    return programme


@operation
def change_programme(programme, *, actor, expected_revision, parts=None, prerequisites=None, **fields):
    """Change what is given; a version is kept when what people learn changes.

    `expected_revision` is the one the person started from: if somebody else saved meanwhile, nothing is
    overwritten and `Conflict` brings what the programme is now.
    """
    check_works_in(actor, programme.service_id)
    programme = lock_programme(programme.pk)
    if programme.revision != expected_revision:
        raise Conflict(
            _("Somebody else has changed this programme meanwhile. Compare both versions and save again."),
            current=programme,
        )
    if programme.retired_at:
        raise Refused(_("This programme is no longer run. Bring it back before you change it."))
    _refuse_sharing(programme.service, fields)
    if not programme.version_number:
        keep_version(programme, actor=None)  # what earlier runs were planned by
    changes = assign(programme, fields, PROGRAMME_FIELDS)
    if parts is not None:
        _refuse_other_hours(programme, parts)
        changes |= _write_parts(programme, parts)
    if prerequisites is not None:
        changes |= _write_prerequisites(programme, prerequisites)
    if not changes:
        return programme
    _fold_programme(programme)
    programme.revision += 1
    columns = {*changes} - {"parts", "prerequisites"}
    programme.save(update_fields=[*columns, "revision", "search", "sort"])
    keep_version(programme, actor=actor)
    record(
        service=programme.service, actor=actor, verb="programme.changed", subject=programme, changes=changes
    )
    return programme


@operation
def retire_programme(programme, *, actor):
    """No new run is planned from it; those that are planned or held stay. Safe to repeat."""
    return _set_retired(programme, actor, timezone.now(), "programme.retired")


@operation
def restore_programme(programme, *, actor):
    """It can be run again. Safe to repeat."""
    return _set_retired(programme, actor, None, "programme.restored")


def _set_retired(programme, actor, when, verb):
    check_works_in(actor, programme.service_id)
    programme = lock_programme(programme.pk)
    if bool(programme.retired_at) == bool(when):
        return programme
    programme.retired_at = when
    programme.revision += 1
    programme.save(update_fields=["retired_at", "revision"])
    record(service=programme.service, actor=actor, verb=verb, subject=programme)
    return programme


# --- why not -----------------------------------------------------------------------------------
def _refuse_sharing(service, fields):
    if fields.get("is_shared") and not service.is_republic:
        raise Refused(_("Only the republic office shares programmes with all services."), field="is_shared")


def _refuse_other_hours(programme, parts):
    together = sum((part["hours"] for part in parts), start=0)
    if parts and plain_hours(together) != plain_hours(programme.hours):
        raise Refused(_("The hours of the programme are those of its parts together."), field="hours")


def _refuse_wrong_prerequisites(programme, wanted):
    seen = set()
    for row in wanted:
        required = row["required"]
        if required.pk == programme.pk:
            raise Refused(_("A programme cannot be its own prerequisite."), field="prerequisites")
        if required.service_id != programme.service_id and not required.is_shared:
            raise Refused(
                _("“%(title)s” is not shared, so it cannot be a prerequisite here.")
                % {"title": required.title},
                field="prerequisites",
            )
        if required.pk in seen:
            raise Refused(_("“%(title)s” is named twice.") % {"title": required.title}, field="prerequisites")
        seen.add(required.pk)
        if way := _way_back(required, programme):
            raise Refused(
                _(
                    "“%(required)s” itself asks for “%(title)s” (%(way)s), so nobody could ever begin. "
                    "Take one of the two away."
                )
                % {"required": required.title, "title": programme.title, "way": " → ".join(way)},
                field="prerequisites",
            )


def _way_back(required, programme):
    """Titles from `required` to `programme` along prerequisites; empty when there is no such way."""
    ways = {required.pk: [required.title]}
    layer = [required.pk]
    while layer:
        rows = Prerequisite.objects.filter(programme__in=layer).order_by("pk")
        layer = []
        for row in rows:
            if row.required_id == programme.pk:
                return [*ways[row.programme_id], programme.title]
            if row.required_id not in ways:
                ways[row.required_id] = [*ways[row.programme_id], row.required_title]
                layer.append(row.required_id)
    return []


# --- writing -----------------------------------------------------------------------------------
def _fold_programme(programme):
    programme.search = fold(f"{programme.title} {programme.summary}")[:900]
    programme.sort = sort_key(programme.title)[:330]


def _write_parts(programme, parts):
    stored = list(programme.parts.order_by("ordinal"))
    before = [(part.title, plain_hours(part.hours), part.agenda) for part in stored]
    after = [(part["title"], plain_hours(part["hours"]), part.get("agenda", "")) for part in parts]
    if before == after:
        return {}
    programme.parts.all().delete()
    ProgrammePart.objects.bulk_create(
        ProgrammePart(
            service=programme.service, programme=programme, ordinal=n, title=title, hours=hours, agenda=agenda
        )
        for n, (title, hours, agenda) in enumerate(after, 1)
    )
    return {"parts": [[title for title, *_ in before], [title for title, *_ in after]]}


def _write_prerequisites(programme, wanted):
    stored = list(programme.prerequisites.order_by("pk"))
    before = [(row.required_id, row.valid_months) for row in stored]
    after = [(row["required"].pk, row.get("valid_months")) for row in wanted]
    if before == after:
        return {}
    with connection.cursor() as cursor:
        # Two programmes made prerequisites of each other at the same moment would each see no circle.
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK_OF_PREREQUISITES])
    _refuse_wrong_prerequisites(programme, wanted)
    programme.prerequisites.all().delete()
    Prerequisite.objects.bulk_create(
        Prerequisite(
            service=programme.service,
            programme=programme,
            required=row["required"],
            required_title=row["required"].title,
            valid_months=row.get("valid_months"),
        )
        for row in wanted
    )
    titles = [row.required_title for row in stored], [row["required"].title for row in wanted]
    return {"prerequisites": list(titles)}


def _copy_materials(source, programme, actor):
    """The same files and links; a file is kept once, however many programmes offer it."""
    for material in Material.objects.visible_to(actor).current().filter(programme=source).order_by("pk"):
        material.pk = None
        material._state.adding = True
        material.service, material.programme = programme.service, programme
        material.added_by, material.added_at = actor, timezone.now()
        material.save(force_insert=True)
