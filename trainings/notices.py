"""What this room tells people: builds the data of each notice and hands it to the outbox.

The sender sees no row of ours, so `data` holds everything the words and the calendar file are made
from. All of it is JSON; moments are ISO 8601 with an offset; paths have no language prefix.

    kinds       booking.made  booking.requested  booking.approved  booking.refused
                booking.changed  booking.cancelled  training.changed  training.cancelled
                training.reminder  waiting.joined  waiting.left  waiting.offered  waiting.lapsed
                waiting.moved  waiting.free
    for         whose copy it is: "contact" (who booked), "person" (who comes), "service" (who runs it)
    title       of the training
    training    its id
    parts       [{"ordinal", "title", "start", "end", "place"}] in order of time
    start, end  of the whole training
    place       venue, address and town in one line, "" when only online
    access      how to get in, "" when nothing is said
    link        for joining online, "" when there is none or nobody may join any more
    page        path of the training's public page
    organizer   name of the organizer that booked
    seats       how many seats the booking has, or the group on the waiting list
    people      names of those who come; empty in copies for a person and for the service
    service     {"name", "name_cyrl", "slug", "town", "town_cyrl", "email", "phone"} of the one that runs it
    reason      why the training was cancelled, "" otherwise

    Of a booking also (all kinds but waiting.*):
    number      quoted by people
    manage      path to see, change, cancel, "" for a person; the contact's letter adds the secret link
    cancel_by   until when cancelling costs nobody a seat, or None
    uid         steady for calendars: booking-<number>@<host of SITE_URL>
    sequence    only rises: revisions of training and booking together
    status      "CONFIRMED" or "CANCELLED": of this copy's reader, a removed person reads CANCELLED
    coming      booking.changed: names that were added
    leaving     booking.changed: names that were removed
    requested   whether the booking waits, or waited until now, for the service's approval
    late        booking.cancelled: true after `cancel_by`; only then the service gets a copy
    changed     training.changed: any of "date", "place", "link"
    before      training.changed: {"parts", "place", "link"} as they were
    days        training.reminder: 7 or 1

    Of the waiting list:
    position    place in the list, from 1 (waiting.joined, waiting.moved)
    before      the place it had (waiting.moved)
    until       until when the offered seats can be taken (waiting.offered, waiting.lapsed)
    offer       id of the offer (waiting.offered); its letter adds the secret link
    group       how many people wait, when fewer are offered seats (waiting.offered)
    why         why staff moved the group or took it off the list (waiting.moved, waiting.left);
                why the service did not approve a booking (booking.refused)
"""

from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.db.models import BigIntegerField
from django.urls import reverse
from django.utils import translation

from notifications.outbox import To, notify, together
from trainings.access import PART
from trainings.models import Part
from vsrs.postgresql.prepared import Given, Prepared

CONFIRMED, CANCELLED = "CONFIRMED", "CANCELLED"


def parts_data(training, parts):
    place = place_of(training)
    return [
        {
            "ordinal": part.ordinal,
            "title": part.title,
            "start": part.starts_at.isoformat(),
            "end": part.ends_at.isoformat(),
            "place": part.place or place,
        }
        for part in parts
    ]


def place_of(training):
    """Whoever comes from another town needs the town too, and so does the map of a telephone."""
    place = ", ".join(filter(None, [training.venue, training.address]))
    town = training.service.town
    return f"{place}, {town}" if place and town not in place else place


# --- bookings ----------------------------------------------------------------------------------
@together()
def booking_made(booking, training, seats):
    """Those who come hear of it once the service has approved it, where it does that."""
    if booking.is_requested:
        _tell_contact("booking.requested", f"booking.requested:{booking.pk}", booking, training, seats)
        return
    key = f"booking.made:{booking.pk}"
    _tell_contact("booking.made", key, booking, training, seats)
    _tell_people("booking.made", key, booking, training, seats)


