"""Plain functions for the tests of this room."""

from uuid import uuid4

from tests.cast import make_training, sees_all
from trainings.models import Booking

KEY = "tajna-tajna-tajna-tajna"


def a_booking(organizer, user, number="BL-2026-0417"):
    """The one of which the notices here tell."""
    training = make_training(organizer.service)
    with sees_all():
        return Booking.objects.create(
            service=training.service,
            training=training,
            organizer=organizer,
            number=number,
            seat_count=2,
            form_key=uuid4(),
            link_key=KEY,
            organizer_name=organizer.name,
            contact_name=user.full_name,
            contact_email=user.email,
            booked_by=user,
        )
