"""The evaluation of a training: by the link of a letter, without an account, and without a name."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from trainings.access import find_evaluation_invitation
from trainings.forms.evaluation import EvaluationForm
from trainings.operations.evaluation import submit_evaluation
from vsrs.by_token import by_token
from vsrs.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@by_token("evaluation")
def evaluate(request, token):
    invitation = find_evaluation_invitation(token)
    if invitation is None:
        return _end(request, "unknown", status=404)
    if invitation.is_used:
        return _end(request, "used", invitation)
    if invitation.expires_on < timezone.localdate():
        return _end(request, "over", invitation, status=410)
    training = invitation.training
    form = EvaluationForm(request.POST if request.method == "POST" else None, leaders=training.trainers.all())
    if form.is_valid():
        try:
            submit_evaluation(invitation, **form.said)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            # The same address thanks from now on.
            return redirect("trainings:evaluate", token)
    context = {
        "form": form,
        "training": training,
        "service": training.service,
        "until": invitation.expires_on,
    }
    status = 422 if form.errors else 200
    return render(request, "trainings/evaluate.html", context, status=status)


def _end(request, state, invitation=None, status=200):
    training = invitation.training if invitation else None
    context = {"state": state, "training": training}
    return render(request, "trainings/evaluation_over.html", context, status=status)
