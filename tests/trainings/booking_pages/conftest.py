"""A training to book, and somebody who may."""

import pytest

from tests.cast import (
    make_training,
)


@pytest.fixture
def training(banja_luka):
    return make_training(banja_luka, seats=10)


@pytest.fixture
def signed_in(client, novi_krug, jelena):
    client.force_login(jelena)
    return client
