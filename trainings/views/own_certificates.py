"""Certificates of an organizer's people."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from services.tenancy import actor_of
from trainings.certificates import of_own_people
from trainings.desk_filters import CertificateFilter
from vsrs import exports, lists

COLUMNS = [
    (_("Number"), "number"),
    (_("Full name"), "holder_name"),
    (_("Organizer"), "seat.booking.organizer_name"),
    (_("Programme"), "programme_title"),
    (_("Service"), "service.town"),
    (_("Held"), "held_until"),
    (_("Hours"), "hours"),
    (_("Issued on"), "issued_on"),
    (_("Valid until"), "expires_on"),
    (_("State"), "state_label"),
]
ORDERING = {
    "izdato": ["issued_on", "pk"],
    "broj": ["number", "pk"],
    "osoba": ["seat__sort", "pk"],
    "program": ["programme_title", "pk"],
    "vazi": ["expires_on", "pk"],
}


@require_safe
def my_certificates(request):
    rows = of_own_people(request.user, actor_of(request.user).organizers)
    listing = lists.listing(request, rows, CertificateFilter, ordering=ORDERING, default_order="-izdato")
    if listing.export:
        return exports.respond(request, listing, name="sertifikati", columns=COLUMNS)
    return render(request, "trainings/my_certificates.html", {"listing": listing})
