"""One booking: for the people of its organizer, for the service, and for whoever holds the secret link
of the e-mail. All addresses are the same; the link's holder comes with `?t=`."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import RETURN
from services.tenancy import actor_of
from trainings import ics
from trainings.access import acting_by_link, can_change_booking, get_booking, get_booking_to_change
from trainings.bookings import history_of
from trainings.card import people_in, with_lacks
from trainings.conditions import conditions_of
from trainings.forms.booking import ChangeForm
from trainings.materials import materials_for
from trainings.models import Training
from trainings.needs import needs_of
from trainings.notices import booking_data
from trainings.operations.booking import ChangedMeanwhile
from trainings.operations.booking import cancel_booking as cancel
from trainings.operations.guests import change_group
from trainings.operations.rules import note_demand
from trainings.operations.sight import note_sight
from trainings.person_record import place_of
from vsrs.calendar_files import file_response
from vsrs.refusals import Refused


def opened_by(getter):
    """Give the view its booking: by `getter` for a person signed in, by the link's key otherwise."""

    def decorate(view):
        @csrf_protect
        def for_person(request, number, **more):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), redirect_field_name=RETURN)
            return view(request, getter(request.user, number), request.user, **more)

        # With no-referrer browsers send no origin either, so Django's check would refuse the forms of
        # these pages. The key itself is what no other site can know.
        @csrf_exempt
        @login_not_required
        @wraps(view)
        def opened(request, number, **more):
            if "t" not in request.GET:
                return for_person(request, number, **more)
            with acting_by_link(number, request.GET["t"]) as booking:
                response = view(request, booking, None, **more)
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["Cache-Control"] = "no-store"
            return response

        return opened

    return decorate


@require_safe
@opened_by(get_booking)
def booking(request, booking, person):
    if person:
        note_sight(booking, actor=person)
    training = booking.training
    context = booking_page_context(request, booking, person) | {
        "seats": booking.seat_rows.standing(),
        "came": _came(booking) if training.state == Training.State.HELD else [],
        "needs": needs_of(person, booking),
        "parts": training.parts.all(),
        "materials": materials_for(booking),
        "history": history_of(person, booking) if person else [],
        "is_new": "gotovo" in request.GET and booking.is_standing,
        "can_change": _is_open(booking) and (not person or can_change_booking(person, booking)),
        "can_cancel_free": training.can_still_cancel(),
    }
    return render(request, "trainings/booking.html", context)


def _came(booking):
    """Everybody with a seat, and whether they were there."""
    seats = booking.seat_rows.standing().prefetch_related("attendance", "training__parts")
    return [place_of(seat) for seat in seats]


@require_safe
@opened_by(get_booking)
def booking_calendar(request, booking, person):
    if booking.is_requested:
        raise Http404  # nothing to put down before the service has approved it
    status = ics.CONFIRMED if booking.is_standing and booking.training.is_announced else ics.CANCELLED
    data = booking_data(booking, booking.training, reader="person", status=status)
    return file_response(ics.calendar_file(data), booking.number)


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by(get_booking_to_change)
def change_booking(request, booking, person):
    if request.method != "POST" and not _is_open(booking):
        return redirect(_address(request, booking))
    choices = _choices(booking, person)
    if request.method != "POST":
        return _change_page(request, booking, person, ChangeForm(choices=choices, initial=_seen(booking)))
    more_rows = "jos" in request.POST
    form = ChangeForm(request.POST, choices=choices, more_rows=more_rows)
    if more_rows:
        return _change_page(request, booking, person, form)
    if form.is_valid():
        wanted = {
            "known": form.known,
            "typed": form.typed,
            "expected_revision": form.cleaned_data["revizija"],
        }
        try:
            changed = change_group(booking, actor=person, **wanted)
        except ChangedMeanwhile:
            return _changed_meanwhile(request, booking, person)
        except Refused as refusal:
            form.refuse(refusal)
            if person and actor_of(person).represents(booking.organizer_id):
                note_demand(refusal, booking.training, actor=person, organizer=booking.organizer)
        else:
            if changed.revision != booking.revision:
                messages.success(request, _said_of_change(changed))
            return redirect(_address(request, booking))
    return _change_page(request, booking, person, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by(get_booking_to_change)
def cancel_booking(request, booking, person):
    if request.method == "POST":
        try:
            cancel(booking, actor=person)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _said_of_cancelling(booking))
        return redirect(_address(request, booking))
    if not _is_open(booking):
        # The booking's own page says what became of it.
        return redirect(_address(request, booking))
    context = booking_page_context(request, booking, person) | {
        "seats": booking.seat_rows.standing(),
        "can_cancel_free": booking.training.can_still_cancel(),
    }
    return render(request, "trainings/cancel_booking.html", context)


