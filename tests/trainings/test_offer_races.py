"""The same offer answered by several at once, on real connections, and a worker that dies on the way.

Proven by hand: without the lock on the training (`lock_training` reading without `select_for_update`) an
offer is taken and lapses at once, and seats are sold twice.
"""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from services.tenancy import Actor, acting_as
from tests.cast import asking, make_service, make_training, sees_all
from tests.trainings.helpers import fresh
from tests.trainings.lining import join, offered, offers
from tests.trainings.test_race import as_user, somebody, together
from trainings.counters import wrong_counters
from trainings.models import Booking, Offer, WaitingEntry
from trainings.operations.booking import book_seats, cancel_booking
from trainings.operations.offers import decline_offer, take_offer
from trainings.operations.promotion import settle_training
from trainings.tasks import settle_waiting
from vsrs.refusals import Refused

ROUNDS = 10
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def service(transactional_db):
    return make_service("banja-luka", "Banja Luka", "BL")


@pytest.fixture
def everybody(service):
    return [somebody(service, number) for number in range(4)]


def offer_in(service, everybody):
    """Two seats offered to the second organizer, for which the third waits too."""
    training = make_training(service, seats=2)
    first, second, third, *_ = everybody
    with asking(first[0]):
        booking = book_seats(training, actor=first[0], organizer=first[1], people=first[2], form_key=uuid4())
    for user, organizer, people in (second, third):
        join(training, user, organizer, people)
    with asking(first[0]):
        cancel_booking(booking, actor=first[0])
    (offer,) = offers(training)
    return offer


def by_link(answer, offer):
    def task():
        with acting_as(Actor(link=offer.link_key)):
            return answer(offer, actor=None)

    return task


def expiring(offer):
    """The clock: its time is over, and the run that notices comes at once."""

    def task():
        with acting_as(Actor.for_service(offer.service)):
            with transaction.atomic():
                Offer.objects.filter(pk=offer.pk, state="open").update(expires_at=timezone.now())
            return settle_training(offer.training)

    return task


def assert_sound(offer):
    with sees_all():
        assert wrong_counters(offer.service) == []
        bookings = Booking.objects.standing().filter(training=offer.training_id)
        assert sum(booking.seat_count for booking in bookings) <= 2
    assert fresh(offer.training).taken == 2


def test_offer_taken_by_two_at_once_is_one_booking(service, everybody):
    user = everybody[1][0]
    for _ in range(ROUNDS):
        offer = offer_in(service, everybody)

        outcomes = together([as_user(user, take_offer, offer), by_link(take_offer, offer)] * 2)

        assert len({outcome.pk for outcome in outcomes}) == 1
        assert_sound(offer)


def test_offer_is_either_taken_or_lapsed(service, everybody):
    seen = set()
    for _ in range(ROUNDS):
        offer = offer_in(service, everybody)

        taken, _lapsed = together([by_link(take_offer, offer), expiring(offer)])

        state = fresh(offer).state
        seen.add(state)
        assert state == ("taken" if isinstance(taken, Booking) else "expired")
        assert isinstance(taken, Booking | Refused)
        assert offered(offer.training) == ([] if state == "taken" else [("Udruženje 2", 2)])
        assert_sound(offer)
    assert seen <= {"taken", "expired"}


def test_offer_is_either_taken_or_declined(service, everybody):
    for _ in range(ROUNDS):
        offer = offer_in(service, everybody)

        taken, _declined = together([by_link(take_offer, offer), by_link(decline_offer, offer)])

        assert fresh(offer).state == ("taken" if isinstance(taken, Booking) else "declined")
        assert_sound(offer)


def test_many_runs_at_once_offer_the_seats_once(service, everybody):
    for _ in range(ROUNDS):
        offer = offer_in(service, everybody)

        together([expiring(offer)] * 4)

        assert offered(offer.training) == [("Udruženje 2", 2)]
        assert_sound(offer)


def test_passer_by_never_gets_what_the_next_in_line_is_owed(service, everybody):
    user, organizer, people = everybody[3]
    for _ in range(ROUNDS):
        offer = offer_in(service, everybody)

        booked, _lapsed = together(
            [
                as_user(
                    user, book_seats, offer.training, organizer=organizer, people=people, form_key=uuid4()
                ),
                expiring(offer),
            ]
        )

        assert isinstance(booked, Refused)
        assert offered(offer.training) == [("Udruženje 2", 2)]
        assert_sound(offer)


KILLED = """
import os, sys, time
import django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from services.models import Service
from services.tenancy import Actor, acting_as
from django.db import transaction
from trainings.models import Training
from trainings.operations import promotion
offer_made = promotion._make_offer
def stop_there(*args):
    offer_made(*args)
    print("offered", flush=True)
    time.sleep(60)
promotion._make_offer = stop_there
with acting_as(Actor.public()), transaction.atomic():
    service = Service.objects.get(slug="banja-luka")
    training = Training.objects.select_related("service").get(pk=int(sys.argv[2]))
with acting_as(Actor.for_service(service)):
    promotion.settle_training(training)
"""


def test_worker_killed_in_the_middle_of_a_promotion_leaves_nothing_half_done(service, everybody):
    offer = offer_in(service, everybody)
    with sees_all():
        past = timezone.now() - timedelta(minutes=1)
        Offer.objects.filter(pk=offer.pk).update(expires_at=past)
    name = connection.settings_dict["NAME"]
    worker = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", KILLED, name, str(offer.training_id)],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "vsrs.settings"},
    )
    try:
        # The old offer has lapsed and the new one is written, but nothing of it is committed.
        assert worker.stdout.readline() == "offered\n"
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait(timeout=10)
        worker.stdout.close()

    assert fresh(offer).state == "open"
    assert_sound(offer)
    _until(lambda: settle_waiting() or fresh(offer).state == "expired")
    assert offered(offer.training) == [("Udruženje 2", 2)]
    assert_sound(offer)
    with sees_all():
        assert WaitingEntry.objects.filter(training=offer.training_id, state="lapsed").count() == 1


def _until(done):
    """The server notices a dead client within a moment; until then its locks stand."""
    for _ in range(20):
        if done():
            return
        time.sleep(0.2)
    raise AssertionError("The locks of the killed worker stayed.")
