"""What happens by the clock; vsrs/celery.py says when."""

import logging

from celery import shared_task

logger = logging.getLogger(__name__)


@shared_task(atomic=False)
def remind():
    """Reminders of every service, each in its own transaction: one that fails stops no other."""
    from services.tenancy import Actor, acting_as
    from trainings.operations.reminders import remind

    for service in _services():
        try:
            with acting_as(Actor.for_service(service)):
                remind(service)
        except Exception:
            logger.exception("Reminders of %s were not written; the next run tries again.", service.slug)


@shared_task(atomic=False)
def settle_waiting():
    """Offers not answered in time end and the seats are offered on; kept seats open when their time comes.

    Each training in its own transaction: one that fails, or that kills its worker, stops no other.
    """
    from django.db import transaction

    from services.tenancy import Actor, acting_as
    from trainings.operations.promotion import due_trainings, settle_training

    for service in _services():
        with acting_as(Actor.for_service(service)):
            with transaction.atomic():
                due = due_trainings(service)
            for training in due:
                try:
                    settle_training(training)
                except Exception:
                    logger.exception("The waiting list of %s was not settled.", training)


@shared_task(atomic=False)
def tell_of_dates():
    """Each service tells its own organizers that what they wanted has a date, wherever it is held: nobody
    needs to see the organizers of another service for it."""
    from services.tenancy import Actor, acting_as
    from trainings.operations.demand import tell_interested

    for service in _services():
        try:
            with acting_as(Actor.for_service(service)):
                tell_interested(service)
        except Exception:
            logger.exception("Organizers of %s were not told of dates; the next run does.", service.slug)


@shared_task(atomic=False)
def forget_met_prerequisites():
    """Who has completed what they lacked is counted as demand no more."""
    from services.tenancy import Actor, acting_as
    from trainings.operations.demand import forget_met

    with acting_as(Actor.public()):
        forget_met()


@shared_task(atomic=False)
def remind_to_evaluate():
    """Once to those who were asked what they thought and have not answered."""
    from services.tenancy import Actor, acting_as
    from trainings.operations.evaluation import remind_to_evaluate

    for service in _services():
        try:
            with acting_as(Actor.for_service(service)):
                remind_to_evaluate(service)
        except Exception:
            logger.exception("Reminders of evaluations of %s were not written.", service.slug)


@shared_task(atomic=False)
def erase_needs():
    """What people needed to take part is forgotten a month after the training, service by service."""
    from services.tenancy import Actor, acting_as
    from trainings.operations.needs import erase_needs

    for service in _services():
        try:
            with acting_as(Actor.for_service(service)):
                erase_needs(service)
        except Exception:
            logger.exception("Needs in %s were not erased; the next run tries again.", service.slug)


@shared_task(atomic=False)
def check_bookings():
    """The nightly audit of counters: differences go to the log as errors."""
    from trainings.audit import differences

    for service, what, expected, found in differences():
        logger.error("Bookings of %s: %s should be %s and is %s.", service.slug, what, expected, found)


def _services():
    from django.db import transaction

    from services.models import Service
    from services.tenancy import Actor, acting_as

    with acting_as(Actor.public()), transaction.atomic():
        return list(Service.objects.order_by("pk"))
