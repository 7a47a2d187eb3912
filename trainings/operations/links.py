"""What somebody who leaves an organizer still holds: secret links, and the place of the contact."""

from django.utils import timezone

from services.history import record
from services.models import Service
from services.tenancy import on_behalf_of
from trainings import notices
from trainings.models import Booking, Offer, WaitingEntry
from trainings.models.booking import new_link_key
from trainings.models.waiting import IN_LINE
from trainings.operations.seats import search_text


def close_links(user, organizer, heir):
    """Whoever has left an organizer keeps no link to its bookings; of what is to come `heir` is the contact.

    Whichever service runs the training: who ends the representation may see none of these bookings.
    """
    for service in Service.objects.visible_to(user):
        with on_behalf_of(service):
            theirs = {"service": service, "organizer": organizer}
            if heir:
                _hand_over_bookings(user, heir, theirs)
                _hand_over_waiting(user, heir, theirs)
            Booking.objects.filter(**theirs, booked_by=user).update(link_key="")
            Offer.objects.filter(**theirs, entry__joined_by=user).update(link_key="")


def _hand_over_bookings(user, heir, theirs):
    rows = Booking.objects.standing().filter(**theirs, booked_by=user, training__ends_at__gt=timezone.now())
    for booking in rows.select_for_update(of=("self",), no_key=True).select_related("service").order_by("pk"):
        booking.booked_by = heir
        booking.contact_name, booking.contact_email = str(heir)[:150], heir.email
        booking.contact_phone = ""
        booking.link_key = new_link_key()
        names = [seat.full_name for seat in booking.seat_rows.standing()]
        booking.search = search_text(booking, names)
        booking.save()
        record(
            service=booking.service,
            actor=None,
            verb="booking.handed_over",
            subject=booking,
            organizer_id=booking.organizer_id,
            changes={"who": str(heir)},
        )


def _hand_over_waiting(user, heir, theirs):
    entries = WaitingEntry.objects.filter(**theirs, joined_by=user, state__in=IN_LINE)
    waiting = list(entries.values_list("pk", flat=True))
    entries.update(joined_by=heir, contact_name=str(heir)[:150], contact_email=heir.email)
    offers = Offer.objects.filter(entry__in=waiting, state=Offer.State.OPEN)
    for offer in offers.select_related("entry__joined_by", "training__service"):
        offer.link_key = new_link_key()
        offer.save(update_fields=["link_key"])
        # The time to answer runs, so whoever can answer now must hear of it.
        notices.waiting_offered(offer, offer.training)
