"""Collects notices that wait for a digest into one letter for each person and service."""

from itertools import groupby

from django.db import transaction
from django.utils import timezone

from notifications.models import Notice
from notifications.outbox import hint_after_commit
from services.tenancy import Actor, acting_as

KIND = "digest"
# One letter names at most so many; the rest go into the next one, made in the same run.
LONGEST = 100


def gather_due():
    """Make the digests that are due. Nobody gets an empty one. Returns how many were made."""
    made = 0
    while batch := _gather():
        made += batch
    return made


def _gather():
    with acting_as(Actor.worker()), transaction.atomic():
        items = list(
            Notice.objects.filter(state=Notice.State.DIGEST, send_after__lte=timezone.now())
            .select_for_update(skip_locked=True)
            .order_by("service_id", "recipient_id", "pk")[:1000]
        )
        # The rows are locked until the digest that names them is written: none can fall out of one
        # digest or into two.
        digests = [
            _digest(group[start : start + LONGEST])
            for _, group in _by_person(items)
            for start in range(0, len(group), LONGEST)
        ]
        Notice.objects.bulk_create(digests)
        Notice.objects.filter(pk__in=[item.pk for item in items]).update(state=Notice.State.COLLECTED)
        if digests:
            hint_after_commit()
    return len(digests)


def _by_person(items):
    for person, group in groupby(items, key=lambda item: (item.service_id, item.recipient_id)):
        yield person, list(group)


def _digest(items):
    first, last = items[0], items[-1]
    return Notice(
        service_id=first.service_id,
        kind=KIND,
        key=f"digest:{first.recipient_id}:{first.pk}-{last.pk}",
        recipient_id=first.recipient_id,
        email=last.email,
        name=last.name,
        language=last.language,
        data={
            "items": [{"kind": item.kind, "data": item.data, "url": item.url} for item in items],
        },
        # The notices in it stand in the inbox themselves.
        in_portal=False,
        search=last.search,
    )
