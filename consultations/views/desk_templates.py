"""Templates of answers of a service."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.access import get_template
from consultations.forms.templates import TemplateForm
from consultations.operations.templates import retire_template, save_template
from consultations.queries import templates_of
from services.access import get_service_to_work_in
from vsrs.refusals import Refused


@require_safe
def templates(request, service_slug):
    service = get_service_to_work_in(request.user, service_slug)
    rows = templates_of(request.user, service).select_related("changed_by").order_by("is_retired", "title")
    return render(request, "consultations/desk_templates.html", {"service": service, "templates": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request, service_slug):
    return _edit(request, get_service_to_work_in(request.user, service_slug))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, service_slug, pk):
    return _edit(request, *get_template(request.user, service_slug, pk))


@require_POST
def retire(request, service_slug, pk):
    service, template = get_template(request.user, service_slug, pk)
    is_retired = "vracanje" not in request.POST
    retire_template(template, actor=request.user, is_retired=is_retired)
    messages.success(
        request,
        _("The template is no longer offered.") if is_retired else _("The template is offered again."),
    )
    return redirect("consultations:desk_templates", service.slug)


def _edit(request, service, template=None):
    kept = {name: getattr(template, name) for name in ("title", "topic", "body")} if template else {}
    form = TemplateForm(request.POST or None, initial=kept)
    if form.is_valid():
        try:
            save_template(service, actor=request.user, template=template, **form.said)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The template is saved."))
            return redirect("consultations:desk_templates", service.slug)
    context = {"service": service, "template": template, "form": form}
    return render(request, "consultations/desk_template.html", context, status=422 if form.errors else 200)