@together()
def booking_changed(booking, training, *, seats, coming, leaving):
    """The contact hears of the change, the added and the removed what it means for them."""
    key = f"booking.changed:{booking.pk}:{booking.revision}"
    _tell_contact(
        "booking.changed",
        key,
        booking,
        training,
        seats,
        coming=[seat.full_name for seat in coming],
        leaving=[seat.full_name for seat in leaving],
    )
    _tell_people("booking.made", f"{key}:in", booking, training, coming)
    _tell_people("booking.cancelled", f"{key}:out", booking, training, leaving, status=CANCELLED, late=False)


@together()
def booking_cancelled(booking, training, seats, *, late, was_requested=False):
    key = f"booking.cancelled:{booking.pk}"
    facts = {"status": CANCELLED, "late": late, "requested": was_requested}
    _tell_contact("booking.cancelled", key, booking, training, seats, **facts)
    _tell_people("booking.cancelled", key, booking, training, seats, **facts)
    service = training.service
    if late and service.email:
        data = booking_data(booking, training, reader="service", **facts)
        to = [To(email=service.email, name=service.name)]
        notify(
            service=service,
            kind="booking.cancelled",
            key=f"{key}:service",
            to=to,
            data=data,
            url=data["manage"],
        )


@together()
def booking_approved(booking, training, seats):
    key = f"booking.approved:{booking.pk}:{booking.revision}"
    _tell_contact("booking.approved", key, booking, training, seats)
    _tell_people("booking.made", key, booking, training, seats)


def booking_refused(booking, training, seats):
    """Those who would have come were told of nothing yet."""
    key = f"booking.refused:{booking.pk}"
    why = booking.decision_reason
    _tell_contact("booking.refused", key, booking, training, seats, status=CANCELLED, why=why)


# --- trainings ---------------------------------------------------------------------------------
@together()
def training_changed(training, bookings, *, changed, before):
    for booking, seats in bookings:
        key = f"training.changed:{booking.pk}:{training.revision}"
        _tell_contact("training.changed", key, booking, training, seats, changed=changed, before=before)
        _tell_people("training.changed", key, booking, training, seats, changed=changed, before=before)


@together()
def training_cancelled(training, bookings, waiting):
    for booking, seats in bookings:
        key = f"training.cancelled:{booking.pk}"
        facts = {"status": CANCELLED, "requested": getattr(booking, "was_requested", False)}
        _tell_contact("training.cancelled", key, booking, training, seats, **facts)
        _tell_people("training.cancelled", key, booking, training, seats, **facts)
    for entry in waiting:
        _tell_waiting("training.cancelled", entry, training)


@together()
def reminder(training, booking, seats, *, days):
    # With the day in the key, people are reminded again of a training that was moved.
    key = f"training.reminder:{booking.pk}:{days}:{training.starts_at:%Y%m%d}"
    _tell_contact("training.reminder", key, booking, training, seats, days=days)
    _tell_people("training.reminder", key, booking, training, seats, days=days)


# --- waiting list ------------------------------------------------------------------------------
def waiting_joined(entry, training, *, position):
    _tell_waiting("waiting.joined", entry, training, position=position)


def waiting_left(entry, training, *, why=""):
    _tell_waiting("waiting.left", entry, training, why=why)


def waiting_offered(offer, training):
    entry = offer.entry
    _tell_waiting(
        "waiting.offered",
        entry,
        training,
        key=offer.pk,
        url=_path("trainings:offer", offer.pk),
        offer=offer.pk,
        seats=offer.seat_count,
        group=entry.seat_count,
        people=_names(entry)[: offer.seat_count],
        until=offer.expires_at.isoformat(),
    )


def waiting_lapsed(offer, training):
    _tell_waiting("waiting.lapsed", offer.entry, training, until=offer.expires_at.isoformat())


def waiting_moved(entry, training, *, before, position, why):
    _tell_waiting(
        "waiting.moved",
        entry,
        training,
        key=f"{entry.pk}:{uuid4()}",
        before=before,
        position=position,
        why=why,
    )


def waiting_free(entry, training):
    """Seats are free and there is no time to offer them one after another. Once to each."""
    _tell_waiting("waiting.free", entry, training)


