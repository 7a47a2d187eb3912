"""What this room keeps about a person with an account, and how it lets go of it.

A person is in it twice: as the one who books, and as somebody booked under their own address.
"""

from services.models import Service
from services.tenancy import on_behalf_of
from trainings.models import Booking, Seat, WaitingEntry
from vsrs.text import fold


def export(user):
    bookings = Booking.objects.visible_to(user).filter(booked_by=user).select_related("training")
    seats = Seat.objects.visible_to(user).filter(email__iexact=user.email).select_related("training")
    return {
        "bookings": [
            {
                "number": row.number,
                "training": row.training.title,
                "state": row.state,
                "seats": row.seat_count,
            }
            for row in bookings.order_by("booked_at", "pk")
        ],
        "seats": [
            {
                "training": seat.training.title,
                "begins": seat.training.starts_at.isoformat(),
                "released": seat.released_at.isoformat() if seat.released_at else None,
                "attendance": [mark.mark for mark in seat.attendance.order_by("part_id")],
            }
            for seat in seats.order_by("pk")
        ],
    }


def erase(user):
    """Names and addresses go; bookings, seats and attendance stay, so every count stays."""
    nobody = f"obrisano-{user.pk}@invalid"
    for service in Service.objects.visible_to(user):
        with on_behalf_of(service):
            _erase_contacts(user, service, nobody)
            Seat.objects.filter(service=service, email__iexact=user.email).update(
                full_name="–", email="", search="", sort=""
            )


def _erase_contacts(user, service, nobody):
    for booking in Booking.objects.filter(service=service, booked_by=user):
        booking.contact_name, booking.contact_email, booking.contact_phone = "–", nobody, ""
        booking.support_needs = ""
        booking.search = fold(f"{booking.number} {booking.organizer_name}")
        booking.save(
            update_fields=["contact_name", "contact_email", "contact_phone", "support_needs", "search"]
        )
    for entry in WaitingEntry.objects.filter(service=service, joined_by=user):
        entry.contact_name, entry.contact_email = "–", nobody
        entry.people = [_without(person, user.email) for person in entry.people]
        entry.save(update_fields=["contact_name", "contact_email", "people"])


def _without(person, email):
    if person.get("email", "").casefold() != email.casefold():
        return person
    return person | {"full_name": "–", "email": ""}
