"""Calendar files, made from the data of a notice (trainings.notices): a message carries one without
reading any table."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils import timezone

from vsrs.ui.writing import written

PRODUCT = "-//VSRS//Portal//SR"
CONFIRMED, CANCELLED = "CONFIRMED", "CANCELLED"


def calendar_file(data):
    """One training as bytes of a calendar file; a booking gives its events a lasting name of its own."""
    return calendar_of([data])


def calendar_of(trainings, name=""):
    """Several trainings in one file; `name` is what a calendar that subscribes to it is called."""
    calendar = icalendar.Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    if name:
        calendar.add("X-WR-CALNAME", name)
    made_at = timezone.now().replace(microsecond=0)
    for data in trainings:
        for part in data["parts"]:
            calendar.add_component(_event(data, part, data.get("status", CONFIRMED), made_at))
        # A day that was dropped would otherwise stay in people's calendars.
        kept = {part["ordinal"] for part in data["parts"]}
        for part in data.get("before", {}).get("parts", []):
            if part["ordinal"] not in kept:
                calendar.add_component(_event(data, part, CANCELLED, made_at))
    return calendar.to_ical()


def _event(data, part, status, made_at):
    event = icalendar.Event()
    event.add("UID", _uid(data, part["ordinal"]))
    event.add("SEQUENCE", data.get("sequence", 0))
    event.add("STATUS", status)
    event.add("SUMMARY", ": ".join(filter(None, [written(data["title"]), written(part["title"])])))
    event.add("DTSTAMP", made_at)
    event.add("DTSTART", _utc(part["start"]))
    event.add("DTEND", _utc(part["end"]))
    if where := written(part["place"]) or data.get("link"):
        event.add("LOCATION", where)
    page = settings.SITE_URL + data["page"]
    event.add("DESCRIPTION", "\n".join(filter(None, [data.get("number"), data.get("link"), page])))
    event.add("URL", page)
    if status == CANCELLED:
        event.add("TRANSP", "TRANSPARENT")
    return event


def _uid(data, ordinal):
    """By ordinal and not by the row's id: a part that is moved to another day stays the same event."""
    host = urlsplit(settings.SITE_URL).hostname
    uid = data.get("uid") or f"training-{data['training']}@{host}"
    return uid if ordinal == 1 else uid.replace("@", f"-{ordinal}@", 1)


def _utc(moment):
    """In UTC the file needs no description of our time zone, and every calendar reads it."""
    return datetime.fromisoformat(moment).astimezone(UTC)
