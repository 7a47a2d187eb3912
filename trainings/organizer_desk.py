"""What this room adds to an organizer's desk beside what waits and what comes: how much there is of what,
and bookings that can still be given back without cost for a few days."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organizers.desk import Number, Task, register
from organizers.models import Person
from trainings.models import Booking, Certificate, Completion
from trainings.recommended import recommended
from vsrs.dates import date_range, date_time

REMINDED_BEFORE = timedelta(days=3)


def tasks(user, organizer):
    now = timezone.now()
    rows = (
        Booking.objects.visible_to(user)
        .standing()
        .filter(
            organizer=organizer, training__cancel_by__gt=now, training__cancel_by__lte=now + REMINDED_BEFORE
        )
    )
    for booking in rows.select_related("training").order_by("training__cancel_by", "pk"):
        training = booking.training
        yield Task(
            text=_("Check who comes: until then the booking can be cancelled freely"),
            detail=f"{training.title}, {date_range(training.starts_at, training.ends_at)}",
            url=booking.get_absolute_url(),
            action=_("Check"),
            icon="calendar",
            due=training.cancel_by,
            tag=_("by %(until)s") % {"until": date_time(training.cancel_by)},
        )


def numbers(user, organizer):
    people = Person.objects.visible_to(user).active().filter(organizer=organizer)
    ahead = (
        Booking.objects.visible_to(user)
        .standing()
        .filter(organizer=organizer, training__ends_at__gt=timezone.now())
    )
    completed = Completion.objects.visible_to(user).filter(human__in=people.values("human"))
    certificates = Certificate.objects.visible_to(user).valid().filter(organizer=organizer)
    yield Number(
        _("People who have completed a programme"),
        completed.order_by().values("human").distinct().count(),
        reverse("organizers:people") + organizer.own_query,
        "certificate",
    )
    yield Number(_("Valid certificates"), certificates.count(), reverse("trainings:my_certificates"))
    yield Number(_("Bookings ahead"), ahead.count(), reverse("trainings:my_bookings"), "calendar")


def register_organizer_desk():
    register(tasks=tasks, numbers=numbers, recommended=recommended)
