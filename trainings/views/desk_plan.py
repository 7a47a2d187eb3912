"""Planning a training and changing its plan."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from services.access import get_service_to_work_in
from trainings.access import get_training_to_run
from trainings.forms.copy import ProposalForm
from trainings.forms.differences import differences_of
from trainings.forms.rules import rules_of
from trainings.forms.training import TrainingForms, initial_of
from trainings.operations.common import Conflict
from trainings.operations.runs import change_training, plan_training
from trainings.plan_choices import choices_for, first_guess
from vsrs.fields import parse_date
from vsrs.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def new_training(request, service_slug):
    service = get_service_to_work_in(request.user, service_slug)
    choices = choices_for(request.user, service)
    if request.method != "POST":
        return _new_page(request, service, choices)
    forms = TrainingForms(request.POST, **choices)
    if forms.is_valid():
        try:
            training = plan_training(service, actor=request.user, **forms.said)
        except Refused as refusal:
            forms.refuse(refusal)
        else:
            messages.success(request, _("The draft is saved. Publish it when it is ready."))
            return redirect("trainings:desk_training", service.slug, training.pk)
    return _page(request, service, forms)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, service_slug, pk):
    training = get_training_to_run(request.user, service_slug, pk)
    if request.method != "POST":
        if training.is_over:
            messages.error(request, _("A training that is over or cancelled cannot be changed."))
            return redirect("trainings:desk_training", service_slug, pk)
        facts, parts, trainers = initial_of(training)
        choices = choices_for(request.user, training.service, training)
        rules, questions = rules_of(training)
        rows = {"parts": parts, "trainers": trainers, "questions": questions}
        forms = TrainingForms(initial=facts, rules=rules, **rows, **choices)
        return _page(request, training.service, forms, training)
    forms = TrainingForms(request.POST, **choices_for(request.user, training.service, training))
    if forms.is_valid():
        try:
            change_training(training, actor=request.user, expected_revision=forms.revision, **forms.said)
        except Conflict as conflict:
            return _both_versions(request, training.service, forms, conflict)
        except Refused as refusal:
            forms.refuse(refusal)
        else:
            messages.success(request, _("The training is changed."))
            return redirect("trainings:desk_training", service_slug, training.pk)
    return _page(request, training.service, forms, training)


def _both_versions(request, service, forms, conflict):
    """Nothing is overwritten: both versions side by side. Saving once more is then a decision."""
    differences = differences_of(forms, conflict.current)
    forms.start_from(conflict.current)
    forms.refuse(conflict)
    return _page(request, service, forms, conflict.current, differences=differences, status=409)


def _new_page(request, service, choices):
    """The form, filled from the programme in `?program=` and with days from the one in `?pocetak=`."""
    asked = request.GET.get("program", "")
    known = asked.isdecimal() and len(asked) < 10
    programme = choices["programmes"].filter(pk=int(asked)).first() if known else None
    first_day = parse_date(request.GET.get("pocetak", ""))
    facts, parts = first_guess(request.user, programme, first_day)
    forms = TrainingForms(initial=facts, parts=parts, **choices)
    start = {"program": programme and programme.pk, "pocetak": first_day}
    proposal = ProposalForm(initial=start, programmes=choices["programmes"])
    return _page(request, service, forms, proposal=proposal)


def _page(request, service, forms, training=None, *, differences=(), status=None, proposal=None):
    context = {
        "proposal": proposal,
        "service": service,
        "forms": forms,
        "form": forms.form,
        "training": training,
        "differences": differences,
    }
    status = status or (422 if forms.has_errors else 200)
    return render(request, "trainings/desk_plan.html", context, status=status)
