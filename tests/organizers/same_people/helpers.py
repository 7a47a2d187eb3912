"""Plain functions for the tests of two records of one person."""

from organizers.models import Person, SamePersonDecision
from organizers.operations.people import add_person
from tests.cast import (
    asking,
    sees_all,
)
from tests.trainings.helpers import book
from trainings.models import Completion, Seat


def pairs():
    """[(first, second, reasons)] of what is not decided."""
    with sees_all():
        rows = SamePersonDecision.objects.open().select_related("first", "second").order_by("pk")
        return [(row.first.full_name, row.second.full_name, row.reasons) for row in rows]


def the_pair():
    with sees_all():
        return SamePersonDecision.objects.select_related("first", "second", "organizer").get()


def add(user, organizer, full_name, **fields):
    with asking(user):
        return add_person(organizer, actor=user, full_name=full_name, is_another=True, **fields)


def fresh(person):
    with sees_all():
        return Person.objects.get(pk=person.pk)


def complete(training, organizer, person, user):
    """`person` was there for all of it."""
    booking = book(training, user, organizer, [person])
    with sees_all():
        seat = Seat.objects.get(booking=booking)
        return Completion.objects.create(
            service=training.service,
            training=training,
            programme=training.programme,
            seat=seat,
            organizer=organizer,
            person=person,
            human=person.human,
            completed_on=training.starts_at.date(),
            hours=4,
            share=100,
        )
