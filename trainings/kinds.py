"""What this room writes about; `trainings.notices` makes the data."""

from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.kinds import AT_ONCE, NEVER, Group, Kind, register
from services.tenancy import on_behalf_of
from trainings import after_kinds
from trainings.ics import calendar_file
from trainings.models import Booking, Offer, Seat, Training

BOOKINGS = Group("bookings", _("Own bookings"))
REMINDERS = Group(
    "reminders",
    _("Reminders"),
    _("Seven days and one day before a training you booked."),
    frequencies=(AT_ONCE, NEVER),
)
AT_THE_DESK = Group(
    "trainings_desk",
    _("Trainings of your service"),
    _("When a day of decision comes and too few people have booked."),
    for_staff=True,
)
WAITING = Group(
    "waiting",
    _("Waiting lists"),
    _("When your people join a waiting list, are moved in it or leave it."),
)
DEMAND = Group("demand", _("Programmes you want"), _("When one that you said you want gets a date."))


def calendar(notice):
    """The training as a calendar file; a later file with the same UIDs replaces or cancels it."""
    return [("obuka.ics", calendar_file(notice.data), "text/calendar; method=PUBLISH")]


def calendar_of_booking(notice):
    """News also go to those on the waiting list and to those who wait for approval, who have nothing in
    their calendars yet."""
    has_one = notice.data.get("number") and not notice.data.get("requested")
    return calendar(notice) if has_one else []


def link(notice):
    """The contact's own way to the booking; for the others who come, their code for the entrance.

    Whoever has left the organizer, or the booking, has none any more.
    """
    if notice.data.get("for") == "person":
        return {"door": _door(notice)}
    if notice.data.get("for") != "contact" or not notice.data.get("manage"):
        return {}
    # The sender sees no booking by itself.
    with on_behalf_of(notice.service), transaction.atomic():
        rows = Booking.objects.filter(service=notice.service, number=notice.data["number"])
        # Another one may be the contact by now.
        key = rows.filter(booked_by=notice.recipient_id).values_list("link_key", flat=True).first()
    return {"manage": f"{notice.data['manage']}?{urlencode({'t': key})}" if key else ""}


def _door(notice):
    with on_behalf_of(notice.service), transaction.atomic():
        seats = Seat.objects.standing().filter(service=notice.service, email__iexact=notice.email)
        # By the name too: several people of an organizer may share one address.
        seats = seats.filter(full_name=notice.name).exclude(training__form=Training.Form.ONLINE)
        code = seats.filter(booking__number=notice.data.get("number")).values_list("code", flat=True).first()
    return reverse("trainings:at_the_door", args=[code]) if code else ""


def link_of_offer(notice):
    """By which the offer is taken or declined without signing in. A closed one has no link any more."""
    with on_behalf_of(notice.service), transaction.atomic():
        offers = Offer.objects.filter(service=notice.service, pk=notice.data.get("offer"))
        key = offers.filter(entry__joined_by=notice.recipient_id).values_list("link_key", flat=True).first()
    return {"answer": f"{notice.url}?{urlencode({'t': key})}" if key else ""}


def _own(code, name, **fields):
    return Kind(code, name, BOOKINGS, can_be_switched_off=False, doors=link, **fields)


register(
    _own("booking.made", _("Booking made"), attachments=calendar),
    _own("booking.requested", _("Booking waits for approval")),
    _own("booking.approved", _("Booking approved"), attachments=calendar),
    _own("booking.refused", _("Booking not approved")),
    _own("booking.changed", _("Booking changed"), attachments=calendar_of_booking),
    _own("booking.cancelled", _("Booking cancelled"), attachments=calendar_of_booking),
    _own("training.changed", _("Training changed"), attachments=calendar_of_booking),
    _own("training.cancelled", _("Training cancelled"), attachments=calendar_of_booking),
    Kind("training.reminder", _("Reminder"), REMINDERS, doors=link),
    Kind("waiting.joined", _("On the waiting list"), WAITING),
    Kind("waiting.left", _("Off the waiting list"), WAITING),
    Kind("waiting.moved", _("Moved in the waiting list"), WAITING),
    # Its time runs at once, so it waits for no digest.
    Kind("waiting.offered", _("Seats offered"), BOOKINGS, can_be_switched_off=False, doors=link_of_offer),
    Kind("waiting.lapsed", _("Offered seats not taken"), BOOKINGS, can_be_switched_off=False),
    Kind("waiting.free", _("Seats free shortly before the training"), BOOKINGS, can_be_switched_off=False),
    Kind("training.decide", _("Day of decision"), AT_THE_DESK),
    Kind("demand.date", _("A programme you want has a date"), DEMAND),
    *after_kinds.KINDS,
)
