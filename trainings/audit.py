"""Recounts what is kept as a counter, in every service."""

from django.db import transaction

from services.models import Service
from services.tenancy import Actor, acting_as
from trainings.counters import wrong_counters


def differences():
    """(service, what, expected, found) for every counter that is not what its rows say."""
    with acting_as(Actor.public()), transaction.atomic():
        services = list(Service.objects.order_by("pk"))
    for service in services:
        # Counter and rows are compared within one statement, so bookings made meanwhile do no harm.
        with acting_as(Actor.for_service(service)), transaction.atomic():
            wrong = wrong_counters(service)
        for what, expected, found in wrong:
            yield service, what, expected, found
