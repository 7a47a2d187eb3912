"""The page of one training."""

from math import ceil
from operator import attrgetter
from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from trainings.access import get_training_to_read
from trainings.card import booking_card, people_to_book, shown_in_card, with_lacks
from trainings.conditions import conditions_of
from trainings.curriculum import curriculum_of
from trainings.materials import materials_of_bookings
from trainings.plan_choices import series_of
from trainings.prose import prose_of
from trainings.waiting_lists import own_entries

# What the head of the page shows of a training besides its prose.
_head = attrgetter("title", "summary", "starts_at", "ends_at")


@login_not_required
@require_safe
def detail(request, service_slug, slug):
    training = get_training_to_read(request.user, service_slug, slug)
    card = booking_card(request.user, training, request.GET.get("organizator", ""))
    if card.entries:
        card.entries = own_entries(request.user, training)
    curriculum = curriculum_of(training)
    prose = prose_of(training)
    context = {
        "training": training,
        "service": training.service,
        "prose": prose,
        "shown": (prose, training.service.named, curriculum.hours, *_head(training)),
        # 1,5 and 4,5 take the form of the next whole number: 1,5 sata, 4,5 sati.
        "hours": ceil(curriculum.hours),
        "curriculum": curriculum,
        "series": series_of(request.user, training),
        "materials_of": materials_of_bookings(training, card.bookings),
        "card": card,
        **conditions_of(training),
        "can_cancel_free": training.cancel_by is None or timezone.now() < training.cancel_by,
    }
    context["goes_on"] = bool(training.has_questions or context["asked"])
    if card.state == "open":
        people = with_lacks(people_to_book(request.user, card.organizer), training)
        context["choices"], context["more_people"] = shown_in_card(people)
        context["choices_shown"] = tuple(choice.shown for choice in context["choices"])
        context["form_key"] = uuid4()
    return render(request, "trainings/detail.html", context)
