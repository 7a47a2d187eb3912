"""What happens by the clock; vsrs/celery.py says when."""

import logging

from celery import shared_task

logger = logging.getLogger(__name__)


@shared_task(atomic=False)
def find_same_people():
    """Records that look like one person, in each service and then across them; and whose account is whose.

    Each service is looked through as that service alone. Only the last step sees all of them at once: it
    writes the pairs across services, which nobody but coordinators can read.
    """
    from django.db import transaction

    from organizers.operations.pairs import note_pairs_across, note_pairs_in
    from organizers.operations.same_people import everywhere
    from organizers.own_data import join_accounts
    from services.models import Service
    from services.tenancy import Actor, acting_as

    with acting_as(Actor.public()), transaction.atomic():
        services = list(Service.objects.order_by("pk"))
    for service in services:
        try:
            with acting_as(Actor.for_service(service)), transaction.atomic():
                join_accounts(service)
                note_pairs_in(service)
        except Exception:
            logger.exception("People of %s were not compared; the next run tries again.", service.slug)
    with acting_as(Actor.public()), transaction.atomic(), everywhere():
        note_pairs_across()
