"""A person's own calendar, as the calendar program that subscribes to it reads it."""

from datetime import timedelta
from secrets import compare_digest

from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from services.tenancy import acting_as, actor_of
from trainings import ics
from trainings.models import Booking, CalendarFeed
from trainings.notices import booking_data

# What is longer ago leaves the calendar, so that the file stays small.
KEPT = timedelta(days=180)
MOST = 500


def feed_of(user):
    return CalendarFeed.objects.filter(user=user).first()


def owner_of(key):
    """Whose calendar a secret key opens. A wrong key and that of an erased account are the same 404."""
    feed = CalendarFeed.objects.select_related("user").filter(key=key, user__is_active=True).first()
    if feed is None or not compare_digest(feed.key.encode(), key.encode()):
        raise Http404
    return feed.user


def calendar_for(user):
    """Bookings of the organizers this person acts for today, in the language of the account. The right is
    read anew each time: whoever leaves an organizer finds its trainings gone."""
    with translation.override(user.language), acting_as(actor_of(user)):
        found = [booking_data(booking, booking.training, reader="person") for booking in bookings_of(user)]
        return ics.calendar_of(found, name=_("My trainings"))


def bookings_of(user):
    """Of own organizers alone: staff of a service have its whole calendar elsewhere."""
    rows = Booking.objects.visible_to(user).filter(
        state=Booking.State.BOOKED, organizer__in=actor_of(user).organizers
    )
    rows = rows.filter(training__ends_at__gt=timezone.now() - KEPT)
    rows = rows.select_related("training__service").prefetch_related("training__parts")
    return rows.order_by("training__starts_at", "pk")[:MOST]


def path_of(feed):
    """Without a prefix of language: the file speaks that of the account."""
    with translation.override("sr-latn"):
        return reverse("trainings:feed", args=[feed.key])
