"""Asking a question."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from consultations.access import asking_organizers
from consultations.forms.ask import AskForm
from consultations.models import Topic
from consultations.operations.asking import ask
from consultations.similar import similar
from services.access import get_service
from vsrs.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def new(request, service_slug):
    service = request.service = get_service(request.user, service_slug)
    everything = list(asking_organizers(request.user))
    if not everything:
        # Its page says how an organizer is registered, or what its application waits for.
        return redirect("organizers:account")
    organizers = [row for row in everything if row.service_id == service.pk]
    if not organizers:
        return redirect("consultations:ask", everything[0].service.slug)
    if request.method != "POST":
        topic = request.GET.get("tema", "")
        initial = {"topic": topic} if topic in Topic.values else {}
        return _page(request, service, AskForm(organizers=organizers, initial=initial))
    form = AskForm(request.POST, request.FILES, organizers=organizers)
    if "slicno" in request.POST:
        form.show_again()
        return _page(request, service, form)
    if form.is_valid():
        said = form.cleaned_data
        said["organizer"] = next(row for row in organizers if row.pk == said["organizer"])
        try:
            asked = ask(actor=request.user, **said)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(f"{asked.get_absolute_url()}?gotovo=1")
    return _page(request, service, form, status=422)


def _page(request, service, form, status=200):
    words = f"{form['subject'].value() or ''} {form['question'].value() or ''}"
    context = {"service": service, "form": form, "similar": similar(words, form["topic"].value() or "")}
    return render(request, "consultations/ask.html", context, status=status)
