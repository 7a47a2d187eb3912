"""A full training on a Monday, and seats of it offered to a group."""

import pytest
import time_machine

from tests.cast import make_training
from tests.trainings.helpers import book
from tests.trainings.lining import (
    join,
    offers,
    waiting_groups,
)
from tests.trainings.offers.helpers import NOW, free


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def full(banja_luka, sveti_sava, goran):
    """Four seats, all booked by Goran."""
    training = make_training(banja_luka, seats=4, offer_hours=12, link="https://sastanak.example/osnove")
    training.booking = book(training, goran, sveti_sava, 4)
    return training


@pytest.fixture
def offer(full, goran, novi_krug, jelena):
    """Two seats offered to Novi krug, while one group more waits."""
    join(full, jelena, novi_krug, 2, support={"phone": "065 111 222"})
    waiting_groups(full, [2])
    free(full, goran, 2)
    (offer,) = offers(full)
    return offer
