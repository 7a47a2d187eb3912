"""What the portal keeps about one of an organizer's people: their page, the file, erasing."""

from functools import partial

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from organizers import access, person_records
from organizers.filters import PersonAtHomeFilter
from organizers.models import Person, SamePersonDecision
from organizers.operations.people import erase_person_record
from organizers.operations.record import note_sight_of_person
from organizers.own_data import export_record
from organizers.views.common import own_url
from organizers.views.desk import frame_of
from vsrs import exports, lists
from vsrs.exports import filename, lines_response
from vsrs.refusals import Refused
from vsrs.ui.writing import written

COLUMNS = [
    (gettext_lazy("Full name"), "full_name"),
    (gettext_lazy("Organizer"), lambda row: written(row.organizer)),
    (gettext_lazy("Position"), "position"),
    (gettext_lazy("E-mail"), "email"),
    (gettext_lazy("Phone"), "phone"),
    (gettext_lazy("Left on"), "left_on"),
]
LINE_COLUMNS = (gettext_lazy("What"), gettext_lazy("Name"), gettext_lazy("Day"), gettext_lazy("Details"))


# --- in the account of an organizer ------------------------------------------------------------
@never_cache
@require_safe
def person(request, pk):
    """For those who act for the organizer, and for the person themselves, who only read it."""
    with access.reading_person(request.user, pk) as (found, reader):
        return _person_page(request, found, reader, base="base_account.html")


@require_http_methods(["GET", "HEAD", "POST"])
def erase_person(request, pk):
    found = access.get_person_to_erase(request.user, pk)
    back = partial(own_url, "people", found.organizer)
    return _erase_page(request, found, base="base_account.html", page=_own_page(found), back=back)


def _own_page(found):
    return reverse("organizers:person", args=[found.pk])


# --- at the desk of the home service -----------------------------------------------------------
@require_safe
def people_at_home(request, slug):
    """Everybody in the lists of the organizers of a service."""
    service = request.service = access.get_service_to_work_in(request.user, slug)
    rows = Person.objects.visible_to(request.user).listed().filter(service=service)
    listing = lists.listing(
        request,
        rows.select_related("organizer"),
        PersonAtHomeFilter,
        ordering={"ime": ["sort", "pk"], "organizator": ["organizer__sort", "sort", "pk"]},
        default_order="ime",
    )
    if listing.export:
        return exports.respond(request, listing, name="osobe", columns=COLUMNS)
    pairs = SamePersonDecision.objects.visible_to(request.user).open().within(service)
    context = {"service": service, "listing": listing, "pairs": pairs.count()}
    return render(request, "organizers/desk_people.html", context)


@never_cache
@require_safe
def person_at_home(request, slug, pk):
    """Staff of the home service; a coordinator reads it too, which its history says."""
    found = access.get_person_at_home(request.user, slug, pk)
    as_file = request.GET.get("izvoz") in FILES
    note_sight_of_person(found, actor=request.user, as_file=as_file)
    frame = frame_of(request.user, found.service)
    return _person_page(request, found, request.user, service=found.service, **frame)


@require_http_methods(["GET", "HEAD", "POST"])
def erase_person_at_home(request, slug, pk):
    found = access.get_person_at_home_to_erase(request.user, slug, pk)
    page = reverse("organizers:desk_person", args=[slug, pk])
    back = partial(reverse, "organizers:desk_people", args=[slug])
    more = {"service": found.service}
    return _erase_page(request, found, base="base_desk.html", page=page, back=back, **more)


# --- both --------------------------------------------------------------------------------------
def _person_page(request, found, reader, **frame):
    if write := FILES.get(request.GET.get("izvoz")):
        return write(request, found, reader)
    context = {
        "person": found,
        "organizer": found.organizer,
        "blocks": person_records.blocks_for(reader, found),
        "may_change": access.can_manage_people(request.user, found.organizer),
        "may_erase": access.can_erase_people(request.user, found.organizer),
        "is_oneself": found.user_id == request.user.pk,
        **frame,
    }
    return render(request, "organizers/person_page.html", context)


def _erase_page(request, found, *, page, back, **context):
    if request.method == "POST":
        try:
            erase_person_record(found, actor=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(page)
        messages.success(request, _("The data of this person are erased."))
        return redirect(back())
    context |= {"person": found, "organizer": found.organizer, "page": page}
    return render(request, "organizers/erase_person.html", context)


def _json(request, found, reader):
    response = JsonResponse(
        export_record(reader, found), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    name = filename(f"osoba-{found.full_name}", {})
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


def _csv(request, found, reader):
    rows = [line for section in person_records.sections.values() for line in section.lines(reader, found)]
    return lines_response(filename(f"osoba-{found.full_name}", {}), LINE_COLUMNS, rows)


FILES = {"json": _json, "csv": _csv}
