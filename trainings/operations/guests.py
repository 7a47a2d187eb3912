"""Booking for people of whom some are typed in and not yet on the organizer's list."""

from django.db import transaction
from django.utils.translation import gettext as _

from organizers.operations.common import Similar
from organizers.operations.people import add_person
from services.tenancy import actor_of
from trainings.operations.booking import book_seats, change_people
from trainings.operations.waiting import join_waiting_list
from vsrs.refusals import Refused


def book_group(training, *, actor, organizer, known, typed, **fields):
    """Seats for people of the list and for new ones, who join the list only if there are seats."""
    if not typed:
        return book_seats(training, actor=actor, organizer=organizer, people=known, **fields)
    return _book_with_typed(training, actor=actor, organizer=organizer, known=known, typed=typed, **fields)


@transaction.atomic
def _book_with_typed(training, *, actor, organizer, known, typed, **fields):
    people = [*known, *add_typed(organizer, actor=actor, typed=typed)]
    return book_seats(training, actor=actor, organizer=organizer, people=people, **fields)


@transaction.atomic
def join_group(training, *, actor, organizer, known, typed, **fields):
    people = [*known, *add_typed(organizer, actor=actor, typed=typed)]
    return join_waiting_list(training, actor=actor, organizer=organizer, people=people, **fields)


@transaction.atomic
def change_group(booking, *, actor, known, typed, expected_revision):
    """Only the organizer's own people keep its list: whoever else types a name books the name alone."""
    if actor and actor_of(actor).represents(booking.organizer_id):
        typed = add_typed(booking.organizer, actor=actor, typed=typed)
    people = [*known, *typed]
    return change_people(booking, actor=actor, people=people, expected_revision=expected_revision)


def add_typed(organizer, *, actor, typed):
    """Put them on the organizer's list; each `Person` names the form field it was typed in."""
    return [_add(organizer, actor, person) for person in typed]


def _add(organizer, actor, person):
    try:
        return add_person(organizer, actor=actor, full_name=person.full_name, email=person.email)
    except Similar as refusal:
        # Those still on the list can be ticked, so the same name is of somebody who has left.
        raise Refused(
            _("%(name)s is among those who left. Bring them back on the page “People” and tick them here.")
            % {"name": person.full_name},
            field=person.form_field,
        ) from refusal
    except Refused as refusal:
        raise Refused(str(refusal), field=person.form_field) from refusal
