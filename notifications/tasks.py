"""What the worker does for the outbox and for files that take long. Hinted after a commit, swept by beat."""

from celery import shared_task


@shared_task(atomic=False)
def deliver_due():
    """Send what is due; commits each notice by itself."""
    from notifications import delivery

    delivery.deliver_due()


@shared_task(atomic=False)
def gather_digests():
    """Put what waits for a digest that is due into one notice for each person."""
    from notifications import digests

    digests.gather_due()


@shared_task(atomic=False)
def prepare_files():
    """Make files that take long; each in a transaction of its own."""
    from notifications import prepared

    prepared.prepare_due()


@shared_task(atomic=False)
def remove_prepared_files():
    """Nobody comes for them after a day."""
    from notifications import prepared

    prepared.remove_old()
