"""QR codes at the door: what a participant shows, and what staff open with the camera of a phone."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import RETURN
from trainings.access import get_booking, seat_at_the_door
from trainings.models import Attendance
from trainings.operations.check_in import check_in, part_at_the_door
from trainings.views.link import booking_page_context, opened_by
from vsrs.refusals import Refused
from vsrs.ui.qr import qr


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def at_the_door(request, entry_code):
    """For staff of the service that runs the training the person and one button. For everybody else
    only the code itself, whether or not it is anybody's: the page tells nothing."""
    seat = seat_at_the_door(request.user, entry_code)
    if request.method != "POST":
        return _person(request, seat) if seat else _code(request, entry_code)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path, redirect_field_name=RETURN)
    if seat is None:
        raise Http404
    try:
        check_in(seat, actor=request.user)
    except Refused as refusal:
        return _person(request, seat, refusal=str(refusal))
    return redirect("trainings:at_the_door", entry_code)


@require_safe
@opened_by(get_booking)
def entry_codes(request, booking, person):
    """A card with the code of each person of a booking, to print or to show on the phone."""
    if not booking.is_standing or booking.is_requested:
        raise Http404
    context = booking_page_context(request, booking, person)
    seats = booking.seat_rows.standing()
    context["cards"] = [{"seat": seat, "qr": _qr(request, seat.code)} for seat in seats]
    return render(request, "trainings/entry_codes.html", context)


def _person(request, seat, refusal=""):
    part = part_at_the_door(seat.training)
    mark = part and Attendance.objects.visible_to(request.user).filter(seat=seat, part=part).first()
    context = {
        "seat": seat,
        "training": seat.training,
        "service": seat.training.service,
        "part": part,
        "is_present": bool(mark and mark.mark == Attendance.Mark.PRESENT),
        "mark": mark,
        "refusal": refusal,
        "can_mark": part is not None and not seat.released_at and seat.training.is_announced,
    }
    return render(request, "trainings/at_the_door.html", context, status=422 if refusal else 200)


def _code(request, code):
    context = {"qr": _qr(request, code), "back": request.get_full_path()}
    return render(request, "trainings/entry_code.html", context)


def _qr(request, code):
    address = request.build_absolute_uri(reverse("trainings:at_the_door", args=[code]))
    return qr(address, _("Code for the entrance"))
