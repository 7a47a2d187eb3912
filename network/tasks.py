"""Recounting in the background; beat calls both (see vsrs/celery.py). Each service and room is recounted
in a transaction of its own, so that one that fails, or the end of the worker, undoes no other."""

from celery import shared_task


@shared_task(atomic=False)
def recount_stale():
    from network import operations

    operations.recount_stale()


@shared_task(atomic=False)
def recount_everything():
    from network import operations

    operations.recount_everything()
