"""The public catalogue of programmes, and the wish of an organizer for one of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from trainings import offered
from trainings.demand_filters import OfferedFilter
from trainings.forms.interest import InterestForm
from trainings.operations.demand import say_interest, withdraw_interest
from vsrs import exports, lists
from vsrs.refusals import Refused
from vsrs.ui.writing import written

COLUMNS = [
    (gettext_lazy("Title"), lambda row: written(row.title)),
    (gettext_lazy("Subject"), "get_subject_display"),
    (gettext_lazy("Hours"), "hours"),
    (gettext_lazy("Made by"), lambda row: written(row.service)),
    (gettext_lazy("Next date"), "next_start"),
]
ORDERING = {
    "naziv": ["sort", "pk"],
    "termin": [F("next_start").asc(nulls_last=True), "sort", "pk"],
    "sati": ["hours", "sort", "pk"],
}


@login_not_required
@require_safe
def programmes(request):
    listing = lists.listing(
        request, offered.catalogue(), OfferedFilter, ordering=ORDERING, default_order="naziv"
    )
    if listing.export:
        return exports.respond(request, listing, name="programi", columns=COLUMNS)
    return render(request, "trainings/programmes.html", {"listing": listing})


@login_not_required
@require_safe
def programme(request, pk):
    return _page(request, offered.get_offered(pk))


@require_POST
def say(request, pk):
    programme = offered.get_offered(pk)
    wish = offered.wish_of(request.user, programme)
    form = InterestForm(request.POST, organizers=wish.organizers)
    if form.is_valid():
        said = form.cleaned_data
        organizer = offered.get_wishing_organizer(request.user, said.pop("organizer"))
        try:
            say_interest(programme, actor=request.user, organizer=organizer, **said)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Your service knows now. You hear of a date among the first."))
            return redirect("trainings:programme", pk)
    return _page(request, programme, form)


@require_POST
def withdraw(request, pk):
    interest = offered.get_interest(request.user, pk)
    withdraw_interest(interest, actor=request.user)
    messages.success(request, _("The wish is withdrawn."))
    return redirect("trainings:programme", interest.programme_id)


def _page(request, programme, form=None):
    wish = offered.wish_of(request.user, programme)
    if form is None and wish.organizers:
        form = InterestForm(organizers=wish.organizers, known=wish.open)
    context = {
        "programme": programme,
        "curriculum": offered.curriculum_of(programme),
        "wish": wish,
        "form": form,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "trainings/programme.html", context, status=status)
