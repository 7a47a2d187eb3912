"""Calendars of a month: of a service at its desk, of the whole network for those who oversee it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from network.access import require_overseer
from services.access import get_service_to_work_in
from trainings.month import Month, month_from
from vsrs import places


@require_safe
def of_service(request, service_slug):
    service = get_service_to_work_in(request.user, service_slug)
    first = month_from(request.GET.get("mjesec"))
    month = Month(request.user, first, shown=lambda part: part.service_id == service.pk)
    return render(request, "trainings/desk_calendar.html", {"service": service, "month": month})


@require_safe
def of_network(request):
    require_overseer(request.user)
    first = month_from(request.GET.get("mjesec"))
    asked = request.GET.get("servis", "")
    month = Month(request.user, first, shown=lambda part: not asked or part.training.service.slug == asked)
    context = {"month": month, "places": places.network(), "asked": asked}
    return render(request, "trainings/network_calendar.html", context)
