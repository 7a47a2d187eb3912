"""What this room keeps about a person with an account, and how it lets go of it.

A person is in it twice: as the one who books, and as somebody booked under their own address.
"""

from services.models import Service
from services.tenancy import on_behalf_of
from trainings.models import Booking, CalendarFeed, Certificate, Seat, TrainerProfile, WaitingEntry
from trainings.operations.needs import erase_needs_of
from trainings.operations.people import forget_holders, search_anew


def export(user):
    bookings = Booking.objects.visible_to(user).filter(booked_by=user).select_related("training")
    seats = Seat.objects.visible_to(user).filter(email__iexact=user.email).select_related("training")
    feed = CalendarFeed.objects.filter(user=user).first()
    return {
        # Not the address itself: it opens the calendar.
        "calendar_since": feed and feed.created_at.isoformat(),
        "bookings": [
            {
                "number": row.number,
                "training": row.training.title,
                "state": row.state,
                "seats": row.seat_count,
            }
            for row in bookings.order_by("booked_at", "pk")
        ],
        "waiting": _waiting_of(user),
        "seats": [
            {
                "training": seat.training.title,
                "begins": seat.training.starts_at.isoformat(),
                "released": seat.released_at.isoformat() if seat.released_at else None,
                "attendance": [mark.mark for mark in seat.attendance.order_by("part_id")],
            }
            for seat in seats.order_by("pk")
        ],
        "certificates": [
            {
                "number": row.number,
                "name": row.holder_name,
                "programme": row.programme_title,
                "issued_on": row.issued_on.isoformat(),
                "state": row.state,
            }
            for row in Certificate.objects.visible_to(user).filter(seat__in=seats).order_by("pk")
        ],
    }


def _waiting_of(user):
    entries = WaitingEntry.objects.visible_to(user).filter(joined_by=user).select_related("training")
    return [
        {
            "training": entry.training.title,
            "joined": entry.joined_at.isoformat(),
            "state": entry.state,
            "people": [person["full_name"] for person in entry.people],
            "offers": [
                {"seats": offer.seat_count, "until": offer.expires_at.isoformat(), "state": offer.state}
                for offer in entry.offers.order_by("pk")
            ],
        }
        for entry in entries.order_by("joined_at", "pk")
    ]


def erase(user):
    """Names and addresses go; bookings, seats and attendance stay, so every count stays."""
    CalendarFeed.objects.filter(user=user).delete()
    for service in Service.objects.visible_to(user):
        with on_behalf_of(service):
            touched = {*_erase_contact(user, service), *_erase_seats(user, service)}
            _erase_waiting(user, service)
            TrainerProfile.objects.filter(service=service, user=user).update(user=None)
            search_anew(touched)


def _erase_contact(user, service):
    """Of bookings they made; gives the ids."""
    rows = Booking.objects.filter(service=service, booked_by=user)
    rows.update(contact_name="–", contact_email=_nobody(user), contact_phone="")
    erase_needs_of(user, service)
    return rows.values_list("pk", flat=True)


def _erase_seats(user, service):
    """Under their own address, whoever booked them; gives the ids of the bookings."""
    rows = Seat.objects.filter(service=service, email__iexact=user.email)
    touched = list(rows.values_list("booking", flat=True))
    forget_holders(Certificate.objects.filter(seat__in=rows.values("pk")), actor=user)
    rows.update(full_name="–", email="", search="", sort="")
    return touched


def _erase_waiting(user, service):
    WaitingEntry.objects.filter(service=service, joined_by=user).update(
        contact_name="–", contact_email=_nobody(user), support={}
    )
    for entry in WaitingEntry.objects.filter(service=service, people__contains=[{"email": user.email}]):
        entry.people = [_without(person, user.email) for person in entry.people]
        entry.save(update_fields=["people"])


def _without(person, email):
    return person | {"full_name": "–", "email": ""} if person.get("email") == email else person


def _nobody(user):
    return f"obrisano-{user.pk}@invalid"
