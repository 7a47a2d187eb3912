"""What the network sees of advice: numbers, what was referred to the office, organizers without support."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from consultations.filters import WithoutSupportFilter
from consultations.network_page import NetworkAdvice
from network.access import require_coordinator, require_overseer
from organizers.support import without_support
from services.access import all_services
from vsrs import exports, lists
from vsrs.ui.writing import in_order, town

COLUMNS = [
    (_("Organizer"), "name"),
    (_("Service"), "service.name"),
    (_("Municipality"), "municipality.name"),
    (_("In the network since"), "confirmed_at"),
    (_("Last support"), "last_support"),
]
ORDERING = {"organizator": ["sort", "pk"], "podrska": ["last_support", "sort", "pk"]}


@require_safe
def network_advice(request):
    """Coordinators; the observer reads how soon services answer."""
    require_overseer(request.user)
    services = in_order(all_services(request.user), town)
    page = NetworkAdvice(request.user, services, timezone.localdate(), request.GET.get("godina", ""))
    return render(request, "consultations/network.html", {"page": page})


@require_safe
def unsupported(request):
    """Organizers that nobody has advised or taught for a year."""
    require_coordinator(request.user)
    rows = without_support(request.user)
    listing = lists.listing(request, rows, WithoutSupportFilter, ordering=ORDERING, default_order="podrska")
    if listing.export:
        return exports.respond(request, listing, name="bez-podrske", columns=COLUMNS)
    return render(request, "consultations/unsupported.html", {"listing": listing})
