"""Marks and recounts of figures."""

from network.models import Stale


def mark_stale(*, service, room):
    """Say, in the transaction of a change, that the figures of `room` in `service` must be recounted."""
    Stale.objects.create(service=service, room=room)
