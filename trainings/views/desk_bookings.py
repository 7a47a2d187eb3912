"""Who comes: the bookings of a training and of a service, the sign-in sheet."""

from django.db.models import Prefetch
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from services.access import get_service_to_work_in
from services.tenancy import ids_of
from trainings.access import get_training_to_run
from trainings.booking_rows import OF_SERVICE, drawn_conditions, drawn_rows
from trainings.desk_filters import DeskBookingFilter
from trainings.models import Booking, Needs, Seat
from vsrs import exports, lists
from vsrs.templatetags.quick import address

OF_BOOKING = [
    (_("Number"), "number"),
    (_("Organizer"), "organizer_name"),
    (_("Contact"), "contact_name"),
    (_("E-mail"), "contact_email"),
    (_("Phone"), "contact_phone"),
    (_("Seats"), "seat_count"),
    (_("State"), "get_state_display"),
    (_("Booked on"), "booked_at"),
    (_("Cancelled on"), "cancelled_at"),
]
# In the file of one training; that of all bookings goes to more people and stays longer.
OF_SUPPORT = [
    (_("Answers"), lambda row: "; ".join(f"{question} {answer}" for question, answer in row.answer_rows)),
    (_("Accessibility"), lambda row: row.known_needs.access_needs if row.known_needs else ""),
    (_("Food"), lambda row: row.known_needs.diet if row.known_needs else ""),
]
OF_TRAINING = [(_("Training"), "training.title"), (_("Begins"), "training.starts_at")]
OF_PERSON = [
    (_("Full name"), "full_name"),
    (_("E-mail"), "email"),
    (_("Organizer"), "booking.organizer_name"),
    (_("Booking"), "booking.number"),
    (_("Contact"), "booking.contact_name"),
    (_("Phone"), "booking.contact_phone"),
]
ORDERING = {
    "vrijeme": ["booked_at", "pk"],
    "broj": ["pk"],
    "organizator": ["organizer_name", "pk"],
    "mjesta": ["seat_count", "pk"],
}
ORDERING_OF_ALL = ORDERING | {"obuka": ["training__sort", "pk"], "termin": ["training__starts_at", "pk"]}
# Lines on the sheet for those who come unannounced.
SPARE_LINES = range(4)


@require_safe
def bookings(request, service_slug, pk):
    training = get_training_to_run(request.user, service_slug, pk)
    rows = Booking.objects.visible_to(request.user).filter(training=training)
    needs = Prefetch("needs", Needs.objects.visible_to(request.user), to_attr="known_needs")
    listing = lists.listing(request, rows, DeskBookingFilter, ordering=ORDERING, default_order="-vrijeme")
    if listing.export:
        listing.queryset = listing.queryset.prefetch_related(needs)
        return _file(request, listing, [*OF_BOOKING, *OF_SUPPORT], [])
    seats = Prefetch("seat_rows", Seat.objects.visible_to(request.user).standing(), to_attr="people")
    listing.page.object_list = listing.page.object_list.prefetch_related(seats, needs)
    context = {
        "service": training.service,
        "training": training,
        "listing": listing,
        "booking_url": _booking_url(),
        "can_cancel": training.is_announced and not training.has_started(),
    }
    return render(request, "trainings/desk_bookings.html", context)


@require_safe
def all_bookings(request, service_slug):
    service = get_service_to_work_in(request.user, service_slug)
    listing = lists.listing(
        request,
        lambda: Booking.objects.visible_to(request.user).filter(service=service),
        DeskBookingFilter,
        ordering=ORDERING_OF_ALL,
        default_order="-vrijeme",
        plain=OF_SERVICE,
        given={"service": service.pk} | ids_of(request.user),
    )
    if listing.export:
        listing.queryset = listing.queryset.select_related("training")
        return _file(request, listing, [*OF_TRAINING, *OF_BOOKING], OF_TRAINING)
    training_url = address("trainings:desk_trainings", service.slug)
    context = {
        "service": service,
        "listing": listing,
        "conditions": drawn_conditions(listing),
        "rows": drawn_rows(listing.values, _booking_url(), training_url),
    }
    return render(request, "trainings/desk_all_bookings.html", context)


@require_safe
def sheet(request, service_slug, pk):
    training = get_training_to_run(request.user, service_slug, pk)
    seats = Seat.objects.visible_to(request.user).coming().filter(training=training)
    parts = list(training.parts.all())
    context = {
        "service": training.service,
        "training": training,
        "parts": parts,
        "trainers": training.trainers.all(),
        "seats": seats.select_related("booking"),
        "spare": SPARE_LINES,
    }
    return render(request, "trainings/desk_sheet.html", context)


def _file(request, listing, of_booking, of_training):
    """The bookings found, or with `?osobe=1` the people in them, one row each."""
    if "osobe" not in request.GET:
        return exports.respond(request, listing, name="prijave", columns=of_booking)
    seats = Seat.objects.visible_to(request.user).standing().filter(booking__in=listing.queryset.values("pk"))
    listing.queryset = seats.select_related("booking", "training").order_by("sort", "pk")
    return exports.respond(request, listing, name="prijave", columns=[*of_training, *OF_PERSON])


def _booking_url():
    """What a number follows, worked out once instead of in every row."""
    return address("trainings:my_bookings")
