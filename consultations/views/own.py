"""An organizer's own requests: the list, the thread, its files."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from consultations.access import asking_organizers, get_own_attachment, get_own_request, own_requests
from consultations.filters import OwnRequestFilter
from consultations.forms.ask import ReplyForm
from consultations.operations.asking import reply
from consultations.queries import history_of, referrals_of, thread_for_organizer
from vsrs import exports, lists
from vsrs.refusals import Refused
from vsrs.uploads import download

COLUMNS = [
    (gettext_lazy("Number"), "number"),
    (gettext_lazy("Organizer"), "organizer_name"),
    (gettext_lazy("Topic"), "get_topic_display"),
    (gettext_lazy("In short"), "subject"),
    (gettext_lazy("State"), "get_state_display"),
    (gettext_lazy("Asked"), "asked_at"),
    (gettext_lazy("Closed on"), "closed_at"),
]
ORDERING = {
    "broj": ["number", "pk"],
    "tema": ["topic", "pk"],
    "stanje": ["state", "pk"],
    "postavljeno": ["asked_at", "pk"],
}


@require_safe
def requests(request):
    rows = own_requests(request.user)
    listing = lists.listing(request, rows, OwnRequestFilter, ordering=ORDERING, default_order="-postavljeno")
    if listing.export:
        return exports.respond(request, listing, name="savjeti", columns=COLUMNS)
    context = {
        "listing": listing,
        "several": len({row.organizer_id for row in listing}) > 1,
        "ask_at": next((row.service for row in asking_organizers(request.user)), None),
    }
    return render(request, "consultations/own_requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request, number):
    advice = get_own_request(request.user, number)
    form = ReplyForm(request.POST, request.FILES) if request.method == "POST" else ReplyForm()
    if form.is_valid():
        try:
            reply(advice, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your reply is sent."))
            return redirect(advice)
    context = {
        "advice": advice,
        "service": advice.service,
        "form": form,
        "is_new": "gotovo" in request.GET,
        "thread": thread_for_organizer(request.user, advice),
        "referrals": referrals_of(request.user, advice),
        "history": history_of(request.user, advice).filter(organizer_id=advice.organizer_id),
    }
    return render(request, "consultations/own_request.html", context, status=422 if form.errors else 200)


@require_safe
def attachment(request, number, pk):
    found = get_own_attachment(request.user, number, pk)
    return download(found.file.name, name=found.file_name, mime=found.file_type)
