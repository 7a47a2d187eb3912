"""Where the next run is wanted: for the staff of a service, and over the network for coordinators."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from network.proposals import proposals_for
from organizers.access import require_coordinator
from services.access import all_services, get_service_to_work_in
from trainings import demand
from trainings.demand_filters import DemandFilter, NetworkDemandFilter
from trainings.models import Subject
from vsrs import exports, lists
from vsrs.ui.writing import written

ORDERING = {
    "trazeno": ["wanted", "-sort", "-pk"],
    "program": ["sort", "pk"],
    "zelje": ["interested", "-sort", "-pk"],
    "cekanje": ["waiting", "-sort", "-pk"],
    "uslovi": ["lacking", "-sort", "-pk"],
}
COLUMNS = [
    (gettext_lazy("Programme"), lambda row: written(row.title)),
    (gettext_lazy("Subject"), "get_subject_display"),
    (gettext_lazy("Wanted"), "wanted"),
    (gettext_lazy("Said that they want it"), "interested"),
    (gettext_lazy("Organizers"), "organizers"),
    (gettext_lazy("Wait for seats"), "waiting"),
    (gettext_lazy("Lack it for another programme"), "lacking"),
]


@require_safe
def desk_demand(request, service_slug):
    service = request.service = get_service_to_work_in(request.user, service_slug)
    return _ranking(request, service, DemandFilter, {"base": "base_desk.html", "service": service})


@require_safe
def desk_demand_of(request, service_slug, pk):
    service = get_service_to_work_in(request.user, service_slug)
    return _rows(request, pk, service, {"base": "base_desk.html", "service": service})


@require_safe
def network_demand(request):
    require_coordinator(request.user)
    request.service = None
    slug = request.GET.get("servis", "")
    service = next((one for one in all_services(request.user) if one.slug == slug), None)
    return _ranking(request, service, NetworkDemandFilter, {"base": "base_network.html"})


@require_safe
def network_demand_of(request, pk):
    require_coordinator(request.user)
    return _rows(request, pk, None, {"base": "base_network.html"})


def _ranking(request, service, filterset, frame):
    scope = demand.Scope(request.user, service, request.GET.get("opstina", "")[:60])
    listing = lists.listing(
        request, demand.ranking(scope), filterset, ordering=ORDERING, default_order="-trazeno"
    )
    if listing.export:
        return _file(request, listing, demand.towns_of(scope))
    programmes = list(listing)
    towns = demand.towns_of(scope, [programme.pk for programme in programmes])
    rows = [(programme, towns.get(programme.pk, ())) for programme in programmes]
    context = frame | {"listing": listing, "rows": rows, "proposals": _proposals(request.user, service)}
    return render(request, "trainings/demand.html", context)


def _proposals(user, service):
    """What other rooms say should be taught, each with the name of its subject."""
    names = dict(Subject.choices)
    return [(proposal, names[proposal.subject]) for proposal in proposals_for(user, service)]


def _file(request, listing, towns):
    def in_words(programme):
        return ", ".join(f"{written(town)} {number}" for town, number in towns.get(programme.pk, ()))

    columns = [*COLUMNS, (gettext_lazy("From where"), in_words)]
    return exports.respond(request, listing, name="potraznja", columns=columns)


def _rows(request, pk, service, frame):
    programme = get_object_or_404(demand.programmes_known_to(request.user), pk=pk)
    rows = demand.rows_of(demand.Scope(request.user, service), programme)
    return render(request, "trainings/demand_of.html", frame | rows | {"programme": programme})
