"""Offered seats: taken or declined by the people of the organizer, or by the secret link of the letter."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from accounts.middleware import RETURN
from services.tenancy import Actor, acting_as, actor_of
from trainings.access import get_offer, get_offer_by_link
from trainings.line_words import rule_of
from trainings.models import Offer
from trainings.operations.offers import decline_offer, group_of, take_offer
from vsrs.refusals import Refused

TAKE, DECLINE = "prihvati", "odbij"


def opened_by_link(view):
    """As for a booking (trainings.views.link): for a person signed in, or for whoever has the key."""

    @csrf_protect
    def for_person(request, pk):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), redirect_field_name=RETURN)
        return view(request, get_offer(request.user, pk), request.user)

    # With no-referrer browsers send no origin, and the key is what no other site can know.
    @csrf_exempt
    @login_not_required
    @wraps(view)
    def opened(request, pk):
        if "t" not in request.GET:
            return for_person(request, pk)
        key = request.GET["t"]
        found = get_offer_by_link(pk, key)
        with acting_as(Actor(link=key)):
            response = view(request, found, None)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        return response

    return opened


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_link
def offer(request, offer, person):
    if request.method == "POST":
        return _answer(request, offer, person)
    return _page(request, offer, person)


def _answer(request, offer, person):
    answer = request.POST.get("odgovor")
    try:
        if answer == TAKE:
            return redirect(_address_of(take_offer(offer, actor=person), person))
        if answer == DECLINE:
            decline_offer(offer, actor=person)
            messages.success(request, _("The seats are declined. They go to the next group on the list."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(request.get_full_path())


def _address_of(booking, person):
    """Whoever answered by link goes on by the link of the booking, which is as secret."""
    key = "" if person or not booking.link_key else f"&t={booking.link_key}"
    return f"{booking.get_absolute_url()}?gotovo=1{key}"


def _page(request, offer, person):
    training = offer.training
    entry = group_of(offer)
    now = timezone.now()
    is_open = offer.state == Offer.State.OPEN and now < offer.expires_at and not training.has_started(now)
    context = {
        "offer": offer,
        "entry": entry,
        "people": [each["full_name"] for each in entry.people][: offer.seat_count],
        "training": training,
        "service": training.service,
        "is_open": is_open,
        "is_late": offer.state in {Offer.State.OPEN, Offer.State.EXPIRED},
        "may_answer": person is None or actor_of(person).represents(offer.organizer_id),
        "rule": list(rule_of(training)),
        "key": "" if person else f"?t={offer.link_key}",
        "base": "base_account.html" if person else "base_service.html",
    }
    return render(request, "trainings/offer.html", context)
