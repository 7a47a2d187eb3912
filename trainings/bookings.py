"""Reads of an organizer's bookings."""

from services.models import HistoryEntry
from services.tenancy import actor_of
from trainings.models import Booking


def own_bookings(user):
    """The bookings of the organizers this person acts for, with what a list shows of their trainings."""
    rows = Booking.objects.visible_to(user).filter(organizer__in=actor_of(user).organizers)
    return rows.select_related("training__service")


def history_of(user, booking):
    return HistoryEntry.objects.visible_to(user).about(booking)
