"""Calendar files of whatever has a beginning and an end."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

PRODUCT = "-//VSRS//Portal//SR"
CONFIRMED, CANCELLED = "CONFIRMED", "CANCELLED"


@dataclass(frozen=True)
class Entry:
    """One event; a later file with the same `uid` and a higher `sequence` replaces or cancels it."""

    uid: str
    summary: str
    start: str  # ISO 8601 with an offset, as notices carry moments
    end: str
    page: str  # path of the portal
    where: str = ""
    lines: tuple = ()  # of the description, before the address of the page
    sequence: int = 0
    status: str = CONFIRMED


def calendar_of(entries, name=""):
    """Bytes of one file; `name` is what a calendar that subscribes to it is called."""
    calendar = icalendar.Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    if name:
        calendar.add("X-WR-CALNAME", name)
    made_at = timezone.now().replace(microsecond=0)
    for entry in entries:
        calendar.add_component(_event(entry, made_at))
    return calendar.to_ical()


def _event(entry, made_at):
    event = icalendar.Event()
    event.add("UID", entry.uid)
    event.add("SEQUENCE", entry.sequence)
    event.add("STATUS", entry.status)
    event.add("SUMMARY", entry.summary)
    event.add("DTSTAMP", made_at)
    event.add("DTSTART", _utc(entry.start))
    event.add("DTEND", _utc(entry.end))
    if entry.where:
        event.add("LOCATION", entry.where)
    page = settings.SITE_URL + entry.page
    event.add("DESCRIPTION", "\n".join([*filter(None, entry.lines), page]))
    event.add("URL", page)
    if entry.status == CANCELLED:
        event.add("TRANSP", "TRANSPARENT")
    return event


def file_response(file, name):
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.ics")
    return response


def uid(name):
    """Unlike any other in the world: `booking-BL-2026-0417@portal.example`."""
    return f"{name}@{urlsplit(settings.SITE_URL).hostname}"


def _utc(moment):
    """In UTC the file needs no description of our time zone, and every calendar reads it."""
    return datetime.fromisoformat(moment).astimezone(UTC)
