"""Another organizer."""

import pytest

from tests.cast import (
    make_organizer,
    represent,
)


@pytest.fixture
def izvor(banja_luka, ana):
    """Another organizer of Banja Luka, which Ana represents."""
    organizer = make_organizer(banja_luka, "Udruženje „Izvor“", registered_by=ana)
    represent(ana, organizer)
    return organizer
