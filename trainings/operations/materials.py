"""Materials of a programme: files and links for those who come and for those who lead."""

from contextlib import ExitStack

from django.utils import timezone
from django.utils.translation import gettext as _

from services.history import record
from trainings.models import Material
from trainings.operations.common import check_works_in
from trainings.operations.versions import lock_programme
from vsrs.refusals import Refused
from vsrs.transactions import operation
from vsrs.uploads import stored

FOLDER = "trainings/materials"
MOST = 40


@operation
def add_materials(programme, *, actor, title, audience, link="", uploads=()):
    """Add a link, or files (`Upload`), all of them or none; stored only once nothing speaks against them."""
    check_works_in(actor, programme.service_id)
    programme = lock_programme(programme.pk)
    if bool(link) == bool(uploads):
        raise Refused(_("Choose a file or enter a link, one of the two."), field="uploads")
    if programme.materials.current().count() + (len(uploads) or 1) > MOST:
        raise Refused(
            _("A programme has at most %(most)d materials. Remove one first.") % {"most": MOST},
            field="uploads",
        )
    of_all = {"service": programme.service, "programme": programme, "audience": audience, "added_by": actor}
    if link:
        return [_save(Material(**of_all, title=title, link=link), actor)]
    with ExitStack() as kept:
        return [
            _save(
                Material(
                    **of_all,
                    title=_title_of(upload, title, len(uploads)),
                    file=kept.enter_context(stored(upload, FOLDER)),
                    file_name=upload.name,
                    file_size=upload.size,
                    file_type=upload.mime,
                ),
                actor,
            )
            for upload in uploads
        ]


def _title_of(upload, title, count):
    """What was typed; each of several by its name, after what they have in common."""
    if title and count == 1:
        return title
    name = upload.name.removesuffix(f".{upload.extension}")
    return (f"{title}: {name}" if title else name)[:160]


def _save(material, actor):
    material.save(force_insert=True)
    record(
        service=material.service,
        actor=actor,
        verb="material.added",
        subject=material.programme,
        changes={"material": [None, material.title]},
    )
    return material


@operation
def remove_material(material, *, actor):
    """Nobody is offered it any more. The file stays: a copied programme may offer it too. Safe to repeat."""
    check_works_in(actor, material.service_id)
    material = (
        Material.objects.select_for_update(of=("self",)).select_related("programme").get(pk=material.pk)
    )
    if material.removed_at:
        return material
    material.removed_at = timezone.now()
    material.save(update_fields=["removed_at"])
    record(
        service=material.service,
        actor=actor,
        verb="material.removed",
        subject=material.programme,
        changes={"material": [material.title, None]},
    )
    return material
