"""Programmes of a service, and those the republic office shares."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from services.access import get_service_to_work_in
from trainings import programme_pages, queries
from trainings.access import get_programme_to_change, get_programme_to_run
from trainings.forms.differences import differences_of_programme
from trainings.forms.programme import ProgrammeForms, initial_of
from trainings.operations.common import Conflict
from trainings.operations.programmes import (
    change_programme,
    create_programme,
    restore_programme,
    retire_programme,
)
from trainings.programme_filters import ProgrammeFilter
from vsrs import exports, lists
from vsrs.refusals import Refused

COLUMNS = [
    (gettext_lazy("Title"), "title"),
    (gettext_lazy("Subject"), "get_subject_display"),
    (gettext_lazy("Hours"), "hours"),
    (gettext_lazy("Whose"), "service.name"),
    (gettext_lazy("Trainings"), "run_count"),
    (gettext_lazy("Measure of the strategy"), "measure_code"),
    (gettext_lazy("No longer run since"), "retired_at"),
]
ORDERING = {"naziv": ["sort", "pk"], "sati": ["hours", "pk"]}
LATEST_RUNS = 8


@require_safe
def programmes(request, service_slug):
    service = get_service_to_work_in(request.user, service_slug)
    rows = programme_pages.programmes_of(request.user, service)
    listing = lists.listing(request, rows, ProgrammeFilter, ordering=ORDERING, default_order="naziv")
    if listing.export:
        return exports.respond(request, listing, name="programi", columns=COLUMNS)
    return render(request, "trainings/desk_programmes.html", {"service": service, "listing": listing})


@require_safe
def programme(request, service_slug, pk):
    service = get_service_to_work_in(request.user, service_slug)
    programme = get_programme_to_run(request.user, service, pk)
    runs = queries.trainings_of(request.user, service).filter(programme=programme).order_by("-starts_at")
    context = {
        "service": service,
        "programme": programme,
        "is_own": programme.service_id == service.pk,
        "parts": programme_pages.parts_of(request.user, programme),
        "prerequisites": programme_pages.prerequisites_of(request.user, programme),
        "opens": programme_pages.opened_by(request.user, programme),
        "materials": programme_pages.materials_of(request.user, programme),
        "runs": runs[:LATEST_RUNS],
    }
    return render(request, "trainings/desk_programme.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_programme(request, service_slug):
    service = get_service_to_work_in(request.user, service_slug)
    original = _original(request, service)
    if request.method != "POST":
        start = _copy_of(original) if original else None
        return _form_page(request, service, _forms(request, service, start=start), original=original)
    forms = _forms(request, service, request.POST)
    if forms.is_valid():
        try:
            made = create_programme(service, actor=request.user, copy_of=original, **forms.said)
        except Refused as refusal:
            forms.refuse(refusal)
        else:
            messages.success(request, _("The programme is saved."))
            return redirect("trainings:desk_programme", service.slug, made.pk)
    return _form_page(request, service, forms, original=original)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, service_slug, pk):
    programme = get_programme_to_change(request.user, service_slug, pk)
    service = programme.service
    if request.method != "POST":
        if programme.retired_at:
            return redirect("trainings:desk_programme", service_slug, pk)
        forms = _forms(request, service, programme=programme, start=initial_of(programme))
        return _form_page(request, service, forms, programme)
    forms = _forms(request, service, request.POST, programme=programme)
    if forms.is_valid():
        try:
            change_programme(programme, actor=request.user, expected_revision=forms.revision, **forms.said)
        except Conflict as conflict:
            return _both_versions(request, service, forms, conflict)
        except Refused as refusal:
            forms.refuse(refusal)
        else:
            messages.success(request, _("The programme is saved."))
            return redirect("trainings:desk_programme", service_slug, pk)
    return _form_page(request, service, forms, programme)


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request, service_slug, pk):
    programme = get_programme_to_change(request.user, service_slug, pk)
    if request.method == "POST":
        retire_programme(programme, actor=request.user)
        messages.success(request, _("The programme is no longer run."))
    if request.method == "POST" or programme.retired_at:
        return redirect("trainings:desk_programme", service_slug, pk)
    coming = queries.trainings_of(request.user, programme.service).filter(programme=programme)
    context = {
        "service": programme.service,
        "programme": programme,
        "coming": coming.filter(state__in=[*queries.ANNOUNCED, "draft"]).order_by("starts_at"),
        "opens": programme_pages.opened_by(request.user, programme),
    }
    return render(request, "trainings/desk_programme_retire.html", context)


@require_POST
def restore(request, service_slug, pk):
    programme = get_programme_to_change(request.user, service_slug, pk)
    restore_programme(programme, actor=request.user)
    messages.success(request, _("The programme can be run again."))
    return redirect("trainings:desk_programme", service_slug, pk)


@require_safe
def versions(request, service_slug, pk):
    """All versions; what changed from `?od=` to `?do=`, without them from the last but one to the last."""
    service = get_service_to_work_in(request.user, service_slug)
    programme = get_programme_to_run(request.user, service, pk)
    rows = list(programme_pages.versions_of(request.user, programme))
    newer = _chosen(rows, request.GET.get("do"), default=rows[0] if rows else None)
    before = [row for row in rows if newer and row.number < newer.number]
    older = _chosen(before, request.GET.get("od"), default=before[0] if before else None)
    context = {
        "service": service,
        "programme": programme,
        "versions": rows,
        "older": older,
        "newer": newer,
        "changes": programme_pages.changes_between(older, newer) if older else [],
    }
    return render(request, "trainings/desk_programme_versions.html", context)


def _chosen(rows, asked, *, default):
    return next((row for row in rows if str(row.number) == asked), default)


# --- the form ----------------------------------------------------------------------------------
def _forms(request, service, data=None, *, programme=None, start=None):
    return ProgrammeForms(
        data,
        programmes=programme_pages.possible_prerequisites(request.user, service, programme),
        shares=service.is_republic,
        start=start,
    )


def _original(request, service):
    """The programme that a new one is made from: `?kopija=`."""
    asked = request.GET.get("kopija", "")
    if not asked.isdecimal() or len(asked) > 9:
        return None
    return get_programme_to_run(request.user, service, int(asked))


def _copy_of(original):
    facts, parts, before = initial_of(original)
    title = _("%(title)s (copy)") % {"title": original.title[:150]}
    return facts | {"title": title, "is_shared": False, "revision": 0}, parts, before


def _both_versions(request, service, forms, conflict):
    """Nothing is overwritten: both versions side by side. Saving once more is then a decision."""
    differences = differences_of_programme(forms, conflict.current)
    forms.start_from(conflict.current)
    forms.refuse(conflict)
    return _form_page(request, service, forms, conflict.current, differences=differences, status=409)


def _form_page(request, service, forms, programme=None, *, original=None, differences=(), status=None):
    context = {
        "service": service,
        "forms": forms,
        "form": forms.form,
        "programme": programme,
        "original": original,
        "differences": differences,
    }
    status = status or (422 if forms.has_errors else 200)
    return render(request, "trainings/desk_programme_form.html", context, status=status)
