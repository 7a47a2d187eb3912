"""Programmes: what is taught, whoever runs it."""

from django.utils.translation import gettext as _

from services.history import record
from trainings.models import Programme
from trainings.operations.common import assign, check_works_in
from vsrs.refusals import Refused
from vsrs.text import fold, sort_key
from vsrs.transactions import operation

PROGRAMME_FIELDS = {
    *("title", "subject", "summary", "aims", "audience", "hours"),
    *("is_shared", "retired_at"),
}


@operation
def create_programme(service, *, actor, **fields):
    check_works_in(actor, service.pk)
    _refuse_sharing(service, fields)
    programme = Programme(service=service)
    assign(programme, fields, PROGRAMME_FIELDS)
    _fold_programme(programme)
    programme.save(force_insert=True)
    record(service=service, actor=actor, verb="programme.created", subject=programme)
    return programme


@operation
def change_programme(programme, *, actor, **fields):
    check_works_in(actor, programme.service_id)
    programme = (
        Programme.objects.select_for_update(of=("self",), no_key=True)
        .select_related("service")
        .get(pk=programme.pk)
    )
    _refuse_sharing(programme.service, fields)
    changes = assign(programme, fields, PROGRAMME_FIELDS)
    if changes:
        _fold_programme(programme)
        programme.save(update_fields=[*changes, "search", "sort"])
        record(
            service=programme.service,
            actor=actor,
            verb="programme.changed",
            subject=programme,
            changes=changes,
        )
    return programme


def _refuse_sharing(service, fields):
    if fields.get("is_shared") and not service.is_republic:
        raise Refused(_("Only the republic office shares programmes with all services."), field="is_shared")


def _fold_programme(programme):
    programme.search = fold(f"{programme.title} {programme.summary}")[:900]
    programme.sort = sort_key(programme.title)[:330]
