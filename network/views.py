"""Pages of the network: the overview, the rows behind each number, public figures, history."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from network import access, exports, queries
from network.figures import all_figures
from network.filters import NetworkHistoryFilter
from network.forms import ConditionsForm
from network.operations import note_sight
from network.overview import Overview
from network.public import PublicFigure, PublicFigures
from network.rows import Rows
from services.access import all_services
from services.models import HistoryEntry
from vsrs.exports import respond
from vsrs.lists import listing
from vsrs.ui.writing import in_order, town


def _conditions(request, figures=None):
    services = in_order(all_services(request.user), town)

    def conditions():
        years = queries.years_with_figures(request.user)
        return ConditionsForm(request.GET, services=services, years=years, figures=figures)

    # A page that is drawn already asks for none of it.
    return services, SimpleLazyObject(conditions)


@require_safe
def overview(request):
    """`/mreza/pregled/`: coordinators and, without names, the observer."""
    access.require_overseer(request.user)
    services, conditions = _conditions(request)
    page = Overview(request.user, conditions, services)
    if request.GET.get("izvoz") in exports.KINDS:
        return exports.overview_file(request, page, request.GET["izvoz"])
    return render(request, "network/overview.html", {"overview": page, "conditions": conditions})


@require_safe
def rows(request, code):
    """`/mreza/redovi/<pokazatelj>/`: exactly the rows that make a number."""
    access.require_coordinator(request.user)
    figure = access.get_figure(code)
    _, conditions = _conditions(request)
    page = Rows(request, figure, conditions)
    as_file = request.GET.get("izvoz") in exports.KINDS
    note_sight(page, actor=request.user, as_file=as_file)
    if as_file:
        return exports.rows_file(request, page, request.GET["izvoz"])
    return render(request, "network/rows.html", {"rows": page, "figure": figure, "conditions": conditions})


@require_safe
def services(request):
    """`/mreza/servisi/`: the services side by side, with their figures of the year."""
    access.require_overseer(request.user)
    services, conditions = _conditions(request)
    page = Overview(request.user, conditions, services)
    return render(request, "network/services.html", {"overview": page, "conditions": conditions})


@login_not_required
@require_safe
def figures(request):
    """`/podaci/pokazatelji/`: the public figures of the network."""
    public = [figure for figure in all_figures() if figure.is_public]
    page = PublicFigures(request.user, public)
    if request.GET.get("izvoz") in exports.KINDS:
        return exports.public_file(request, page, request.GET["izvoz"])
    return render(request, "network/figures.html", {"page": page})


@login_not_required
@require_safe
def figure(request, code):
    """`/podaci/pokazatelji/<code>/`: one figure in sums, by year, month and, where safe, service."""
    page = PublicFigure(request.user, access.get_figure_in_sums(request.user, code), request.GET)
    if request.GET.get("izvoz") in exports.KINDS:
        return exports.figure_file(request, page, request.GET["izvoz"])
    return render(request, "network/figure.html", {"page": page, "figure": page.figure})


@require_safe
def history(request):
    """`/mreza/dnevnik/`: what was done in all services."""
    access.require_coordinator(request.user)
    entries = HistoryEntry.objects.visible_to(request.user).select_related("service")
    page = listing(
        request,
        entries,
        NetworkHistoryFilter,
        ordering={
            "vrijeme": ["at", "pk"],
            "servis": ["service__sort", "-at", "pk"],
            "ko": ["actor_name", "pk"],
        },
        default_order="-vrijeme",
        per_page=50,
    )
    if page.export:
        return respond(request, page, name="dnevnik-mreze", columns=exports.HISTORY_COLUMNS)
    return render(request, "network/history.html", {"listing": page})
