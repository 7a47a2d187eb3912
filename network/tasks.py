"""Recounting in the background; beat calls both (see vsrs.settings)."""

from celery import shared_task


@shared_task
def recount_stale():
    from network import operations

    operations.recount_stale()


@shared_task
def recount_everything():
    from network import operations

    operations.recount_everything()
