"""What happens by the clock; vsrs/celery.py says when."""

import logging

from celery import shared_task

logger = logging.getLogger(__name__)


@shared_task(atomic=False)
def warn_of_deadlines():
    """Each request in its own transaction: one that fails stops no other."""
    from django.db import transaction

    from consultations.operations.warning import waiting_for, warn
    from services.models import Service
    from services.tenancy import Actor, acting_as

    with acting_as(Actor.public()), transaction.atomic():
        services = list(Service.objects.order_by("pk"))
    for service in services:
        with acting_as(Actor.for_service(service)):
            with transaction.atomic():
                waiting = list(waiting_for(service))
            for request in waiting:
                try:
                    warn(request)
                except Exception:
                    logger.exception("Nobody was warned of %s; the next run tries again.", request)
