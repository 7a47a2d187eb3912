"""What the search of a workspace finds in this room."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from services.desk import SHOWN_HITS, Found, Hit
from trainings.models import Booking, TrainerProfile
from trainings.queries import programmes_to_run, trainings_of
from vsrs.dates import before_comma, short_date
from vsrs.filters import holding
from vsrs.ui.writing import written


def search(user, service, words):
    yield Found(
        _("Trainings"), _list("trainings:desk_trainings", service, words), _trainings(user, service, words)
    )
    yield Found(
        _("Bookings"), _list("trainings:desk_all_bookings", service, words), _bookings(user, service, words)
    )
    yield Found(
        _("Programmes"), _list("trainings:desk_programmes", service, words), _programmes(user, service, words)
    )
    yield Found(
        _("Trainers"), _list("trainings:desk_trainers", service, words), _trainers(user, service, words)
    )


def _trainings(user, service, words):
    rows = trainings_of(user, service).filter(holding(words, "search")).order_by("-starts_at", "-pk")
    return [
        Hit(
            text=training.title,
            url=reverse("trainings:desk_training", args=[service.slug, training.pk]),
            detail=f"{before_comma(short_date(training.starts_at))}, {training.get_state_display()}",
        )
        for training in rows[:SHOWN_HITS]
    ]


def _bookings(user, service, words):
    rows = Booking.objects.visible_to(user).filter(holding(words, "search"), service=service)
    return [
        Hit(text=booking.number, url=booking.get_absolute_url(), detail=_about(booking))
        for booking in rows.select_related("training")[:SHOWN_HITS]
    ]


def _programmes(user, service, words):
    rows = programmes_to_run(user, service).filter(holding(words, "search")).order_by("sort", "pk")
    return [
        Hit(
            text=programme.title,
            url=reverse("trainings:desk_programme", args=[service.slug, programme.pk]),
            detail=programme.get_subject_display(),
        )
        for programme in rows[:SHOWN_HITS]
    ]


def _trainers(user, service, words):
    rows = TrainerProfile.objects.visible_to(user).active().filter(holding(words, "search"))
    return [
        Hit(
            text=profile.full_name,
            url=reverse("trainings:desk_trainer", args=[service.slug, profile.pk]),
            detail=", ".join(filter(None, [profile.position, written(profile.service.town)])),
        )
        for profile in rows.select_related("service")[:SHOWN_HITS]
    ]


def _about(booking):
    seats = ngettext("%(n)d seat", "%(n)d seats", booking.seat_count) % {"n": booking.seat_count}
    state = seats if booking.is_standing else booking.get_state_display()
    return f"{booking.organizer_name}, {booking.training.title}, {state}"


def _list(name, service, words):
    return f"{reverse(name, args=[service.slug])}?{urlencode({'q': words})}"
