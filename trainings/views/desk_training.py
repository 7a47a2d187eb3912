"""One training at the desk: what it is now, what to do next."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from services.access import get_service_to_work_in
from services.models import HistoryEntry
from trainings import queries
from trainings.access import get_training_to_run
from trainings.clashes import clashes_of
from trainings.conditions import conditions_of
from trainings.curriculum import curriculum_of
from trainings.desk_filters import DeskTrainingFilter
from trainings.forms.cancel import CancelForm
from trainings.forms.rules import questions_of
from trainings.models import Booking, Training, WaitingEntry
from trainings.models.waiting import IN_LINE
from trainings.needs import needs_in
from trainings.next_step import Now
from trainings.operations.announcing import cancel_training, confirm_training, mark_held, publish_training
from trainings.operations.discarding import discard_draft
from trainings.plan_choices import has_newer_version, series_of
from trainings.waiting_lists import list_of
from vsrs import exports, lists
from vsrs.refusals import Refused

COLUMNS = [
    (gettext_lazy("Title"), "title"),
    (gettext_lazy("Subject"), "get_subject_display"),
    (gettext_lazy("Begins"), "starts_at"),
    (gettext_lazy("Ends"), "ends_at"),
    (gettext_lazy("State"), "get_state_display"),
    (pgettext_lazy("training", "Form"), "get_form_display"),
    (gettext_lazy("Venue"), "venue"),
    (gettext_lazy("Seats taken"), "taken"),
    (gettext_lazy("Seats"), "seats"),
    (pgettext_lazy("people", "Waiting"), "waiting_people"),
]
ORDERING = {
    "datum": ["starts_at", "pk"],
    "naziv": ["sort", "starts_at", "pk"],
    "mjesta": ["taken", "pk"],
}
LATEST = 8


@require_safe
def trainings(request, service_slug):
    service = get_service_to_work_in(request.user, service_slug)
    rows = queries.with_waiting(queries.trainings_of(request.user, service))
    listing = lists.listing(request, rows, DeskTrainingFilter, ordering=ORDERING, default_order="-datum")
    if listing.export:
        return exports.respond(request, listing, name="obuke", columns=COLUMNS)
    return render(request, "trainings/desk_trainings.html", {"service": service, "listing": listing})


@require_safe
def training(request, service_slug, pk):
    try:
        training = get_training_to_run(request.user, service_slug, pk)
    except Http404:
        return _discarded(request, service_slug, pk)
    bookings = Booking.objects.visible_to(request.user).filter(training=training).standing()
    in_line, gone = list_of(request.user, training)
    context = {
        "service": training.service,
        "training": training,
        "now": Now.of(training),
        "parts": training.parts.all(),
        "trainers": training.trainers.all(),
        "bookings": bookings[:LATEST],
        "booking_count": bookings.count(),
        "unanswered": bookings.filter(state=Booking.State.REQUESTED).count(),
        "needs": needs_in(request.user, training),
        "questions": questions_of(training),
        **conditions_of(training),
        "waiting": in_line,
        "has_line": bool(in_line),
        "has_waited": bool(gone),
        "series": series_of(request.user, training),
        "has_newer_version": has_newer_version(training),
        "clashes": clashes_of(request.user, training),
        "certificate_share": curriculum_of(training).certificate_share,
    }
    return render(request, "trainings/desk_training.html", context)


def _discarded(request, service_slug, pk):
    """The history leads here also from a draft that is gone."""
    service = get_service_to_work_in(request.user, service_slug)
    gone = Training(pk=pk)
    entries = HistoryEntry.objects.visible_to(request.user).filter(service=service).about(gone)
    entry = get_object_or_404(entries, verb="training.discarded")
    context = {"service": service, "gone": gone, "title": entry.subject_text}
    return render(request, "trainings/desk_discarded.html", context)


def _waiting(user, training):
    entries = WaitingEntry.objects.visible_to(user).filter(training=training)
    return entries.filter(state__in=IN_LINE)


@require_POST
def publish(request, service_slug, pk):
    return _do(request, service_slug, pk, publish_training, _("The training is published."))


@require_POST
def confirm(request, service_slug, pk):
    return _do(request, service_slug, pk, confirm_training, _("The training is confirmed."))


@require_POST
def held(request, service_slug, pk):
    return _do(request, service_slug, pk, mark_held, _("The training is marked as held."))


def _do(request, service_slug, pk, operation, done):
    training = get_training_to_run(request.user, service_slug, pk)
    try:
        operation(training, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("trainings:desk_training", service_slug, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request, service_slug, pk):
    training = get_training_to_run(request.user, service_slug, pk)
    if request.method == "POST":
        try:
            discard_draft(training, actor=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The draft is discarded: %s") % training.title)
            return redirect("trainings:desk_trainings", service_slug)
    if training.state != Training.State.DRAFT or request.method == "POST":
        return redirect("trainings:desk_training", service_slug, pk)
    context = {"service": training.service, "training": training, "parts": training.parts.all()}
    return render(request, "trainings/desk_discard.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, service_slug, pk):
    training = get_training_to_run(request.user, service_slug, pk)
    if not training.is_announced:
        # Its own page says what became of it.
        return redirect("trainings:desk_training", service_slug, pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            cancel_training(training, actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("The training is cancelled and everybody who booked is being told."))
            return redirect("trainings:desk_training", service_slug, pk)
    bookings = Booking.objects.visible_to(request.user).filter(training=training).standing()
    context = {
        "service": training.service,
        "training": training,
        "form": form,
        "bookings": bookings.order_by("organizer_name", "pk"),
        "waiting": _waiting(request.user, training),
    }
    status = 422 if form.errors else 200
    return render(request, "trainings/desk_cancel.html", context, status=status)
