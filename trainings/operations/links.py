"""Secret links of bookings and of offered seats."""

from services.models import Service
from services.tenancy import on_behalf_of
from trainings.models import Booking, Offer


def close_links(user, organizer):
    """Whoever has left an organizer keeps no link to its bookings; its other people have their accounts.

    Whichever service runs the training: who ends the representation may see none of these bookings.
    """
    for service in Service.objects.visible_to(user):
        with on_behalf_of(service):
            Booking.objects.filter(service=service, organizer=organizer, booked_by=user).update(link_key="")
            offers = Offer.objects.filter(service=service, organizer=organizer, entry__joined_by=user)
            offers.update(link_key="")
