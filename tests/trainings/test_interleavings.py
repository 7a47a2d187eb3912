"""Whatever people do at the same moment, the counts agree with the rows and no seat is sold twice."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from organizers.models import Municipality
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
from tests.trainings.lining import keep_for
from trainings.counters import wrong_counters
from trainings.line import Offered
from trainings.models import Booking, Offer, Part, Seat, Training, WaitingEntry, WaitingStep
from trainings.models.waiting import IN_LINE
from trainings.operations.announcing import cancel_training
from trainings.operations.booking import book_seats, cancel_booking, change_people
from trainings.operations.offers import decline_offer, take_offer
from trainings.operations.promotion import decisions_for, settle_training, waiting
from trainings.operations.runs import change_training
from trainings.operations.waiting import (
    join_waiting_list,
    leave_waiting_list,
    move_in_waiting_list,
    remove_from_waiting_list,
)
from vsrs.refusals import Refused

# What threads do is not the same twice, so nothing is gained by looking for a smaller example.
PHASES = [Phase.explicit, Phase.generate]
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
    st.tuples(st.just("join fewer"), people),
    st.tuples(st.just("leave"), st.none()),
    st.tuples(st.just("take"), st.none()),
    st.tuples(st.just("decline"), st.none()),
)
scripts = st.lists(
    st.tuples(st.integers(0, ORGANIZERS - 1), st.lists(of_an_organizer, min_size=1, max_size=5)),
    min_size=2,
    max_size=5,
)
resizes = st.lists(st.integers(1, 7), max_size=4)
# What time and the service do meanwhile.
meanwhile = st.lists(st.sampled_from(["expire", "sweep", "move", "remove", "open kept"]), max_size=6)


class Stage:
    """The cast, made once for all examples; each example has its own training."""

    def __init__(self):
        self.service = make_service("banja-luka", "Banja Luka", "BL")
        self.staff = make_user("milica@example.org", "Milica Đurić")
        employ(self.staff, self.service)
        with sees_all():
            self.elsewhere = Municipality.objects.create(
                slug="laktasi", name="Laktaši", sort="laktasi", home_service=self.service
            )
        self.organizers = [self.make_organizer(number) for number in range(ORGANIZERS)]
        for user in (self.staff, *(user for user, _, _ in self.organizers)):
            with asking(user):
                pass

    def make_organizer(self, number):
        user = make_user(f"clan{number}@example.org", f"Član {number}")
        town = {} if number == 0 else {"municipality": self.elsewhere}
        organizer = make_organizer(self.service, f"Udruženje {number}", registered_by=user, **town)
        represent(user, organizer)
        return user, organizer, [make_person(organizer, f"Osoba {number}.{n}") for n in range(PEOPLE)]

    def make_training(self, seats, kept):
        """Kept seats are for the first organizer's town only."""
        training = make_training(
            self.service,
            seats=seats,
            starts_in=timedelta(days=3),
            kept_seats=kept,
            kept_until=timezone.now() + timedelta(days=1) if kept else None,
        )
        keep_for(training, self.organizers[0][1])
        return training


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
    elif name.startswith("join"):
        fewer = name == "join fewer"
        join_waiting_list(training, actor=user, organizer=organizer, people=group, takes_fewer=fewer)
    elif name in {"take", "decline"}:
        with transaction.atomic():
            offers = Offer.objects.filter(training=training, organizer=organizer)
            offer = offers.select_related("training__service", "service").order_by("-pk").first()
        if offer:
            (take_offer if name == "take" else decline_offer)(offer, actor=user)
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


def let_time_pass(stage, training, doings):
    with acting_as(actor_of(stage.staff)):
        for doing in doings:
            with suppress(Refused):
                happen(doing, training, stage.staff)


