"""Materials of a programme: kept at the desk, given out to those they are for."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from services.access import get_service_to_work_in
from trainings import programme_pages
from trainings.access import get_booking, get_programme_to_change, get_programme_to_run
from trainings.forms.material import MaterialForm
from trainings.materials import materials_for
from trainings.operations.materials import add_materials, remove_material
from trainings.views.link import opened_by
from vsrs.refusals import Refused
from vsrs.ui.writing import written
from vsrs.uploads import download


# --- the desk of a service ---------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def materials(request, service_slug, pk):
    programme = get_programme_to_change(request.user, service_slug, pk)
    form = MaterialForm(request.POST, request.FILES) if request.method == "POST" else MaterialForm()
    if form.is_valid():
        try:
            added = add_materials(programme, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            titles = ", ".join(written(material.title) for material in added)
            messages.success(request, _("Added: %(title)s") % {"title": titles})
            return redirect("trainings:desk_materials", service_slug, pk)
    context = {
        "service": programme.service,
        "programme": programme,
        "form": form,
        "materials": programme_pages.materials_of(request.user, programme),
    }
    return render(request, "trainings/desk_materials.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request, service_slug, pk, material_pk):
    programme = get_programme_to_change(request.user, service_slug, pk)
    material = get_object_or_404(programme_pages.materials_of(request.user, programme), pk=material_pk)
    remove_material(material, actor=request.user)
    messages.success(request, _("Removed: %(title)s") % {"title": material.title})
    return redirect("trainings:desk_materials", service_slug, pk)


@require_safe
def material(request, service_slug, pk, material_pk):
    """For whoever may run the programme."""
    service = get_service_to_work_in(request.user, service_slug)
    programme = get_programme_to_run(request.user, service, pk)
    return _file_of(get_object_or_404(programme_pages.materials_of(request.user, programme), pk=material_pk))


# --- those who come ----------------------------------------------------------------------------
@require_safe
@opened_by(get_booking)
def booking_material(request, booking, person, material_pk):
    """For the organizer of a booking, also by its secret link; what is for trainers looks like nothing."""
    found = next((row for row in materials_for(booking) if row.pk == material_pk), None)
    if found is None:
        raise Http404
    return _file_of(found)


def _file_of(material):
    if not material.file:
        raise Http404
    return download(material.file.name, name=material.file_name, mime=material.file_type)
