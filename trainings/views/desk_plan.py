"""Planning a training and changing its plan."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from services.access import get_service_to_work_in
from trainings.access import get_training_to_run
from trainings.forms.training import TrainingForms, initial_of
from trainings.operations.planning import Conflict, change_training, plan_training
from trainings.queries import programmes_to_run
from vsrs.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def new_training(request, service_slug):
    service = get_service_to_work_in(request.user, service_slug)
    programmes = programmes_to_run(request.user, service)
    if request.method != "POST":
        forms = TrainingForms(programmes=programmes, initial=_first_guess(request, programmes))
        return _page(request, service, forms)
    forms = TrainingForms(request.POST, programmes=programmes)
    if not forms.is_more and forms.is_valid():
        try:
            training = plan_training(service, actor=request.user, **_said(forms, with_programme=True))
        except Refused as refusal:
            forms.refuse(refusal)
        else:
            messages.success(request, _("The draft is saved. Publish it when it is ready."))
            return redirect("trainings:desk_training", service.slug, training.pk)
    return _page(request, service, forms)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, service_slug, pk):
    training = get_training_to_run(request.user, service_slug, pk)
    programmes = programmes_to_run(request.user, training.service)
    if request.method != "POST":
        facts, parts, trainers = initial_of(training)
        forms = TrainingForms(programmes=programmes, initial=facts, parts=parts, trainers=trainers)
        return _page(request, training.service, forms, training)
    forms = TrainingForms(request.POST, programmes=programmes)
    theirs = None
    if not forms.is_more and forms.is_valid():
        revision = forms.form.cleaned_data["revision"]
        try:
            change_training(training, actor=request.user, expected_revision=revision, **_said(forms))
        except Conflict as conflict:
            # Saving once more is then a decision: the form now starts from what is there.
            theirs = conflict.current
            forms.start_from(theirs)
            forms.refuse(conflict)
        except Refused as refusal:
            forms.refuse(refusal)
        else:
            messages.success(request, _("The training is changed."))
            return redirect("trainings:desk_training", service_slug, training.pk)
    return _page(request, training.service, forms, training, theirs)


def _said(forms, *, with_programme=False):
    said = {"parts": forms.part_rows, "trainers": forms.trainer_rows} | forms.facts
    if with_programme:
        said["programme"] = forms.form.cleaned_data["programme"]
    return said


def _first_guess(request, programmes):
    """What a new training takes from the programme in `?program=`."""
    asked = request.GET.get("program", "")
    programme = programmes.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 10 else None
    if programme is None:
        return {"seats": 20}
    facts = {name: getattr(programme, name) for name in ("title", "subject", "summary")}
    return facts | {"programme": programme, "seats": 20}


def _page(request, service, forms, training=None, theirs=None):
    context = {"service": service, "forms": forms, "form": forms.form, "training": training, "theirs": theirs}
    wrong = forms.is_bound and any(form.errors for form in forms.all_forms)
    return render(request, "trainings/desk_plan.html", context, status=422 if wrong else 200)
