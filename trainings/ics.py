"""Calendar files. Made from plain data, so that a message can carry one without reading any table."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils import timezone

PRODUCT = "-//VSRS//Portal//SR"


def calendar_data(training, parts, *, url, number="", booking_revision=0, cancelled=False):
    """What a calendar must know of a training, as JSON. `cancelled`: this booking of it is off.

    Both revisions only rise, so their sum does too: a calendar obeys the file with the higher one.
    """
    place = ", ".join(filter(None, [training.venue, training.address])) or training.link
    return {
        "id": training.pk,
        "title": training.title,
        "summary": training.summary,
        "url": url,
        "number": number,
        "sequence": training.revision + booking_revision,
        "cancelled": cancelled or training.state == training.State.CANCELLED,
        "parts": [
            {
                "ordinal": part.ordinal,
                "title": part.title,
                "starts_at": part.starts_at.isoformat(),
                "ends_at": part.ends_at.isoformat(),
                "place": part.place or place,
            }
            for part in parts
        ],
    }


def calendar_file(data):
    """One training as bytes of a calendar file."""
    return calendar_of([data])


def calendar_of(trainings, name=""):
    """Several trainings in one file; `name` is what a subscribed calendar is called."""
    calendar = icalendar.Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    if name:
        calendar.add("X-WR-CALNAME", name)
    made_at = timezone.now().replace(microsecond=0)
    for data in trainings:
        for part in data["parts"]:
            calendar.add_component(_event(data, part, made_at))
    return calendar.to_ical()


def _event(data, part, made_at):
    event = icalendar.Event()
    # The ordinal and not the row's id: a part that is moved to another day stays the same event.
    event.add("UID", f"obuka-{data['id']}-{part['ordinal']}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("SEQUENCE", data["sequence"])
    event.add("STATUS", "CANCELLED" if data["cancelled"] else "CONFIRMED")
    event.add("SUMMARY", ": ".join(filter(None, [data["title"], part["title"]])))
    event.add("DTSTAMP", made_at)
    event.add("DTSTART", _utc(part["starts_at"]))
    event.add("DTEND", _utc(part["ends_at"]))
    if part["place"]:
        event.add("LOCATION", part["place"])
    event.add("DESCRIPTION", "\n".join(filter(None, [data["number"], data["summary"], data["url"]])))
    event.add("URL", data["url"])
    if data["cancelled"]:
        event.add("TRANSP", "TRANSPARENT")
    return event


def _utc(moment):
    """In UTC the file needs no description of our time zone, and every calendar reads it."""
    return datetime.fromisoformat(moment).astimezone(UTC)
