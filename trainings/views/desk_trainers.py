"""Trainers of the network at the desk of a service."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from services.access import can_manage, get_service_to_work_in
from services.queries import people_of
from trainings.forms.trainer import TrainerProfileForm
from trainings.operations.common import Conflict
from trainings.operations.trainers import (
    add_trainer,
    change_trainer,
    link_trainer,
    restore_trainer,
    retire_trainer,
)
from trainings.programme_pages import possible_prerequisites as programmes_in_sight
from trainings.trainer_filters import TrainerFilter
from trainings.trainer_marks import own_marks, together, trainer_results
from trainings.trainer_pages import led_by, own_profile, titles_of_lessons, trainers_of_network
from vsrs import exports, lists
from vsrs.refusals import Refused

COLUMNS = [
    (gettext_lazy("Full name"), "full_name"),
    (gettext_lazy("Position"), "position"),
    (gettext_lazy("Service"), "service.name"),
    (gettext_lazy("E-mail"), "email"),
    (gettext_lazy("Phone"), "phone"),
    (gettext_lazy("Can lead"), titles_of_lessons),
    (gettext_lazy("Trainings held"), "held_count"),
    (gettext_lazy("Last led"), "last_led"),
]
ORDERING = {"ime": ["sort", "pk"], "obuka": ["held_count", "pk"], "zadnja": ["last_led", "pk"]}
SHOWN = 20


@require_safe
def trainers(request, service_slug):
    service = get_service_to_work_in(request.user, service_slug)
    rows = trainers_of_network(request.user)
    listing = lists.listing(request, rows, TrainerFilter, ordering=ORDERING, default_order="ime")
    if listing.export:
        return exports.respond(request, listing, name="treneri", columns=COLUMNS)
    context = {"service": service, "listing": listing, "own": own_profile(request.user, service)}
    return render(request, "trainings/desk_trainers.html", context)


@require_safe
def own_teaching(request, service_slug):
    """What whoever asks leads and led, and what people thought of it."""
    service = get_service_to_work_in(request.user, service_slug)
    profile = own_profile(request.user, service)
    led = list(led_by(request.user, profile)) if profile else []
    marks = own_marks(led)
    now = timezone.now()
    for row in led:
        row.item = marks.get(row.training_id)
    context = {
        "service": service,
        "profile": profile,
        "ahead": [row for row in reversed(led) if row.training.ends_at > now],
        "behind": [row for row in led if row.training.ends_at <= now],
        "marks": together(marks),
    }
    return render(request, "trainings/desk_own_teaching.html", context)


@require_safe
def trainer(request, service_slug, pk):
    """Any service sees every trainer; the one that keeps the record changes it."""
    service = get_service_to_work_in(request.user, service_slug)
    profile = get_object_or_404(trainers_of_network(request.user), pk=pk)
    led = led_by(request.user, profile)
    context = {
        "service": service,
        "profile": profile,
        "is_own": profile.service_id == service.pk,
        "led": led[:SHOWN],
        "led_count": led.count(),
        "marks": trainer_results(request.user, service, profile),
    }
    return render(request, "trainings/desk_trainer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_trainer(request, service_slug):
    service = get_service_to_work_in(request.user, service_slug)
    form = _form(request, service)
    if form.is_valid():
        try:
            made = add_trainer(service, actor=request.user, **form.said)
            _link(made, form, request)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The trainer is on the list."))
            return redirect("trainings:desk_trainer", service.slug, made.pk)
    return _form_page(request, service, form)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, service_slug, pk):
    service, profile = _own(request, service_slug, pk)
    form = _form(request, service, profile)
    if form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            change_trainer(profile, actor=request.user, expected_revision=revision, **form.said)
            _link(profile, form, request)
        except Conflict as conflict:
            return _both_versions(request, service, form, conflict)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The trainer is changed."))
            return redirect("trainings:desk_trainer", service.slug, pk)
    return _form_page(request, service, form, profile)


@require_POST
def retire(request, service_slug, pk):
    _service, profile = _own(request, service_slug, pk)
    retire_trainer(profile, actor=request.user)
    messages.success(request, _("The trainer is not offered for new trainings any more."))
    return redirect("trainings:desk_trainer", service_slug, pk)


@require_POST
def restore(request, service_slug, pk):
    _service, profile = _own(request, service_slug, pk)
    restore_trainer(profile, actor=request.user)
    messages.success(request, _("The trainer is on the list again."))
    return redirect("trainings:desk_trainer", service_slug, pk)


def _own(request, service_slug, pk):
    service = get_service_to_work_in(request.user, service_slug)
    return service, get_object_or_404(trainers_of_network(request.user), service=service, pk=pk)


def _form(request, service, trainer=None):
    data = request.POST if request.method == "POST" else None
    people = [row.user for row in people_of(request.user, service)[0]]
    return TrainerProfileForm(
        data,
        programmes=programmes_in_sight(request.user, service),
        people=people if can_manage(request.user, service) else (),
        trainer=trainer,
    )


def _link(profile, form, request):
    """Only a manager was asked whose record it is."""
    if "user" in form.fields:
        link_trainer(profile, actor=request.user, user=form.said_user)


def _both_versions(request, service, form, conflict):
    """What stands now is shown beside what was typed; saving once more is then a decision."""
    form.data = form.data.copy()
    form.data["revision"] = conflict.current.revision
    form.refuse(conflict)
    return _form_page(request, service, form, conflict.current, stands=conflict.current, status=409)


def _form_page(request, service, form, profile=None, *, stands=None, status=None):
    context = {"service": service, "form": form, "profile": profile, "stands": stands}
    status = status or (422 if form.is_bound and form.errors else 200)
    return render(request, "trainings/desk_trainer_form.html", context, status=status)
