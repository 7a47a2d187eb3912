"""Two records that look like one person: the list, side by side, the decision."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from organizers import access
from organizers.filters import PairFilter
from organizers.models import SIDES, SamePersonDecision
from organizers.operations import same_people
from organizers.person_records import summaries_for
from organizers.views.common import own_url
from vsrs import exports, lists
from vsrs.refusals import Refused
from vsrs.ui.writing import written

COLUMNS = [
    (gettext_lazy("First record"), "first.full_name"),
    (gettext_lazy("Organizer"), lambda row: written(row.first.organizer)),
    (gettext_lazy("Second record"), "second.full_name"),
    (gettext_lazy("Organizer of the second"), lambda row: written(row.second.organizer)),
    (gettext_lazy("Why"), lambda row: ", ".join(str(label) for label in row.reason_labels)),
    (gettext_lazy("Decision"), "get_verdict_display"),
    (gettext_lazy("Decided on"), "decided_at"),
]
ORDERING = {
    "ime": ["first__sort", "first", "pk"],
    "odluka": ["decided_at", "pk"],
    "nadjeno": ["found_at", "pk"],
}


# --- the desk of a service ---------------------------------------------------------------------
@require_safe
def desk_pairs(request, slug):
    service = request.service = access.get_service_to_work_in(request.user, slug)
    rows = SamePersonDecision.objects.visible_to(request.user).shown().within(service)
    frame = {"base": "base_desk.html", "service": service, "pair_page": "organizers:desk_pair"}
    return _list(request, rows, frame)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_pair(request, slug, pk):
    pair = access.get_pair(request.user, slug, pk)
    frame = {
        "base": "base_desk.html",
        "service": pair.service,
        "list_url": reverse("organizers:desk_pairs", args=[slug]),
        "page": reverse("organizers:desk_pair", args=[slug, pk]),
    }
    return _pair(request, pair, frame)


# --- across services ---------------------------------------------------------------------------
@require_safe
def network_pairs(request):
    """Coordinators; contacts are on the page of each pair, and opening that is written down."""
    access.require_coordinator(request.user)
    rows = SamePersonDecision.objects.visible_to(request.user).shown().across()
    return _list(request, rows, {"base": "base_network.html", "pair_page": "organizers:network_pair"})


@require_http_methods(["GET", "HEAD", "POST"])
def network_pair(request, pk):
    pair = access.get_pair_across(request.user, pk)
    if request.method != "POST":
        same_people.note_sight(pair, actor=request.user)
    frame = {
        "base": "base_network.html",
        "list_url": reverse("organizers:network_pairs"),
        "page": reverse("organizers:network_pair", args=[pk]),
    }
    return _pair(request, pair, frame)


# --- the account of an organizer ---------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def own_pair(request, pk):
    pair = access.get_own_pair(request.user, pk)
    frame = {
        "base": "base_account.html",
        "list_url": own_url("people", pair.organizer),
        "page": reverse("organizers:own_pair", args=[pk]),
    }
    return _pair(request, pair, frame)


# --- all three ---------------------------------------------------------------------------------
def _list(request, rows, frame):
    sides = [f"{side}__organizer__service" for side in SIDES]
    listing = lists.listing(
        request, rows.select_related(*sides), PairFilter, ordering=ORDERING, default_order="ime"
    )
    if listing.export:
        return exports.respond(request, listing, name="dvostruki-zapisi", columns=COLUMNS)
    return render(request, "organizers/pairs.html", frame | {"listing": listing})


def _pair(request, pair, frame):
    if request.method == "POST":
        return _decide(request, pair, frame)
    summaries = summaries_for(request.user, pair.sides)
    context = {
        "pair": pair,
        "sides": [(person, summaries[person.pk]) for person in pair.sides],
        "one_organizer": pair.organizer_id is not None,
    }
    return render(request, "organizers/pair.html", frame | context)


def _decide(request, pair, frame):
    said, seen = request.POST.get("verdict"), request.POST.get("seen")
    try:
        if said == SamePersonDecision.Verdict.SAME:
            kept = next((one for one in pair.sides if str(one.pk) == request.POST.get("kept")), None)
            same_people.say_same(pair, actor=request.user, kept=kept, seen=seen)
            messages.success(request, _("Said: one person. You can still take it back on this page."))
        elif said == SamePersonDecision.Verdict.DIFFERENT:
            same_people.say_different(pair, actor=request.user, seen=seen)
            messages.success(request, _("Said: two different people. You can still change it on this page."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(frame["page"])
