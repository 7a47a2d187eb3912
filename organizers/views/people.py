"""The organizer's people."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizers import access, queries
from organizers.filters import PersonFilter
from organizers.forms import PersonForm
from organizers.models import SamePersonDecision
from organizers.operations import people as operations
from organizers.operations.common import Similar
from organizers.person_records import completed_by
from organizers.views.common import chosen_organizer, own_url, posted, refuse, status_of
from vsrs import exports, lists
from vsrs.refusals import Refused

COLUMNS = [
    (gettext_lazy("Full name"), "full_name"),
    (gettext_lazy("Position"), "position"),
    (gettext_lazy("E-mail"), "email"),
    (gettext_lazy("Phone"), "phone"),
    (gettext_lazy("Left on"), "left_on"),
]
PAIRS_SHOWN = 10


@require_safe
def people(request):
    organizer = chosen_organizer(request)
    if organizer is None:
        return redirect("organizers:account")
    listing = lists.listing(
        request,
        queries.people_of(request.user, organizer),
        PersonFilter,
        ordering={"ime": ["sort", "pk"], "funkcija": ["position", "sort", "pk"]},
        default_order="ime",
    )
    if listing.export:
        return exports.respond(request, listing, name="osobe", columns=COLUMNS)
    people = list(listing)
    completed = completed_by(request.user, people)
    context = {
        "organizer": organizer,
        "organizers": access.own_organizers(request.user),
        "listing": listing,
        "rows": [(person, completed[person.pk]) for person in people],
        "may_change": access.can_manage_people(request.user, organizer),
        "just_left": _just_left(request, organizer),
        "pairs": _pairs(request, organizer),
    }
    return render(request, "organizers/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request):
    organizer = chosen_organizer(request)
    if organizer is None:
        return redirect("organizers:account")
    form = PersonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            person = operations.add_person(organizer, actor=request.user, **form.said())
        except Refused as refusal:
            form.asks_about_another = isinstance(refusal, Similar)
            refuse(form, refusal)
        else:
            messages.success(request, _("Added to the list: %(name)s") % {"name": person.full_name})
            return redirect(own_url("people", organizer))
    context = {"form": form, "organizer": organizer}
    return render(request, "organizers/person.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def change_person(request, pk):
    person = access.get_person_to_change(request.user, pk)
    form = PersonForm(posted(request), person=person)
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_person(
                person,
                actor=request.user,
                expected_revision=form.cleaned_data["revision"],
                **form.said(),
            )
        except Refused as refusal:
            form.asks_about_another = isinstance(refusal, Similar)
            refuse(form, refusal)
        else:
            messages.success(request, _("The data have been saved."))
            return redirect("organizers:person", person.pk)
    context = {"form": form, "organizer": person.organizer, "person": person}
    return render(request, "organizers/person.html", context, status=status_of(form))


@require_POST
def person_left(request, pk):
    person = access.get_person_to_change(request.user, pk)
    try:
        operations.mark_left(person, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(own_url("people", person.organizer))
    return redirect(own_url("people", person.organizer, otisao=person.pk))


@require_POST
def person_back(request, pk):
    person = access.get_person_to_change(request.user, pk)
    try:
        operations.bring_back(person, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Back on the list: %(name)s") % {"name": person.full_name})
    return redirect(own_url("people", person.organizer))


def _just_left(request, organizer):
    """Whom the page offers to bring back with one press."""
    pk = request.GET.get("otisao", "")
    if not pk.isascii() or not pk.isdigit():
        return None
    people = queries.people_of(request.user, organizer)
    return people.filter(pk=pk).exclude(left_on=None).first()


def _pairs(request, organizer):
    """Records of its own people that look like one person, for those who may merge them."""
    if not access.can_merge_people(request.user, organizer):
        return []
    pairs = SamePersonDecision.objects.visible_to(request.user).open().filter(organizer=organizer)
    return pairs.select_related("first", "second").order_by("first__sort", "pk")[:PAIRS_SHOWN]
