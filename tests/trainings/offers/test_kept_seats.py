"""Kept seats and the waiting list."""

from datetime import timedelta

import pytest

from tests.cast import asking, make_organizer, make_training, represent, sees_all
from tests.trainings.helpers import book, fresh, taken
from tests.trainings.lining import (
    join,
    keep_for,
    offered,
    offers,
    steps,
    waiting_groups,
)
from tests.trainings.offers.helpers import NOW, assert_sound
from trainings.operations.booking import cancel_booking
from trainings.operations.offers import take_offer
from trainings.tasks import settle_waiting
from vsrs.refusals import Refused

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def kept(banja_luka, novi_krug):
    """Five seats, three of them kept for organizers of Banja Luka until Wednesday."""
    training = make_training(
        banja_luka, seats=5, kept_seats=3, kept_until=NOW + timedelta(days=2), offer_hours=12
    )
    keep_for(training, novi_krug)
    return training


def test_others_may_have_only_what_is_not_kept(kept, sveti_sava, goran):
    with pytest.raises(Refused, match="Only 2 seats are free"):
        book(kept, goran, sveti_sava, 3)
    book(kept, goran, sveti_sava, 2)

    training = fresh(kept)
    assert (training.taken, training.taken_kept) == (2, 0)
    assert_sound(kept)


def test_those_for_whom_seats_are_kept_may_have_all_and_leave_the_rest_to_others(
    kept, novi_krug, jelena, sveti_sava, goran
):
    booking = book(kept, jelena, novi_krug, 2)

    assert booking.from_kept
    assert fresh(kept).taken_kept == 2
    # One of three is still kept: of the three seats left others may have two.
    with pytest.raises(Refused, match="Only 2 seats are free"):
        book(kept, goran, sveti_sava, 3)
    with asking(jelena):
        cancel_booking(booking, actor=jelena)
    training = fresh(kept)
    assert (training.taken, training.taken_kept) == (0, 0)
    assert_sound(kept)


def test_kept_seats_that_nobody_took_open_by_themselves_to_the_waiting_list_first(
    kept, sveti_sava, goran, monday
):
    entry = join(kept, goran, sveti_sava, 3)
    assert steps(entry) == [("skipped", {"free": 2, "needed": 3, "kept": 3})]
    monday.move_to(kept.kept_until)

    settle_waiting()

    assert offered(kept) == [(sveti_sava.name, 3)]
    assert fresh(kept).kept_opened_at == kept.kept_until
    assert_sound(kept)


def test_kept_seats_open_also_without_a_worker_and_not_past_those_who_wait(
    kept, sveti_sava, goran, monday, doboj, ana
):
    other = make_organizer(doboj, "Crveni krst", registered_by=ana)
    represent(ana, other)
    join(kept, goran, sveti_sava, 3)
    monday.move_to(kept.kept_until)

    with pytest.raises(Refused, match="Only 2 seats are free"):
        book(kept, ana, other, 3)

    assert offered(kept) == [(sveti_sava.name, 3)]
    book(kept, ana, other, 2)
    assert taken(kept) == 5


def test_seat_freed_by_those_for_whom_it_is_kept_is_not_offered_to_others(
    kept, novi_krug, jelena, sveti_sava, goran, monday
):
    booking = book(kept, jelena, novi_krug, 3)
    join(kept, goran, sveti_sava, 3)

    with asking(jelena):
        cancel_booking(booking, actor=jelena)

    assert offered(kept) == []
    assert_sound(kept)


def test_offer_out_of_kept_seats_counts_as_one_of_them(kept, novi_krug, jelena):
    book(kept, jelena, novi_krug, 5)
    # The entry of the same town waits for one of them.
    ((user, _),) = waiting_groups(kept, [1])
    with sees_all():
        booking = kept.bookings.get()
    with asking(jelena):
        cancel_booking(booking, actor=jelena)

    (offer,) = offers(kept)
    assert (offer.from_kept, fresh(kept).taken_kept) == (True, 1)
    with asking(user):
        assert take_offer(offer, actor=user).from_kept
    assert_sound(kept)
