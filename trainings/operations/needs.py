"""What people need to take part: kept apart from the booking, because fewer may see it and not for long."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from services.history import record
from services.tenancy import on_behalf_of
from trainings.models import Needs
from trainings.models.booking import STANDING
from trainings.models.waiting import IN_LINE
from vsrs.dates import local
from vsrs.transactions import operation

KEPT = timedelta(days=30)


def new_needs(training, *, access_needs="", diet="", **owner):
    """The row of a booking or of a group that waits, to be written; None when nothing is needed."""
    if not (access_needs or diet):
        return None
    return Needs(
        service_id=training.service_id,
        access_needs=access_needs,
        diet=diet,
        erase_on=local(training.ends_at).date() + KEPT,
        **owner,
    )


def take_along(entry, booking):
    """What the group said when it began to wait is said for its booking."""
    Needs.objects.filter(entry=entry).update(booking=booking)


def erase_needs_of(user, service):
    """Written by somebody whose account is erased."""
    theirs = Q(booking__booked_by=user) | Q(entry__joined_by=user)
    Needs.objects.filter(theirs, service=service).delete()


@operation
def erase_needs(service, *, today=None):
    """What nobody needs any more: a month after the training, and of those who no longer come.

    The history of each training says how many, never what. Safe to repeat; gives how many.
    """
    today = today or timezone.localdate()
    with on_behalf_of(service):
        rows = Needs.objects.filter(service=service).select_related("booking__training", "entry__training")
        gone = Q(booking=None) & ~Q(entry__state__in=IN_LINE)
        ended = Q(booking__isnull=False) & ~Q(booking__state__in=STANDING)
        by_training = {}
        for needs in rows.filter(Q(erase_on__lte=today) | gone | ended).order_by("pk"):
            training = (needs.booking or needs.entry).training
            by_training.setdefault(training, []).append(needs.pk)
        for training, ids in by_training.items():
            Needs.objects.filter(pk__in=ids).delete()
            facts = {"count": len(ids)}
            record(service=service, actor=None, verb="needs.erased", subject=training, changes=facts)
    return sum(map(len, by_training.values()))
