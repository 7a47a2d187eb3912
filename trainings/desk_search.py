"""What the search of a workspace finds in this room."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from services.desk import SHOWN_HITS, Found, Hit
from trainings.models import Booking
from trainings.queries import trainings_of
from vsrs.dates import short_date
from vsrs.filters import holding


def search(user, service, words):
    yield Found(
        _("Trainings"), _list("trainings:desk_trainings", service, words), _trainings(user, service, words)
    )
    yield Found(
        _("Bookings"), _list("trainings:desk_all_bookings", service, words), _bookings(user, service, words)
    )


def _trainings(user, service, words):
    rows = trainings_of(user, service).filter(holding(words, "search")).order_by("-starts_at", "-pk")
    return [
        Hit(
            text=training.title,
            url=reverse("trainings:desk_training", args=[service.slug, training.pk]),
            detail=f"{short_date(training.starts_at)}, {training.get_state_display()}",
        )
        for training in rows[:SHOWN_HITS]
    ]


def _bookings(user, service, words):
    rows = Booking.objects.visible_to(user).filter(holding(words, "search"), service=service)
    return [
        Hit(text=booking.number, url=booking.get_absolute_url(), detail=_about(booking))
        for booking in rows.select_related("training")[:SHOWN_HITS]
    ]


def _about(booking):
    seats = ngettext("%(n)d seat", "%(n)d seats", booking.seat_count) % {"n": booking.seat_count}
    state = seats if booking.is_standing else booking.get_state_display()
    return f"{booking.organizer_name}, {booking.training.title}, {state}"


def _list(name, service, words):
    return f"{reverse(name, args=[service.slug])}?{urlencode({'q': words})}"