# --- how ---------------------------------------------------------------------------------------
def training_data(training):
    service = training.service
    return {
        "title": training.title,
        "training": training.pk,
        "parts": parts_data(training, parts_of(training)),
        "start": training.starts_at.isoformat(),
        "end": training.ends_at.isoformat(),
        "place": place_of(training),
        "access": training.access_notes,
        "link": "" if training.state == training.State.CANCELLED else training.link,
        "page": _path("trainings:detail", service.slug, training.slug),
        "reason": training.cancel_reason,
        "service": {
            field: getattr(service, field)
            for field in ("name", "name_cyrl", "slug", "town", "town_cyrl", "email", "phone")
        },
    }


PARTS = Prepared(lambda: Part.objects.filter(training=Given("training", BigIntegerField())))


def parts_of(training):
    """Read once for all copies of one event; a calendar of many trainings has read them already."""
    if "parts" in getattr(training, "_prefetched_objects_cache", ()):
        return training.parts.all()
    if not hasattr(training, "_parts_told"):
        came_along = hasattr(training, "part_rows")  # one read by its address
        training._parts_told = (
            [_part(row) for row in training.part_rows] if came_along else PARTS.objects(training=training.pk)
        )
    return training._parts_told


def _part(row):
    part = Part.from_db(connection.alias, PART, row)
    part.starts_at, part.ends_at = map(datetime.fromisoformat, (part.starts_at, part.ends_at))
    return part


def booking_data(booking, training, *, reader, status=CONFIRMED, people=(), **facts):
    manage = "" if reader == "person" else _path("trainings:booking", booking.number)
    return training_data(training) | {
        "for": reader,
        "organizer": booking.organizer_name,
        "seats": booking.seat_count,
        "people": [seat.full_name for seat in people],
        "number": booking.number,
        "manage": manage,
        "cancel_by": training.cancel_by and training.cancel_by.isoformat(),
        "uid": f"booking-{booking.number}@{urlsplit(settings.SITE_URL).hostname}",
        "sequence": training.revision + booking.revision,
        "status": status,
        "requested": booking.is_requested,
        # Only those who have a seat may join.
        **({"link": ""} if booking.is_requested or status != CONFIRMED else {}),
        **facts,
    }


def _tell_contact(kind, key, booking, training, seats, **facts):
    data = booking_data(booking, training, reader="contact", people=seats, **facts)
    to = [To(user=booking.booked_by, email=booking.contact_email, name=booking.contact_name)]
    # The inbox needs no secret: whoever reads it has signed in.
    url = _path("trainings:booking", booking.number)
    notify(service=training.service, kind=kind, key=key, to=to, data=data, url=url)


def _tell_people(kind, key, booking, training, seats, **facts):
    """By address only. Whoever booked a seat for themselves has the contact's copy already; of a booking
    that waits for approval they have not heard yet."""
    if facts.get("requested", booking.is_requested):
        return
    contact = booking.contact_email.casefold()
    to = [
        To(email=seat.email, name=seat.full_name, language=booking.booked_by.language)
        for seat in seats
        if seat.email and seat.email.casefold() != contact
    ]
    if to:
        data = booking_data(booking, training, reader="person", **facts)
        notify(service=training.service, kind=kind, key=f"{key}:p", to=to, data=data, url=data["page"])


def _tell_waiting(kind, entry, training, *, key="", url="", **facts):
    data = training_data(training) | {
        "for": "contact",
        "link": "",  # only those who have booked may join
        "organizer": entry.organizer_name,
        "seats": entry.seat_count,
        "people": _names(entry),
        **facts,
    }
    to = [To(user=entry.joined_by, email=entry.contact_email, name=entry.contact_name)]
    key = f"{kind}:waiting:{key or entry.pk}"
    notify(service=training.service, kind=kind, key=key, to=to, data=data, url=url or data["page"])


def _names(entry):
    return [person["full_name"] for person in entry.people]


@lru_cache(maxsize=1024)
def _path(name, *args):
    # The sender adds the prefix of the recipient's language.
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(name, args=args)
