"""What the worker does for the outbox. Hinted after a commit and swept by beat every few seconds."""

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
