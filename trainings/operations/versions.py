"""Versions of programmes: kept when what people learn changes, so that a run stays what it was planned as."""

from services.tenancy import on_behalf_of
from trainings.curriculum import content_of
from trainings.models import Programme, ProgrammeVersion


def keep_version(programme, *, actor):
    """Write down what the locked programme is now, unless its newest version says the same."""
    content = content_of(
        programme, programme.parts.order_by("ordinal"), programme.prerequisites.order_by("pk")
    )
    newest = newest_version(programme)
    if newest and newest.content == content:
        return newest
    version = ProgrammeVersion.objects.create(
        service_id=programme.service_id,
        programme=programme,
        number=programme.version_number + 1,
        content=content,
        created_by=actor,
    )
    programme.version_number = version.number
    programme.save(update_fields=["version_number"])
    return version


def newest_version(programme):
    return programme.versions.order_by("-number").first()


def version_to_plan_by(programme):
    """The newest version; a programme from before versions were kept gets its first one."""
    if version := newest_version(programme):
        return version
    # A shared programme belongs to another service than the one that plans.
    with on_behalf_of(programme.service):
        return keep_version(lock_programme(programme.pk), actor=None)


def lock_programme(pk):
    return Programme.objects.select_for_update(of=("self",), no_key=True).select_related("service").get(pk=pk)
