"""The public catalogue: of the network and of one service."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Case, F, When
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from services.access import get_service
from trainings import catalogue
from trainings.filters import CatalogueFilter, ServiceCatalogueFilter
from trainings.models import Subject, Training
from vsrs import exports, lists, places
from vsrs.ui.writing import in_script

CALLED_OFF_LAST = Case(When(state=Training.State.CANCELLED, then=1), default=0).asc()
ORDERING = {
    "datum": ["starts_at", "pk"],
    "naziv": ["sort", "pk"],
    "mjesta": [CALLED_OFF_LAST, (F("seats") - F("taken")).desc(), "starts_at", "pk"],
}
ORDERS = {
    "datum": _("By date"),
    "-datum": _("By date, latest first"),
    "naziv": _("By title"),
    "mjesta": _("By free seats"),
}
COLUMNS = [
    (_("Service"), "service.town"),
    (_("Title"), "title"),
    (_("Subject"), "get_subject_display"),
    (pgettext_lazy("training", "Form"), "get_form_display"),
    (_("Begins"), "starts_at"),
    (_("Ends"), "ends_at"),
    (_("Venue"), "venue"),
    (_("Seats"), "seats"),
    (_("Free seats"), "free"),
    (_("State"), "get_state_display"),
]
PAST = "proslo"


@login_not_required
@require_safe
def network_catalogue(request):
    return _catalogue(request, CatalogueFilter)


@login_not_required
@require_safe
def service_catalogue(request, service_slug):
    return _catalogue(request, ServiceCatalogueFilter, get_service(request.user, service_slug))


def _catalogue(request, filterset_class, service=None):
    is_past = request.GET.get("stanje") == PAST
    period = catalogue.past if is_past else catalogue.ahead
    given = catalogue.given(service)
    facets = catalogue.facets(period, given)
    listing = lists.listing(
        request,
        lambda: period(request.user, service),
        filterset_class,
        ordering=ORDERING,
        default_order="-datum" if is_past else "datum",
        orders=ORDERS,
        total=facets.total,
        plain=catalogue.plain(period, of_service=service is not None),
        given=given,
    )
    if listing.export:
        listing.queryset = listing.queryset.select_related("service")
        return exports.respond(request, listing, name="obuke", columns=COLUMNS)
    rows = tuple(catalogue.rows_of(listing.values, request.user, service))
    by_date = listing.order.endswith("datum")
    context = {
        "base": "base_service.html" if service else "base_public.html",
        "service": service,
        "listing": listing,
        "rows": rows,
        "months": catalogue.by_month(rows, listing.page) if by_date else None,
        "sessions": "" if by_date else catalogue.drawn(rows, "short"),
        "choices": catalogue.drawn_choices(_choices(listing, facets, is_past)),
        "is_past": is_past,
        "calendar_url": _calendar_url(service, listing),
    }
    return render(request, "trainings/catalogue.html", context)


def _choices(listing, facets, is_past):
    """The groups of choices with the number of trainings behind each; an empty choice is left out."""
    groups = [
        ("tema", _("Subject"), Subject.choices, facets.subjects),
        ("oblik", pgettext_lazy("training", "Form"), Training.Form.choices, facets.forms),
    ]
    if "servis" in listing.filterset_class.base_filters:
        known = places.network()
        towns = [(place.slug, in_script(place, "town")) for place in known]
        counts = {place.slug: facets.services[place.pk] for place in known}
        groups.append(("servis", _("Service"), towns, counts))
    if not is_past:
        free = [("1", _("Only with free seats"))]
        groups.append(("slobodno", _("Seats"), free, {"1": facets.free}))
    return tuple(_group(*group, listing.request.GET.getlist(group[0])) for group in groups)


def _group(name, legend, choices, counts, chosen):
    options = [
        (value, str(label), counts.get(value, 0), value in chosen)
        for value, label in choices
        if counts.get(value) or value in chosen
    ]
    return name, str(legend), tuple(options)


def _calendar_url(service, listing):
    name, args = ("service_calendar", [service.slug]) if service else ("network_calendar", [])
    query = listing.querystring_without_page
    return reverse(f"trainings:{name}", args=args) + (f"?{query}" if query else "")
