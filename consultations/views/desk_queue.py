"""The queue of a service, and giving several requests to one adviser."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from consultations.access import requests_of
from consultations.filters import DeskRequestFilter, queues_of
from consultations.forms.desk import GiveOutForm
from consultations.operations.triage import give_out
from organizers.queries import staff_of
from services.access import get_service_to_work_in
from vsrs import exports, lists
from vsrs.refusals import Refused
from vsrs.ui.writing import written

COLUMNS = [
    (gettext_lazy("Number"), "number"),
    (gettext_lazy("Organizer"), "organizer_name"),
    (gettext_lazy("Topic"), "get_topic_display"),
    (gettext_lazy("In short"), "subject"),
    (gettext_lazy("State"), "get_state_display"),
    (gettext_lazy("Adviser"), "adviser"),
    (gettext_lazy("Asked"), "asked_at"),
    (gettext_lazy("First answer by"), "first_due"),
    (gettext_lazy("First answered"), "first_answered_at"),
    (gettext_lazy("Solution by"), "solution_due"),
    (gettext_lazy("Closed on"), "closed_at"),
    (gettext_lazy("Outcome"), "get_outcome_display"),
    (gettext_lazy("Depth"), "get_depth_display"),
]
ORDERING = {
    "broj": ["number", "pk"],
    "rok": ["first_due", "pk"],
    "postavljeno": ["asked_at", "pk"],
}


@require_http_methods(["GET", "HEAD", "POST"])
def requests(request, service_slug):
    service = request.service = get_service_to_work_in(request.user, service_slug)
    rows = requests_of(request.user, service)
    form = GiveOutForm(
        request.POST if request.method == "POST" else None,
        requests=rows.filter(service=service),
        advisers=staff_of(service),
    )
    if form.is_valid() and _given(request, form):
        return redirect(request.get_full_path())
    listing = lists.listing(request, rows, DeskRequestFilter, ordering=ORDERING, default_order="-postavljeno")
    if listing.export and not form.is_bound:
        return exports.respond(request, listing, name="savjetodavni-zahtjevi", columns=COLUMNS)
    context = {
        "service": service,
        "listing": listing,
        "queues": queues_of(request, service, rows),
        "give_form": form,
        "now": timezone.now(),
    }
    return render(request, "consultations/desk_requests.html", context, status=422 if form.errors else 200)


def _given(request, form):
    adviser = form.cleaned_data["adviser"]
    try:
        given = give_out(form.cleaned_data["zahtjev"], actor=request.user, adviser=adviser)
    except Refused as refusal:
        form.refuse(refusal)
        return False
    if given:
        sentence = ngettext(
            "%(n)d request is given to %(person)s.", "%(n)d requests are given to %(person)s.", len(given)
        )
        messages.success(request, sentence % {"n": len(given), "person": written(adviser)})
    else:
        messages.info(request, _("%(person)s has all of them already.") % {"person": written(adviser)})
    return True
