"""Asking a service on the day of decision whether a training with too few people is held."""

from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import translation

from notifications.outbox import To, notify
from services.models import Membership
from trainings.models import Training
from trainings.notices import training_data
from vsrs.dates import local

KIND = "training.decide"
# A day on which nothing ran is made up for within so many days.
MADE_UP = timedelta(days=2)


def ask_to_decide(service, now):
    """Owe everybody who works in `service` one notice for each training; safe to repeat."""
    today = local(now).date()
    waiting = Training.objects.filter(
        service=service,
        state=Training.State.PUBLISHED,
        taken__lt=F("minimum"),
        starts_at__gt=now,
        decide_on__lte=today,
        decide_on__gte=today - MADE_UP,
    ).select_related("service")
    for training in waiting:
        _ask(training)


def _ask(training):
    staff = Membership.objects.current().filter(service=training.service).exclude(role="observer")
    # The sender adds the prefix of the recipient's language.
    with translation.override(settings.LANGUAGE_CODE):
        url = reverse("trainings:desk_training", args=[training.service.slug, training.pk])
    notify(
        service=training.service,
        kind=KIND,
        # With the day in the key, a decision that was put off is asked for again.
        key=f"{KIND}:{training.pk}:{training.decide_on:%Y%m%d}",
        to=[To(user=row.user) for row in staff.select_related("user").order_by("pk")],
        data=training_data(training)
        | {"for": "staff", "taken": training.taken, "minimum": training.minimum, "desk": url},
        url=url,
    )
