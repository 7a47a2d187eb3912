"""A training once more to other days, and a draft by a newer version of its programme."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trainings.access import get_training_to_run
from trainings.forms.copy import CopyForm
from trainings.operations.copies import copy_training, take_newest_version
from vsrs.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request, service_slug, pk):
    training = get_training_to_run(request.user, service_slug, pk)
    form = CopyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = copy_training(training, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("The copy is saved as a draft. Look at its dates and publish it."))
            return redirect("trainings:desk_training", service_slug, made.pk)
    context = {
        "service": training.service,
        "training": training,
        "parts": training.parts.all(),
        "form": form,
    }
    return render(request, "trainings/desk_copy.html", context, status=422 if form.errors else 200)


@require_POST
def take_version(request, service_slug, pk):
    training = get_training_to_run(request.user, service_slug, pk)
    try:
        take_newest_version(training, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The draft goes by the newest version of its programme."))
    return redirect("trainings:desk_training", service_slug, pk)
