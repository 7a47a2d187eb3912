"""Materials of a programme: files and links for those who come and for those who lead."""

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
def add_material(programme, *, actor, title, audience, link="", upload=None):
    """Add a link or an `Upload`; a file is stored only once nothing speaks against it."""
    check_works_in(actor, programme.service_id)
    programme = lock_programme(programme.pk)
    if bool(link) == bool(upload):
        raise Refused(_("Choose a file or enter a link, one of the two."), field="upload")
    if programme.materials.current().count() >= MOST:
        raise Refused(
            _("A programme has at most %(most)d materials. Remove one first.") % {"most": MOST},
            field="upload",
        )
    material = Material(
        service=programme.service,
        programme=programme,
        title=title,
        audience=audience,
        link=link,
        added_by=actor,
    )
    if not upload:
        return _save(material, actor)
    with stored(upload, FOLDER) as name:
        material.file.name = name
        material.file_name, material.file_size, material.file_type = upload.name, upload.size, upload.mime
        return _save(material, actor)


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