# --- parts of the above ------------------------------------------------------------------------
def _is_open(booking):
    """Whether anything about it can still change."""
    training = booking.training
    return booking.is_standing and training.is_announced and not training.has_started()


def booking_page_context(request, booking, person):
    training = booking.training
    return {
        "booking": booking,
        "training": training,
        "service": training.service,
        "by_link": person is None,
        **_frame(booking, person),
        # Every address of this booking carries the key on.
        "key": "" if person else f"?t={booking.link_key}",
    }


def _frame(booking, person):
    """Around the page: the account of an organizer, the workspace of the service, or neither by a link."""
    if person is None:
        return {"base": "base_service.html"}
    actor = actor_of(person)
    if actor.works_in(booking.service_id) and not actor.represents(booking.organizer_id):
        where = [booking.service.slug, booking.training_id]
        approve = (
            {"approve_url": reverse("trainings:desk_approval", args=where)} if booking.is_requested else {}
        )
        return {
            "base": "base_desk.html",
            "bookings_url": reverse("trainings:desk_bookings", args=where),
        } | approve
    if actor.is_coordinator and not actor.represents(booking.organizer_id):
        return {"base": "base_network.html", "bookings_url": reverse("network:rows", args=["rezervacije"])}
    return {"base": "base_account.html", "bookings_url": reverse("trainings:my_bookings")}


def _address(request, booking):
    return booking.get_absolute_url() + (f"?t={booking.link_key}" if "t" in request.GET else "")


def _choices(booking, person):
    """The people of the booking lack nothing: they were let in."""
    choices = people_in(booking, booking.seat_rows.standing(), person)
    here = [choice for choice in choices if choice.ticked]
    return here + with_lacks([choice for choice in choices if not choice.ticked], booking.training)


def _seen(booking):
    return {"revizija": booking.revision}


def _change_page(request, booking, person, form, status=200):
    context = (
        booking_page_context(request, booking, person) | {"form": form} | conditions_of(booking.training)
    )
    return render(request, "trainings/change_booking.html", context, status=status)


def _changed_meanwhile(request, booking, person):
    """Nothing is overwritten: the page shows who comes now, and beside it what was just ticked."""
    booking.refresh_from_db(fields=["revision", "seat_count"])
    choices = _choices(booking, person)
    wanted = set(request.POST.getlist("osoba"))
    names = [choice.person.full_name for choice in choices if choice.value in wanted]
    form = ChangeForm(choices=choices, initial=_seen(booking))
    context = booking_page_context(request, booking, person) | {
        "form": form,
        "conflict": True,
        "wanted": names,
    }
    return render(request, "trainings/change_booking.html", context, status=409)


def _said_of_change(booking):
    return ngettext(
        "The booking now has %(count)d seat. Those added and removed are told by e-mail.",
        "The booking now has %(count)d seats. Those added and removed are told by e-mail.",
        booking.seat_count,
    ) % {"count": booking.seat_count}


def _said_of_cancelling(booking):
    return ngettext(
        "The booking is cancelled. %(count)d seat is free for others again.",
        "The booking is cancelled. %(count)d seats are free for others again.",
        booking.seat_count,
    ) % {"count": booking.seat_count}
