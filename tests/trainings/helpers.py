"""Plain functions for the tests of this room."""

import re
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.models import Notice
from services.models import HistoryEntry
from tests.cast import asking, make_person, sees_all
from trainings.models import Needs, Seat
from trainings.operations.booking import book_seats


def some_people(organizer, number, **fields):
    return [make_person(organizer, f"Osoba {n + 1}", **fields) for n in range(number)]


def book(training, user, organizer, people, form_key=None, **fields):
    """`people`: persons, or how many new ones."""
    if isinstance(people, int):
        people = some_people(organizer, people)
    with asking(user):
        return book_seats(
            training,
            actor=user,
            organizer=organizer,
            people=people,
            form_key=form_key or uuid4(),
            **fields,
        )


def fresh(row):
    with sees_all():
        return type(row)._default_manager.get(pk=row.pk)


def taken(training):
    return fresh(training).taken


def names_in(booking):
    with sees_all():
        return [seat.full_name for seat in Seat.objects.standing().filter(booking=booking).order_by("pk")]


def verbs():
    with sees_all():
        return list(HistoryEntry.objects.order_by("pk").values_list("verb", flat=True))


def told():
    """(kind, whose copy, address) of every notice, in order."""
    with sees_all():
        rows = Notice.objects.order_by("pk")
        return [(notice.kind, notice.data["for"], notice.email) for notice in rows]


def notices(kind):
    with sees_all():
        return list(Notice.objects.filter(kind=kind).order_by("pk"))


def queries_of(client, address):
    """How many queries a page makes once the process has warmed up."""
    client.get(address)
    with CaptureQueriesContext(connection) as made:
        client.get(address)
    return len(made)


def needs_in(booking):
    """(accessibility, food), or None."""
    with sees_all():
        return Needs.objects.filter(booking=booking).values_list("access_needs", "diet").first()


def errors_in(response):
    """Ids of the error messages beside fields."""
    return re.findall(r'class="error" id="([^"]+)"', response.text)
