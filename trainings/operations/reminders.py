"""Reminders of what is booked: seven days and one day before."""

from datetime import timedelta

from django.utils import timezone

from trainings import notices
from trainings.models import Training
from trainings.operations import seats
from trainings.operations.decisions import ask_to_decide
from vsrs.dates import local
from vsrs.transactions import operation

# How many days before; a day on which nothing ran is made up for within so many days.
DAYS_BEFORE = {7: 2, 1: 1}


@operation
def remind(service, *, now=None):
    """Owe a reminder to everybody who comes to a training of `service` in 7 days or in 1 day.

    Safe to repeat any number of times a day: each reminder has its own key. Whoever booked after the
    day of a reminder has just had the letter about the booking and gets none.
    """
    now = now or timezone.now()
    ask_to_decide(service, now)
    today = local(now).date()
    for days, made_up in DAYS_BEFORE.items():
        coming = Training.objects.filter(
            service=service,
            state__in=seats.ANNOUNCED,
            starts_at__gt=now,
            starts_at__lt=now + timedelta(days=days + 1),
        ).select_related("service")
        for training in coming:
            first_day = local(training.starts_at).date() - timedelta(days=days)
            if first_day <= today <= first_day + timedelta(days=made_up):
                _remind_of(training, days, first_day)


def _remind_of(training, days, first_day):
    for booking, rows in seats.standing_bookings(training):
        if not booking.is_requested and local(booking.booked_at).date() < first_day:
            notices.reminder(training, booking, rows, days=days)
