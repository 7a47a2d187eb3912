"""Plain functions for the tests of waiting lists."""

from services.tenancy import Actor, acting_as
from tests.cast import asking, make_organizer, make_user, represent, sees_all
from tests.trainings.helpers import some_people
from trainings.models import KeptFor, Offer, Training, WaitingStep
from trainings.operations.promotion import settle_training
from trainings.operations.waiting import join_waiting_list


def join(training, user, organizer, people=1, **fields):
    people = some_people(organizer, people) if isinstance(people, int) else people
    with asking(user):
        return join_waiting_list(training, actor=user, organizer=organizer, people=people, **fields)


def waiting_groups(training, sizes, **fields):
    """Organizers of that service with so many people each, in line one after another: [(user, entry)]"""
    rows = []
    for number, size in enumerate(sizes, 1):
        user = make_user(f"red{number}@example.org", f"Čekalac {number}")
        organizer = make_organizer(training.service, f"Klub {number}", registered_by=user)
        represent(user, organizer)
        rows.append((user, join(training, user, organizer, size, **fields)))
    return rows


def change(training, **fields):
    with sees_all():
        Training.objects.filter(pk=training.pk).update(**fields)


def keep_for(training, organizer):
    with sees_all():
        KeptFor.objects.create(
            service=training.service, training=training, municipality=organizer.municipality
        )


def settled(training):
    with acting_as(Actor.for_service(training.service)):
        return settle_training(training)


def offers(training, **conditions):
    with sees_all():
        rows = Offer.objects.filter(training=training, **conditions).order_by("pk")
        return list(rows.select_related("entry", "training__service", "service"))


def offered(training):
    """[(organizer, seats)] of the open offers."""
    return [
        (offer.entry.organizer_name, offer.seat_count) for offer in offers(training, state=Offer.State.OPEN)
    ]


def steps(entry):
    """[(kind, facts)] of one group."""
    with sees_all():
        return list(WaitingStep.objects.filter(entry=entry).order_by("pk").values_list("kind", "facts"))
