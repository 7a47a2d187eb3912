"""The waiting list of a full training: join, see one's place, leave."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trainings.access import get_training, get_waiting_entry
from trainings.card import booking_card, people_to_book, with_lacks
from trainings.conditions import conditions_of
from trainings.forms.booking import WaitingForm
from trainings.forms.rules import questions_to_ask
from trainings.line_words import rule_of
from trainings.operations.guests import join_group
from trainings.operations.rules import note_demand
from trainings.operations.waiting import leave_waiting_list
from trainings.views.booking import asked_organizer
from trainings.waiting_lists import own_entries
from vsrs.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def join(request, service_slug, slug):
    training = get_training(request.user, service_slug, slug)
    if request.method != "POST":
        return _blank_form(request, training)
    organizer, is_asked = asked_organizer(request)
    more_rows = "jos" in request.POST
    choices = with_lacks(people_to_book(request.user, organizer), training)
    asked = {"choices": choices, "questions": questions_to_ask(training)}
    form = WaitingForm(request.POST, more_rows=more_rows, **asked)
    if more_rows:
        return _page(request, training, form, organizer)
    if form.is_valid() and is_asked:
        try:
            join_group(training, actor=request.user, organizer=organizer, **_said(form))
        except Refused as refusal:
            form.refuse(refusal)
            note_demand(refusal, training, actor=request.user, organizer=organizer)
        else:
            return redirect(request.path)
    elif not is_asked:
        form.add_error(None, _("Choose the organizer you are booking for."))
    return _page(request, training, form, organizer, status=422)


def _said(form):
    said = form.cleaned_data
    return {
        "known": form.known,
        "typed": form.typed,
        "takes_fewer": said["manje"],
        "support": {"phone": said["telefon"], "answers": form.answers},
        "needs": form.needs,
    }


@require_POST
def leave(request, service_slug, slug, pk):
    entry = get_waiting_entry(request.user, pk)
    if (entry.training.service.slug, entry.training.slug) != (service_slug, slug):
        raise Http404
    try:
        leave_waiting_list(entry, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("You have left the waiting list. Nothing more comes about this training.")
        )
    return redirect(entry.training)


def _blank_form(request, training):
    entries = own_entries(request.user, training)
    card = booking_card(request.user, training, request.GET.get("organizator", ""))
    if entries and not card.organizer:
        return _page(request, training, None, None, entries=entries)
    if not card.organizer:
        # The page of the training says why not.
        return redirect(f"{training.get_absolute_url()}#rezervacija")
    choices = with_lacks(people_to_book(request.user, card.organizer), training)
    initial = {"organizator": card.organizer.pk}
    form = WaitingForm(choices=choices, questions=questions_to_ask(training), initial=initial)
    return _page(request, training, form, card.organizer, entries=entries)


def _page(request, training, form, organizer, entries=None, status=200):
    if entries is None:
        entries = own_entries(request.user, training)
    context = {
        "training": training,
        "service": training.service,
        "organizer": organizer,
        "form": form,
        "entries": entries,
        "rule": list(rule_of(training)),
        "free": training.free_for_all,
        "can_book": training.free_for_all and training.accepts_bookings(),
        "book_url": reverse("trainings:book", args=[training.service.slug, training.slug]),
    }
    return render(request, "trainings/waiting.html", context | conditions_of(training), status=status)
