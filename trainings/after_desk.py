"""What waits for staff when a training is over: certificates to issue, and to look at again."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from services.desk import Task, register
from trainings.certificates import not_reached_any_more, waiting_for_one
from vsrs.dates import date_range
from vsrs.ui.writing import written

# Whoever completed a training and got no certificate within this time gets none by our asking.
ASKED_FOR = timedelta(days=60)


def tasks(user, service):
    now = timezone.now()
    for training in waiting_for_one(user, service, now - ASKED_FOR):
        yield Task(
            text=_("Issue certificates"),
            detail=f"{written(training.title)}, {date_range(training.starts_at, training.ends_at)}",
            url=reverse("trainings:desk_training_certificates", args=[service.slug, training.pk]),
            action=_("Issue"),
            icon="certificate",
        )
    yield from _to_withdraw(user, service)


def _to_withdraw(user, service):
    """One task a training: a corrected tick of a whole group would else fill the desk."""
    by_training = {}
    for certificate in not_reached_any_more(user, service):
        by_training.setdefault(certificate.training, []).append(certificate)
    for training, certificates in by_training.items():
        first, count = certificates[0], len(certificates)
        text = ngettext(
            "Attendance no longer reaches the share: withdraw the certificate?",
            "Attendance no longer reaches the share: withdraw %(n)d certificates?",
            count,
        )
        if count == 1:
            detail = f"{first.holder_name}, {first.number}"
            url = reverse("trainings:desk_certificate", args=[service.slug, first.pk])
        else:
            detail = training.title
            url = reverse("trainings:desk_training_certificates", args=[service.slug, training.pk])
        yield Task(
            text=text % {"n": count},
            detail=detail,
            url=url,
            action=_("Look"),
            icon="warning",
            tone="warning",
        )


def register_tasks():
    register(tasks=tasks)
