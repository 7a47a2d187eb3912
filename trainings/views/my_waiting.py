"""Where the organizers of somebody wait for seats, and which seats are offered to them."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from services.tenancy import actor_of
from trainings.waiting_lists import own_lists


@require_safe
def waiting_lists(request):
    organizers = actor_of(request.user).organizers
    entries = own_lists(request.user, organizers)
    return render(request, "trainings/my_waiting.html", {"entries": entries, "several": len(organizers) > 1})
