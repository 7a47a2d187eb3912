"""What this room writes about; `trainings.notices` makes the data."""

from urllib.parse import urlencode

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from notifications.kinds import AT_ONCE, NEVER, Group, Kind, register
from services.tenancy import on_behalf_of
from trainings.ics import calendar_file
from trainings.models import Booking

BOOKINGS = Group("bookings", _("Own bookings"))
REMINDERS = Group(
    "reminders",
    _("Reminders"),
    _("Seven days and one day before a training you booked."),
    frequencies=(AT_ONCE, NEVER),
)
WAITING = Group("waiting", _("Waiting lists"), _("When your people join a waiting list or leave it."))


def calendar(notice):
    """The training as a calendar file; a later file with the same UIDs replaces or cancels it."""
    return [("obuka.ics", calendar_file(notice.data), "text/calendar; method=PUBLISH")]


def calendar_of_booking(notice):
    """Training news also go to those on the waiting list, who have nothing in their calendars yet."""
    return calendar(notice) if notice.data.get("number") else []


def link(notice):
    """The contact's own way to the booking. Whoever has left the organizer has none any more."""
    if notice.data.get("for") != "contact" or not notice.data.get("manage"):
        return {}
    # The sender sees no booking by itself.
    with on_behalf_of(notice.service), transaction.atomic():
        rows = Booking.objects.filter(service=notice.service, number=notice.data["number"])
        key = rows.values_list("link_key", flat=True).first()
    return {"manage": f"{notice.data['manage']}?{urlencode({'t': key})}" if key else ""}


def _own(code, name, **fields):
    return Kind(code, name, BOOKINGS, can_be_switched_off=False, doors=link, **fields)


register(
    _own("booking.made", _("Booking made"), attachments=calendar),
    _own("booking.changed", _("Booking changed"), attachments=calendar),
    _own("booking.cancelled", _("Booking cancelled"), attachments=calendar),
    _own("training.changed", _("Training changed"), attachments=calendar_of_booking),
    _own("training.cancelled", _("Training cancelled"), attachments=calendar_of_booking),
    Kind("training.reminder", _("Reminder"), REMINDERS, doors=link),
    Kind("waiting.joined", _("On the waiting list"), WAITING),
    Kind("waiting.left", _("Off the waiting list"), WAITING),
)
