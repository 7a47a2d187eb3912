"""Calendars of a month or a week: of a service at its desk, of the whole network for those who oversee it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from network.access import require_overseer
from services.access import get_service_to_work_in
from trainings.month import span_from
from vsrs import places


@require_safe
def of_service(request, service_slug):
    service = get_service_to_work_in(request.user, service_slug)
    span = span_from(request.GET, request.user, shown=lambda part: part.service_id == service.pk)
    return render(request, "trainings/desk_calendar.html", {"service": service, "span": span})


@require_safe
def of_network(request):
    require_overseer(request.user)
    asked = request.GET.get("servis", "")

    def shown(part):
        return not asked or part.training.service.slug == asked

    span = span_from(request.GET, request.user, shown)
    context = {"span": span, "places": places.network(), "asked": asked}
    return render(request, "trainings/network_calendar.html", context)
