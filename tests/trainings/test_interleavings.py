"""Whatever people do at the same moment, the counts agree with the rows and no seat is sold twice."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.models import Service
from services.tenancy import Actor, acting_as, actor_of
from tests.cast import (
    asking,
    employ,
    make_organizer,
    make_person,
    make_service,
    make_training,
    make_user,
    represent,
    sees_all,
)
from trainings.models import Booking, Part, Seat, Training, WaitingEntry
from trainings.operations.booking import book_seats, cancel_booking, change_people
from trainings.operations.planning import cancel_training, change_training
from trainings.operations.waiting import join_waiting_list, leave_waiting_list
from trainings.counters import wrong_counters
from vsrs.refusals import Refused

ORGANIZERS = 3
PEOPLE = 3

pytestmark = pytest.mark.django_db(transaction=True)

# Which people of the organizer: never none, in any mixture.
people = st.sets(st.integers(0, PEOPLE - 1), min_size=1).map(sorted)
of_an_organizer = st.one_of(
    st.tuples(st.just("book"), people),
    st.tuples(st.just("change"), people),
    st.tuples(st.just("cancel"), st.none()),
    st.tuples(st.just("join"), people),
    st.tuples(st.just("leave"), st.none()),
)
scripts = st.lists(
    st.tuples(st.integers(0, ORGANIZERS - 1), st.lists(of_an_organizer, min_size=1, max_size=5)),
    min_size=2,
    max_size=5,
)
resizes = st.lists(st.integers(1, 7), max_size=4)


class Stage:
    """The cast, made once for all examples; each example has its own training."""

    def __init__(self):
        self.service = make_service("banja-luka", "Banja Luka", "BL")
        self.staff = make_user("milica@example.org", "Milica Đurić")
        employ(self.staff, self.service)
        self.organizers = [self.make_organizer(number) for number in range(ORGANIZERS)]
        for user in (self.staff, *(user for user, _, _ in self.organizers)):
            with asking(user):
                pass

    def make_organizer(self, number):
        user = make_user(f"clan{number}@example.org", f"Član {number}")
        organizer = make_organizer(self.service, f"Udruženje {number}", registered_by=user)
        represent(user, organizer)
        return user, organizer, [make_person(organizer, f"Osoba {number}.{n}") for n in range(PEOPLE)]


def perform(stage, training, which, script):
    """One person's doings, one after another; a refusal is an answer, any other error is not."""
    user, organizer, everybody = stage.organizers[which]
    with acting_as(actor_of(user)):
        for name, chosen in script:
            group = [everybody[n] for n in chosen or ()]
            with suppress(Refused):
                step(name, training, user, organizer, group)


def step(name, training, user, organizer, group):
    if name == "book":
        book_seats(training, actor=user, organizer=organizer, people=group, form_key=uuid4())
    elif name == "join":
        join_waiting_list(training, actor=user, organizer=organizer, people=group)
    else:
        rows = WaitingEntry.objects if name == "leave" else Booking.objects
        with transaction.atomic():
            row = rows.filter(training=training, organizer=organizer).order_by("-pk").first()
        if row and name == "leave":
            leave_waiting_list(row, actor=user)
        elif row and name == "change":
            change_people(row, actor=user, people=group)
        elif row:
            cancel_booking(row, actor=user)


def resize(stage, training, sizes, *, call_off):
    with acting_as(actor_of(stage.staff)):
        for size in sizes:
            with transaction.atomic():
                now = Training.objects.get(pk=training.pk)
                parts = list(Part.objects.filter(training=training).values("starts_at", "ends_at"))
            with suppress(Refused):
                change_training(
                    now,
                    actor=stage.staff,
                    parts=parts,
                    trainers=[],
                    expected_revision=now.revision,
                    seats=size,
                )
        if call_off:
            cancel_training(training, actor=stage.staff, reason="Sala je zatvorena.")


def all_at_once(tasks):
    start = Barrier(len(tasks))

    def run(task):
        try:
            start.wait(timeout=20)
            task()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        list(pool.map(run, tasks))


def test_any_interleaving_keeps_every_count(transactional_db):
    stage = Stage()

    @settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(seats=st.integers(1, 6), scripts=scripts, sizes=resizes, call_off=st.booleans())
    def example(seats, scripts, sizes, call_off):
        training = make_training(stage.service, seats=seats, starts_in=timedelta(days=3))
        tasks = [
            lambda which=which, script=script: perform(stage, training, which, script)
            for which, script in scripts
        ]
        if sizes or call_off:
            tasks.append(lambda: resize(stage, training, sizes, call_off=call_off))

        all_at_once(tasks)

        assert_sound(stage.service, training)

    example()


def assert_sound(service, training):
    with sees_all():
        training = Training.objects.get(pk=training.pk)
        bookings = list(Booking.objects.standing().filter(training=training))
        seats = list(Seat.objects.standing().filter(training=training))
        waiting = list(WaitingEntry.objects.filter(training=training, state="waiting"))
    assert 0 <= training.taken <= training.seats
    assert training.taken == sum(booking.seat_count for booking in bookings) == len(seats)
    # One standing booking an organizer, one seat a person, nobody both booked and waiting.
    assert len({booking.organizer_id for booking in bookings}) == len(bookings)
    assert len({seat.person_id for seat in seats}) == len(seats)
    assert not {booking.organizer_id for booking in bookings} & {entry.organizer_id for entry in waiting}
    if training.state == Training.State.CANCELLED:
        assert (training.taken, bookings, waiting) == (0, [], [])
    with acting_as(Actor.for_service(service)), transaction.atomic():
        assert wrong_counters(Service.objects.get(pk=service.pk)) == []
