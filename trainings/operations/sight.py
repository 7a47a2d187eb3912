"""Openings of bookings by those who only oversee the network."""

from services.history import record
from services.tenancy import actor_of
from trainings.access import can_change_booking
from vsrs.transactions import operation


@operation
def note_sight(booking, *, actor):
    """A coordinator has opened a booking with people's data: its organizer and its service can see that."""
    if actor_of(actor).is_coordinator and not can_change_booking(actor, booking):
        record(
            service=booking.service,
            actor=actor,
            verb="booking.opened",
            subject=booking,
            organizer_id=booking.organizer_id,
        )