def happen(doing, training, staff):
    with transaction.atomic():
        now = timezone.now()
        if doing == "expire":
            Offer.objects.filter(training=training, state="open").update(expires_at=now)
        elif doing == "open kept":
            Training.objects.filter(pk=training.pk, kept_seats__gt=0).update(kept_until=now)
        in_line = WaitingEntry.objects.filter(training=training, state="waiting")
        entry = in_line.select_related("training__service", "service").order_by("-pk").first()
    if doing == "sweep":
        settle_training(training)
    elif entry and doing == "move":
        move_in_waiting_list(entry, actor=staff, place=1, reason="Dogovoreno sa servisom.")
    elif entry and doing == "remove":
        remove_from_waiting_list(entry, actor=staff, reason="Na zahtjev organizatora.")


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

    @settings(
        max_examples=40,
        deadline=None,
        database=None,
        phases=PHASES,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        seats=st.integers(1, 6),
        kept=st.integers(0, 3),
        scripts=scripts,
        sizes=resizes,
        doings=meanwhile,
        call_off=st.booleans(),
    )
    def example(seats, kept, scripts, sizes, doings, call_off):
        training = stage.make_training(seats, min(kept, seats))
        tasks = [
            lambda which=which, script=script: perform(stage, training, which, script)
            for which, script in scripts
        ]
        if sizes or call_off:
            tasks.append(lambda: resize(stage, training, sizes, call_off=call_off))

        if doings:
            tasks.append(lambda: let_time_pass(stage, training, doings))

        all_at_once(tasks)

        assert_sound(stage.service, training)
        if not call_off:
            assert_nobody_is_owed(stage, training)

    example()


def assert_sound(service, training):
    with sees_all():
        training = Training.objects.get(pk=training.pk)
        bookings = list(Booking.objects.standing().filter(training=training))
        seats = list(Seat.objects.standing().filter(training=training))
        in_line = list(WaitingEntry.objects.filter(training=training, state__in=IN_LINE))
        offers = list(Offer.objects.filter(training=training, state="open"))
    assert 0 <= training.taken_kept <= training.taken <= training.seats
    assert sum(booking.seat_count for booking in bookings) == len(seats)
    assert training.taken == len(seats) + sum(offer.seat_count for offer in offers)
    # One standing booking an organizer, one seat a person, nobody both booked and waiting.
    assert len({booking.organizer_id for booking in bookings}) == len(bookings)
    assert len({seat.person_id for seat in seats}) == len(seats)
    assert not {booking.organizer_id for booking in bookings} & {entry.organizer_id for entry in in_line}
    if training.state == Training.State.CANCELLED:
        assert (training.taken, bookings, in_line, offers) == (0, [], [], [])
    with acting_as(Actor.for_service(service)), transaction.atomic():
        assert wrong_counters(Service.objects.get(pk=service.pk)) == []


def assert_nobody_is_owed(stage, training):
    """Whoever waits does not fit into what is free, so nobody who booked at once has passed them."""
    with acting_as(actor_of(stage.staff)), transaction.atomic():
        training = Training.objects.select_related("service").get(pk=training.pk)
        decisions = decisions_for(training, waiting(training))
    assert [each for each in decisions if isinstance(each, Offered)] == []


def test_same_doings_one_after_another_give_the_same_promotions(transactional_db):
    """A recorded run, done again: the same groups are offered the same seats, in the same order."""
    stage = Stage()

    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(seats=st.integers(1, 5), scripts=scripts, first=st.booleans())
    def example(seats, scripts, first):
        assert promoted(stage, seats, scripts, first) == promoted(stage, seats, scripts, first)

    example()


def promoted(stage, seats, scripts, first):
    training = stage.make_training(seats, 0)
    with sees_all():
        Training.objects.filter(pk=training.pk).update(first_timers_first=first)
    for which, script in scripts:
        perform(stage, training, which, script)
    with sees_all():
        steps = WaitingStep.objects.filter(training=training, kind__in=["offered", "skipped"])
        return [
            (step.kind, step.organizer_id, {**step.facts, "until": None})
            for step in steps.order_by("at", "pk")
        ]
