"""An organizer's own requests: the list, the thread, its files."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.access import (
    asking_organizers,
    get_own_attachment,
    get_own_request,
    get_step,
    get_taken_time,
    get_time,
    own_requests,
)
from consultations.filters import OwnRequestFilter
from consultations.forms.ask import ReopenForm, ReplyForm
from consultations.ics import calendar_file
from consultations.models.request import REOPENED_WITHIN_DAYS
from consultations.notices import time_data
from consultations.operations.asking import reply
from consultations.operations.reopening import reopen
from consultations.operations.steps import finish_step
from consultations.operations.times import take_time, withdraw_time
from consultations.queries import history_of, referrals_of, steps_of, thread_for_organizer, times_of
from notifications.kinds import path_to
from vsrs import exports, lists
from vsrs.calendar_files import file_response
from vsrs.refusals import Refused
from vsrs.uploads import download

LONGEST_PK = 18
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
    """What is written here goes on with the request, or reopens it when it is closed."""
    advice = get_own_request(request.user, number)
    form_class, operation, sentence = (
        (ReopenForm, reopen, _("The request is open again."))
        if advice.is_closed
        else (ReplyForm, reply, _("Your reply is sent."))
    )
    form = form_class(request.POST, request.FILES) if request.method == "POST" else form_class()
    if form.is_valid():
        try:
            operation(advice, actor=request.user, **form.said)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, sentence)
            return redirect(advice)
    context = {
        "advice": advice,
        "service": advice.service,
        "form": form,
        "is_new": "gotovo" in request.GET,
        "thread": thread_for_organizer(request.user, advice),
        "times": times_of(request.user, advice),
        "steps": steps_of(request.user, advice),
        "referrals": referrals_of(request.user, advice),
        "history": history_of(request.user, advice).filter(organizer_id=advice.organizer_id),
        "reopened_within": REOPENED_WITHIN_DAYS,
    }
    return render(request, "consultations/own_request.html", context, status=422 if form.errors else 200)


@require_POST
def take(request, number):
    """One of the offered times; which, says the button or the choice (`termin`)."""
    advice = get_own_request(request.user, number)
    chosen = request.POST.get("termin", "")
    if not chosen.isdecimal() or len(chosen) > LONGEST_PK:
        messages.error(request, _("Choose one of the times."))
        return redirect(advice)
    time = get_time(request.user, advice, chosen)
    return _done(request, advice, take_time, time, _("The time is agreed. Both of you get a calendar file."))


@require_POST
def withdraw(request, number, pk):
    advice = get_own_request(request.user, number)
    time = get_taken_time(request.user, advice, pk)
    return _done(request, advice, withdraw_time, time, _("The conversation is withdrawn."))


@require_safe
def calendar(request, number, pk):
    advice = get_own_request(request.user, number)
    time = get_taken_time(request.user, advice, pk)
    page = path_to("consultations:own_request", advice.number)
    return file_response(calendar_file(time_data(advice, time, other=time.offered_by), page), advice.number)


@require_POST
def finish(request, number, pk):
    advice = get_own_request(request.user, number)
    return _done(request, advice, finish_step, get_step(request.user, advice, pk), _("The step is done."))


def _done(request, advice, operation, subject, sentence):
    try:
        operation(subject, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, sentence)
    return redirect(advice)


@require_safe
def attachment(request, number, pk):
    found = get_own_attachment(request.user, number, pk)
    return download(found.file.name, name=found.file_name, mime=found.file_type)
