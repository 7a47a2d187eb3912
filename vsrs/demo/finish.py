"""Last touches: what two years would have left behind."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from notifications.models import Notice
from services.tenancy import Actor, acting_as


def finish(network, *, before):
    """Everything owed before `before` was sent long ago; the newest wait, so that the outbox has some."""
    with acting_as(Actor.worker()), transaction.atomic():
        old = Notice.objects.filter(state=Notice.State.WAITING, created_at__lt=before)
        old.update(state=Notice.State.SENT, sent_at=F("created_at") + timedelta(seconds=20), attempts=1)
        digests = Notice.objects.filter(state=Notice.State.DIGEST, created_at__lt=before)
        digests.update(state=Notice.State.COLLECTED)
        Notice.objects.filter(created_at__lt=before - timedelta(days=14)).update(
            read_at=F("created_at") + timedelta(hours=5)
        )
