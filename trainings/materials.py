"""Which materials those who come may have: those for before at once, those for after if they were there."""

from services.tenancy import on_behalf_of
from trainings.models import Attendance, Material, Training


def materials_for(booking):
    """Of the training's programme, for the organizer of a booking or the holder of its link.

    The one read of materials without `visible_to`: a link has no user. Whoever asks has opened the booking,
    and the second wall gives only what is not for trainers.
    """
    audiences = _audiences(booking)
    if not audiences:
        return []
    rows = Material.objects.current().filter(programme=booking.training.programme_id, audience__in=audiences)
    return list(rows.order_by("-audience", "pk"))


def _audiences(booking):
    training = booking.training
    if not booking.is_standing or booking.is_requested or training.state == Training.State.CANCELLED:
        return []
    if training.state == Training.State.HELD:
        return [Material.Audience.BEFORE, Material.Audience.AFTER] if _was_there(booking) else []
    return [Material.Audience.BEFORE]


def _was_there(booking):
    present = Attendance.Mark.PRESENT
    # Marks are not shown to the holder of a link; whether there is one is all that is told.
    with on_behalf_of(booking.service):
        marks = Attendance.objects.filter(seat__booking=booking, seat__released_at=None, mark=present)
        return marks.exists()


def materials_of_bookings(training, bookings):
    """[(booking, its materials)] of those that have any, for the page of the training."""
    for booking in bookings:
        booking.training, booking.service = training, training.service
    found = [(booking, materials_for(booking)) for booking in bookings]
    return [(booking, materials) for booking, materials in found if materials]
