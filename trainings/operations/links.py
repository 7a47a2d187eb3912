"""Secret links of bookings."""

from services.models import Service
from services.tenancy import on_behalf_of
from trainings.models import Booking


def close_links(user, organizer):
    """Whoever has left an organizer keeps no link to its bookings; its other people have their accounts.

    Whichever service runs the training: who ends the representation may see none of these bookings.
    """
    for service in Service.objects.visible_to(user):
        with on_behalf_of(service):
            Booking.objects.filter(service=service, organizer=organizer, booked_by=user).update(link_key="")
