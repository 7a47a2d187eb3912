"""Booking seats, and the list of one's bookings."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from trainings.access import bookable_organizers, get_training
from trainings.bookings import own_bookings
from trainings.card import booking_card, people_to_book, people_to_choose_from, with_lacks
from trainings.conditions import conditions_of
from trainings.filters import BookingFilter
from trainings.forms.booking import BookingForm
from trainings.forms.rules import questions_to_ask
from trainings.operations.guests import book_group
from trainings.operations.rules import note_demand
from vsrs import exports, lists
from vsrs.refusals import Refused

COLUMNS = [
    (gettext_lazy("Number"), "number"),
    (gettext_lazy("Training"), "training.title"),
    (gettext_lazy("Service"), "training.service.town"),
    (gettext_lazy("Begins"), "training.starts_at"),
    (gettext_lazy("Ends"), "training.ends_at"),
    (gettext_lazy("Organizer"), "organizer_name"),
    (gettext_lazy("Seats"), "seat_count"),
    (gettext_lazy("State"), "get_state_display"),
    (gettext_lazy("Booked"), "booked_at"),
]
ORDERING = {
    "termin": ["training__starts_at", "pk"],
    "broj": ["pk"],
    "obuka": ["training__sort", "pk"],
    "rezervisano": ["booked_at", "pk"],
}


@require_http_methods(["GET", "HEAD", "POST"])
def book(request, service_slug, slug):
    training = get_training(request.user, service_slug, slug)
    if request.method != "POST":
        return _blank_form(request, training)
    organizer, is_asked = asked_organizer(request)
    more_rows, unjudged = "jos" in request.POST, "dalje" in request.POST
    choices = with_lacks(people_to_choose_from(request.user, organizer), training)
    asked = {"choices": choices, "questions": questions_to_ask(training)}
    form = BookingForm(request.POST, more_rows=more_rows, unjudged=unjudged, **asked)
    if more_rows or unjudged:
        return _page(request, training, organizer, form)
    if form.is_valid() and is_asked:
        try:
            booking = book_group(training, actor=request.user, organizer=organizer, **_said(form))
        except Refused as refusal:
            form.refuse(refusal)
            note_demand(refusal, training, actor=request.user, organizer=organizer)
            training.refresh_from_db(fields=["taken", "seats"])
        else:
            return redirect(f"{booking.get_absolute_url()}?gotovo=1")
    elif not is_asked:
        form.add_error(None, _("Choose the organizer you are booking for."))
    return _page(request, training, organizer, form, status=422)


def asked_organizer(request):
    """The organizer named in the form, and whether it was one this person may book for."""
    mine = bookable_organizers(request.user, with_people=True)
    if not mine:
        raise PermissionDenied
    asked = next((row for row in mine if str(row.pk) == request.POST.get("organizator")), None)
    return asked or mine[0], asked is not None


def _said(form):
    said = form.cleaned_data
    return {
        "known": form.known,
        "typed": form.typed,
        "form_key": said["form_key"],
        "contact_phone": said["telefon"],
        "answers": form.answers,
        "needs": form.needs,
    }


def _blank_form(request, training):
    card = booking_card(request.user, training, request.GET.get("organizator", ""))
    if card.state != "open":
        # The page of the training says why not.
        return redirect(f"{training.get_absolute_url()}#rezervacija")
    choices = with_lacks(people_to_book(request.user, card.organizer), training)
    initial = {"organizator": card.organizer.pk}
    form = BookingForm(choices=choices, questions=questions_to_ask(training), initial=initial)
    return _page(request, training, card.organizer, form)


def _page(request, training, organizer, form, status=200):
    context = {"training": training, "service": training.service, "organizer": organizer, "form": form}
    context |= conditions_of(training)
    return render(request, "trainings/book.html", context, status=status)


@require_safe
def my_bookings(request):
    listing = lists.listing(
        request, own_bookings(request.user), BookingFilter, ordering=ORDERING, default_order="-termin"
    )
    if listing.export:
        return exports.respond(request, listing, name="rezervacije", columns=COLUMNS)
    several = len({row.organizer_id for row in listing}) > 1
    return render(request, "trainings/my_bookings.html", {"listing": listing, "several": several})
