"""Plain functions for the tests of pages of bookings."""

import re
from uuid import uuid4

from tests.cast import (
    asking,
    sees_all,
)
from trainings.models import Seat, Training
from trainings.operations.booking import book_seats

LIST = "/en/nalog/rezervacije/"


def address_of(training):
    return f"/en/{training.service.slug}/obuke/{training.slug}/rezervacija/"


def send(client, training, organizer, people=(), **fields):
    data = {
        "form_key": str(uuid4()),
        "organizator": organizer.pk,
        "osoba": [person.pk for person in people],
        "redova": "2",
    }
    return client.post(address_of(training), data | fields)


def book(training, organizer, user, *people):
    with asking(user):
        return book_seats(training, actor=user, organizer=organizer, people=people, form_key=uuid4())


def names_in(training):
    with sees_all():
        return sorted(
            Seat.objects.filter(training=training, released_at=None).values_list("full_name", flat=True)
        )


def seats_taken(training):
    with sees_all():
        return Training.objects.get(pk=training.pk).taken


def errors_in(response):
    return re.findall(r'class="error" id="([^"]+)"', response.text)
