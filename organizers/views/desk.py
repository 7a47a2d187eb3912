"""Records of organizers at the desk of their home service; coordinators read them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizers import access, page, queries
from organizers.filters import OrganizerFilter
from organizers.forms import InviteForm, ReasonForm, RecordForm, ReturnForm
from organizers.models import Organizer
from organizers.operations import applications, representatives, standing
from organizers.operations.record import change_record, note_sight
from organizers.views.common import posted, refuse, status_of
from services.access import can_work_in
from services.models import HistoryEntry
from vsrs import exports, lists
from vsrs.refusals import Refused
from vsrs.text import to_cyrillic
from vsrs.ui.writing import written

COLUMNS = [
    (gettext_lazy("Name"), lambda row: written(row)),
    (gettext_lazy("Kind"), "get_kind_display"),
    (gettext_lazy("Status"), "get_status_display"),
    (gettext_lazy("Municipality"), lambda row: written(row.municipality)),
    (gettext_lazy("JIB"), "jib"),
    (gettext_lazy("Registration number"), "registration_number"),
    (gettext_lazy("Address of the seat"), "address"),
    (gettext_lazy("E-mail"), "email"),
    (gettext_lazy("Phone"), "phone"),
    (gettext_lazy("Fields of work"), lambda row: ", ".join(str(label) for label in row.field_labels)),
    (gettext_lazy("Applied on"), "created_at"),
    (gettext_lazy("Confirmed on"), "confirmed_at"),
]
HISTORY_SHOWN = 20


@require_safe
def organizers(request, slug):
    service = request.service = access.get_workspace(request.user, slug)
    rows = Organizer.objects.visible_to(request.user).filter(service=service)
    listing = lists.listing(
        request,
        rows.select_related("municipality"),
        OrganizerFilter,
        ordering={
            "naziv": ["sort", "pk"],
            "opstina": ["municipality__sort", "sort", "pk"],
            "stanje": ["status", "sort", "pk"],
            "prijava": ["created_at", "pk"],
        },
        default_order="naziv",
    )
    if listing.export:
        return exports.respond(request, listing, name="organizatori", columns=COLUMNS)
    waiting = rows.filter(status=Organizer.Status.APPLIED).count()
    context = {
        "service": service,
        "listing": listing,
        "waiting": waiting,
        **frame_of(request.user, service),
    }
    return render(request, "organizers/desk_list.html", context)


@require_safe
def organizer(request, slug, pk):
    organizer = access.get_organizer(request.user, slug, pk)
    note_sight(organizer, actor=request.user)
    return render(request, "organizers/desk_detail.html", record_context(request, organizer))


def record_context(request, organizer):
    user = request.user
    history = HistoryEntry.objects.visible_to(user).filter(
        service=organizer.service, organizer_id=organizer.pk
    )
    return {
        "service": organizer.service,
        "organizer": organizer,
        "cyrillic_name": organizer.name_cyrl or to_cyrillic(organizer.name),
        "may_decide": access.can_decide(user, organizer),
        "acting": queries.acting_for(user, organizer),
        "invitations": queries.open_invitations(user, organizer),
        "people": queries.people_of(user, organizer).order_by("sort", "pk"),
        "blocks": page.blocks_for(user, organizer),
        "history": history.select_related("actor")[:HISTORY_SHOWN],
        **frame_of(user, organizer.service),
    }


def frame_of(user, service):
    """Around the page: the desk for those who work there; a coordinator stays in the network's pages."""
    if can_work_in(user, service):
        return {"base": "base_desk.html", "works_here": True}
    return {"base": "base_network.html", "works_here": False}


@require_POST
def confirm(request, slug, pk):
    organizer = access.get_organizer_to_decide(request.user, slug, pk)
    revision = request.POST.get("revision", "")
    how = {"expected_revision": int(revision)} if revision.isdecimal() and len(revision) < 9 else {}
    if _try(request, applications.confirm_organizer, organizer, **how):
        messages.success(request, _("The organizer is confirmed. Its representative has been told."))
    return redirect(organizer)


@require_http_methods(["GET", "HEAD", "POST"])
def return_application(request, slug, pk):
    organizer = access.get_organizer_to_decide(request.user, slug, pk)
    form = ReturnForm(
        posted(request),
        initial={"revision": organizer.revision},
        label=_("What to correct"),
        help_text=_("The applicant reads this text, corrects the application and sends it again."),
    )
    words = {
        "title": _("Returning for correction"),
        "button": _("Return the application"),
        "done": _("The application has been returned. Its representative has been told."),
    }
    return _with_reason(request, organizer, form, applications.return_application, words)


@require_http_methods(["GET", "HEAD", "POST"])
def pause(request, slug, pk):
    organizer = access.get_organizer_to_decide(request.user, slug, pk)
    form = ReasonForm(posted(request), help_text=_("The organizer reads this text."))
    words = {
        "title": _("Pausing the organizer"),
        "about": _("It keeps its record, people and bookings, but cannot book until it is active again."),
        "button": _("Pause"),
        "done": _("The organizer is paused. Its representative has been told."),
    }
    return _with_reason(request, organizer, form, standing.pause_organizer, words)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request, slug, pk):
    organizer = access.get_organizer_to_decide(request.user, slug, pk)
    form = ReasonForm(posted(request), help_text=_("The organizer reads this text."))
    words = {
        "title": _("Closing the record"),
        "about": _("For an organizer that has left the network or was never one. The history stays."),
        "button": _("Close the record"),
        "done": _("The record is closed. Its representative has been told."),
    }
    return _with_reason(request, organizer, form, standing.close_organizer, words)


@require_POST
def reopen(request, slug, pk):
    organizer = access.get_organizer_to_decide(request.user, slug, pk)
    if _try(request, standing.reopen_organizer, organizer):
        messages.success(request, _("The organizer is active again. Its representative has been told."))
    return redirect(organizer)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, slug, pk):
    organizer = access.get_organizer_to_decide(request.user, slug, pk)
    form = RecordForm(posted(request), organizer=organizer)
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"]
        try:
            change_record(organizer, actor=request.user, expected_revision=revision, **form.said())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The data have been saved."))
            return redirect(organizer)
    return _form_page(request, "organizers/desk_change.html", organizer, form)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request, slug, pk):
    organizer = access.get_organizer_to_decide(request.user, slug, pk)
    form = InviteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            representatives.invite_to_act(organizer, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The invitation has been sent."))
            return redirect(organizer)
    return _form_page(request, "organizers/desk_invite.html", organizer, form)


@require_POST
def end_representation(request, slug, pk, representation_pk):
    organizer = access.get_organizer_to_decide(request.user, slug, pk)
    representation = access.get_representation(request.user, organizer, representation_pk)
    if _try(request, representatives.end_representation, representation):
        messages.success(request, _("The right to act for the organizer has ended."))
    return redirect(organizer)


def _with_reason(request, organizer, form, operation, words):
    if request.method == "POST" and form.is_valid():
        how = {"reason": form.cleaned_data["reason"]}
        if form.cleaned_data.get("revision") is not None:
            how["expected_revision"] = form.cleaned_data["revision"]
        try:
            operation(organizer, actor=request.user, **how)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, words["done"])
            return redirect(organizer)
    return _form_page(request, "organizers/desk_reason.html", organizer, form, words=words)


def _form_page(request, template, organizer, form, **more):
    context = {
        "service": organizer.service,
        "organizer": organizer,
        "form": form,
        **more,
    }
    return render(request, template, context, status=status_of(form))


def _try(request, operation, *what, **how):
    try:
        operation(*what, actor=request.user, **how)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True
