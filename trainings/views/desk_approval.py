"""Bookings that wait for the service's approval: looked at and answered, one or many at once."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from trainings.access import get_training_to_run
from trainings.forms.approval import ApprovalForm
from trainings.models import Booking, Needs, Seat
from trainings.operations.approval import approve_bookings, refuse_bookings
from vsrs.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def approval(request, service_slug, pk):
    training = get_training_to_run(request.user, service_slug, pk)
    bookings = _waiting(request.user, training)
    if request.method != "POST":
        return _page(request, training, ApprovalForm(bookings=bookings))
    form = ApprovalForm(request.POST, bookings=bookings)
    if form.is_valid():
        try:
            said = _answer(training, request.user, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, said)
            rest = len(bookings) > len(form.chosen)
            return redirect(f"trainings:desk_{'approval' if rest else 'training'}", service_slug, pk)
    return _page(request, training, form, status=422)


def _answer(training, user, form):
    if form.refuses:
        reason = form.cleaned_data["reason"]
        done = refuse_bookings(training, actor=user, bookings=form.chosen, reason=reason)
        text = ngettext(
            "%(n)d booking is refused; its organizer is told why.",
            "%(n)d bookings are refused; their organizers are told why.",
            len(done),
        )
    else:
        done = approve_bookings(training, actor=user, bookings=form.chosen)
        text = ngettext(
            "%(n)d booking is approved. Those who come get the confirmation.",
            "%(n)d bookings are approved. Those who come get the confirmation.",
            len(done),
        )
    return text % {"n": len(done)}


def _waiting(user, training):
    """The oldest first."""
    seats = Prefetch("seat_rows", Seat.objects.visible_to(user).standing(), to_attr="people")
    needs = Prefetch("needs", Needs.objects.visible_to(user), to_attr="known_needs")
    rows = Booking.objects.visible_to(user).filter(training=training, state=Booking.State.REQUESTED)
    return list(rows.prefetch_related(seats, needs).order_by("booked_at", "pk"))


def _page(request, training, form, status=200):
    context = {"service": training.service, "training": training, "form": form}
    return render(request, "trainings/desk_approval.html", context, status=status)
