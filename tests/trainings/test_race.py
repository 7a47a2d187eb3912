"""Many at once, on real connections. Proven by hand: with `take_seats` reading first and writing after,
the first test oversells in the first rounds."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, connections, transaction

from services.models import Service
from services.tenancy import Actor, acting_as, actor_of
from tests.cast import (
    asking,
    make_organizer,
    make_person,
    make_service,
    make_training,
    make_user,
    represent,
    sees_all,
)
from tests.trainings.helpers import fresh, names_in, told
from trainings.models import Booking, Seat, Training
from trainings.operations import seats
from trainings.operations.booking import ChangedMeanwhile, book_seats, cancel_booking, change_people
from vsrs.refusals import Refused
from vsrs.transactions import operation

THREADS = 16
ROUNDS = 50
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def service(transactional_db):
    return make_service("banja-luka", "Banja Luka", "BL")


def somebody(service, number):
    """An organizer with a representative and two people."""
    user = make_user(f"clan{number}@example.org", f"Član {number}")
    organizer = make_organizer(service, f"Udruženje {number}", registered_by=user)
    represent(user, organizer)
    people = [make_person(organizer, f"Osoba {number}.{n}") for n in range(2)]
    remember_rights(user)
    return user, organizer, people


def remember_rights(user):
    """Read once and kept on the object that the threads share, as a request does."""
    with asking(user):
        pass


def together(tasks):
    """Run all at the same moment, each in its thread with its own connection; what each gave or refused."""
    start = Barrier(len(tasks))

    def run(task):
        try:
            start.wait(timeout=20)
            return task()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def as_user(user, function, *args, **kwargs):
    def task():
        with acting_as(actor_of(user)):
            return function(*args, actor=user, **kwargs)

    return task


def test_last_seat_has_one_owner_in_every_round(service):
    everybody = [somebody(service, number) for number in range(THREADS)]
    for _ in range(ROUNDS):
        training = make_training(service, seats=1)

        outcomes = together(
            [
                as_user(user, book_seats, training, organizer=organizer, people=people[:1], form_key=uuid4())
                for user, organizer, people in everybody
            ]
        )

        winners = [outcome for outcome in outcomes if isinstance(outcome, Booking)]
        refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
        assert (len(winners), len(refused)) == (1, THREADS - 1)
        with sees_all():
            assert list(training.bookings.all()) == winners
            assert Seat.objects.filter(training=training).count() == 1
        assert fresh(training).taken == 1


def test_groups_never_share_the_last_seats(service):
    everybody = [somebody(service, number) for number in range(THREADS)]
    training = make_training(service, seats=9)

    outcomes = together(
        [
            as_user(user, book_seats, training, organizer=organizer, people=people, form_key=uuid4())
            for user, organizer, people in everybody
        ]
    )

    # Four groups of two; the ninth seat is nobody's, because a group comes whole or not at all.
    assert sum(isinstance(outcome, Booking) for outcome in outcomes) == 4
    assert fresh(training).taken == 8


def test_form_sent_many_times_at_once_is_one_booking(service):
    user, organizer, people = somebody(service, 1)
    for _ in range(5):
        training = make_training(service, seats=1)
        key = uuid4()
        before = len(told())

        outcomes = together(
            [as_user(user, book_seats, training, organizer=organizer, people=people[:1], form_key=key)] * 8
        )

        assert len({getattr(outcome, "pk", str(outcome)) for outcome in outcomes}) == 1
        assert fresh(training).taken == 1
        assert len(told()) == before + 1


def test_of_two_changes_from_the_same_page_one_is_told_that_others_come_now(service):
    user, organizer, people = somebody(service, 1)
    wanted = [[person] for person in people]
    for _ in range(5):
        training = make_training(service, seats=5)
        with asking(user):
            key = uuid4()
            booking = book_seats(training, actor=user, organizer=organizer, people=people, form_key=key)

        outcomes = together(
            [as_user(user, change_people, booking, people=one, expected_revision=0) for one in wanted]
        )

        late = [place for place, outcome in enumerate(outcomes) if isinstance(outcome, ChangedMeanwhile)]
        assert len(late) == 1
        assert names_in(booking) == [wanted[1 - late[0]][0].full_name]
        assert (fresh(booking).revision, fresh(training).taken) == (1, 1)


def test_two_people_of_one_organizer_make_one_booking(service):
    user, organizer, people = somebody(service, 1)
    other = make_user("drugi@example.org", "Drugi")
    represent(other, organizer)
    remember_rights(other)
    training = make_training(service, seats=5)

    outcomes = together(
        [
            as_user(who, book_seats, training, organizer=organizer, people=people[:1], form_key=uuid4())
            for who in (user, other) * 4
        ]
    )

    assert sum(isinstance(outcome, Booking) for outcome in outcomes) == 1
    assert {type(outcome) for outcome in outcomes} == {Booking, Refused}
    assert fresh(training).taken == 1


def test_booking_cancelled_many_times_at_once_gives_its_seats_back_once(service):
    first, second = somebody(service, 1), somebody(service, 2)
    training = make_training(service, seats=4)
    bookings = []
    for user, organizer, people in (first, second):
        with asking(user):
            bookings.append(
                book_seats(training, actor=user, organizer=organizer, people=people, form_key=uuid4())
            )

    together([as_user(first[0], cancel_booking, bookings[0])] * 8)

    assert fresh(training).taken == 2


def test_growing_groups_never_pass_the_seats(service):
    everybody = [somebody(service, number) for number in range(8)]
    training = make_training(service, seats=11)
    bookings = []
    for user, organizer, people in everybody:
        with asking(user):
            bookings.append(
                book_seats(training, actor=user, organizer=organizer, people=people[:1], form_key=uuid4())
            )

    outcomes = together(
        [
            as_user(user, change_people, booking, people=people)
            for booking, (user, _, people) in zip(bookings, everybody, strict=True)
        ]
    )

    assert sum(isinstance(outcome, Booking) for outcome in outcomes) == 3
    assert fresh(training).taken == 11


def test_database_itself_refuses_to_oversell(service):
    training = make_training(service, seats=2)

    with (
        pytest.raises(Exception, match="trainings_training_never_oversold"),
        sees_all(),
        transaction.atomic(),
    ):
        Training.objects.filter(pk=training.pk).update(taken=3)


def test_waiting_for_a_lock_ends_in_a_sentence(service, monkeypatch):
    monkeypatch.setattr("vsrs.transactions.WAIT_FOR_LOCKS", "100ms")
    user, organizer, people = somebody(service, 1)
    training = make_training(service)

    with sees_all(), transaction.atomic():
        seats.lock_training(training.pk)
        (outcome,) = together(
            [as_user(user, book_seats, training, organizer=organizer, people=people, form_key=uuid4())]
        )

    assert isinstance(outcome, Refused)
    assert fresh(training).taken == 0


def test_deadlock_is_tried_again(service):
    """Two operations that lock in opposite orders: PostgreSQL ends one, and it is done again."""
    doboj = make_service("doboj", "Doboj", "DO")
    everywhere = Actor(services=(service.pk, doboj.pk), level="coordinator")
    both_hold_one = Barrier(2)
    tries = []

    @operation
    def touch(first, second):
        tries.append(first)
        Service.objects.filter(pk=first).update(about="prvi")
        if len(tries) <= 2:  # only the first tries meet here
            both_hold_one.wait(timeout=30)
        Service.objects.filter(pk=second).update(about="drugi")
        return "done"

    def task(*order):
        def run():
            with acting_as(everywhere):
                return touch(*order)

        return run

    outcomes = together([task(service.pk, doboj.pk), task(doboj.pk, service.pk)])

    assert outcomes == ["done", "done"]
    assert len(tries) == 3


def test_isolation_is_read_committed(service):
    """Row locks oversell under REPEATABLE READ: the second would not see the first one's count."""
    with connection.cursor() as cursor:
        cursor.execute("show transaction_isolation")
        assert cursor.fetchone() == ("read committed",)


def test_other_errors_of_the_database_are_raised_as_they_are(service):
    @operation
    def impatient():
        with connection.cursor() as cursor:
            cursor.execute("set local statement_timeout = '50ms'")
            cursor.execute("select 1 from pg_sleep(1)")

    with pytest.raises(OperationalError, match="statement timeout"):
        impatient()
