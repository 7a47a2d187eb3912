"""Programmes of a service, and those the republic office shares."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from services.access import get_service_to_work_in
from trainings.access import get_programme_to_change, get_programme_to_run
from trainings.desk_filters import ProgrammeFilter
from trainings.forms.programme import ProgrammeForm
from trainings.operations.planning import change_programme, create_programme
from trainings.queries import programmes_to_run
from vsrs import exports, lists
from vsrs.refusals import Refused

COLUMNS = [
    (gettext_lazy("Title"), "title"),
    (gettext_lazy("Subject"), "get_subject_display"),
    (gettext_lazy("Hours"), "hours"),
    (gettext_lazy("Whose"), "service.name"),
    (gettext_lazy("Trainings"), "run_count"),
]
ORDERING = {"naziv": ["sort", "pk"], "sati": ["hours", "pk"]}


@require_safe
def programmes(request, service_slug):
    service = get_service_to_work_in(request.user, service_slug)
    rows = programmes_to_run(request.user, service)
    listing = lists.listing(request, rows, ProgrammeFilter, ordering=ORDERING, default_order="naziv")
    if listing.export:
        return exports.respond(request, listing, name="programi", columns=COLUMNS)
    return render(request, "trainings/desk_programmes.html", {"service": service, "listing": listing})


@require_http_methods(["GET", "HEAD", "POST"])
def new_programme(request, service_slug):
    service = get_service_to_work_in(request.user, service_slug)
    form = ProgrammeForm(request.POST if request.method == "POST" else None, shares=service.is_republic)
    if form.is_valid():
        programme = _save(form, create_programme, service, actor=request.user)
        if programme:
            messages.success(request, _("The programme is saved."))
            return redirect("trainings:desk_programmes", service.slug)
    return _page(request, service, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def programme(request, service_slug, pk):
    service = get_service_to_work_in(request.user, service_slug)
    programme = get_programme_to_run(request.user, service, pk)
    if programme.service_id != service.pk and request.method != "POST":
        context = {"service": service, "programme": programme}
        return render(request, "trainings/desk_programme_shared.html", context)
    programme = get_programme_to_change(request.user, service_slug, pk)
    form = ProgrammeForm(
        request.POST if request.method == "POST" else None, programme=programme, shares=service.is_republic
    )
    if form.is_valid() and _save(form, change_programme, programme, actor=request.user):
        messages.success(request, _("The programme is saved."))
        return redirect("trainings:desk_programmes", service.slug)
    return _page(request, service, form, programme)


def _save(form, operation, target, *, actor):
    try:
        return operation(target, actor=actor, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None


def _page(request, service, form, programme):
    context = {"service": service, "form": form, "programme": programme}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "trainings/desk_programme.html", context, status=status)
