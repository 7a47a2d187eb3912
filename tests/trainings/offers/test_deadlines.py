"""Offers end by the clock, whatever runs or does not."""

from datetime import datetime, timedelta

import pytest

from tests.cast import asking, make_organizer, represent, sees_all
from tests.trainings.helpers import book, fresh, notices, some_people, taken, told
from tests.trainings.lining import (
    join,
    offered,
    offers,
    steps,
    waiting_groups,
)
from tests.trainings.offers.helpers import NOW, assert_sound, free
from trainings.answer_time import ZONE
from trainings.models import Training
from trainings.operations.announcing import cancel_training
from trainings.operations.booking import book_seats
from trainings.operations.offers import take_offer
from trainings.operations.waiting import position_in_line
from trainings.tasks import settle_waiting
from vsrs.refusals import Refused

pytestmark = pytest.mark.usefixtures("in_english")


# --- not in time --------------------------------------------------------------------------------
def test_offer_not_answered_in_time_goes_on_and_the_group_is_told(offer, monday):
    monday.move_to(offer.expires_at)

    settle_waiting()

    assert (fresh(offer).state, fresh(offer.entry).state) == ("expired", "lapsed")
    assert offered(offer.training) == [("Klub 1", 2)]
    assert [notice.email for notice in notices("waiting.lapsed")] == ["jelena@example.org"]
    assert steps(offer.entry)[-1][0] == "lapsed"
    assert_sound(offer.training)


def test_offer_can_be_taken_until_the_last_moment(offer, jelena, monday):
    monday.move_to(offer.expires_at - timedelta(seconds=1))
    settle_waiting()

    with asking(jelena):
        assert take_offer(offer, actor=jelena).is_standing


def test_deadline_holds_also_when_no_worker_ran_for_a_day(offer, jelena, monday):
    monday.move_to(offer.expires_at + timedelta(days=1))

    with asking(jelena), pytest.raises(Refused, match="could be taken until 24 November 2026"):
        take_offer(offer, actor=jelena)

    # The refusal itself settled the list, and the next one has its full time.
    (following,) = offers(offer.training, state="open")
    assert (fresh(offer).state, following.entry.organizer_name) == ("expired", "Klub 1")
    assert following.expires_at == datetime(2026, 11, 26, 10, 0, tzinfo=ZONE)


def test_who_books_at_once_does_not_jump_the_line(offer, monday, banja_luka, ana):
    """The seats of an offer that lapsed belong to the next group, not to whoever comes by."""
    other = make_organizer(banja_luka, "Crveni krst", registered_by=ana)
    represent(ana, other)
    monday.move_to(offer.expires_at)

    with pytest.raises(Refused, match="All seats are taken"):
        book(offer.training, ana, other, 1)

    assert offered(offer.training) == [("Klub 1", 2)]


def test_who_books_at_once_has_what_lapsed_and_nobody_waits_for(
    full, goran, novi_krug, jelena, monday, banja_luka, ana
):
    other = make_organizer(banja_luka, "Crveni krst", registered_by=ana)
    represent(ana, other)
    join(full, jelena, novi_krug, 2)
    free(full, goran, 2)
    monday.move_to(offers(full)[0].expires_at)

    book(full, ana, other, 2)

    assert (taken(full), offered(full)) == (4, [])
    assert_sound(full)


def test_lapsed_group_can_join_again_at_the_end(offer, novi_krug, jelena, monday):
    monday.move_to(offer.expires_at)
    settle_waiting()

    again = join(offer.training, jelena, novi_krug, 1)

    assert position_in_line(again) == 1  # the other one has the offer
    assert again.state == "waiting"


def test_sweep_after_sweep_changes_nothing(offer):
    for _ in range(2):
        settle_waiting()

    assert [each.state for each in offers(offer.training)] == ["open"]


def test_one_training_that_fails_stops_no_other(offer, monday, caplog, monkeypatch):
    from trainings.operations import promotion

    monday.move_to(offer.expires_at)
    lapse = promotion._lapse

    def fail_once(training, now):
        monkeypatch.setattr(promotion, "_lapse", lapse)
        raise RuntimeError("killed")

    monkeypatch.setattr(promotion, "_lapse", fail_once)
    settle_waiting()

    # Nothing of it was kept, and the next run does all of it.
    assert "was not settled" in caplog.text
    assert fresh(offer).state == "open"
    settle_waiting()
    assert offered(offer.training) == [("Klub 1", 2)]


def test_promotion_that_breaks_off_leaves_everything_as_it_was(full, goran, monkeypatch):
    from trainings.operations import promotion

    waiting_groups(full, [2])
    before = len(told())
    monkeypatch.setattr(promotion.notices, "waiting_offered", lambda *args: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        free(full, goran, 2)

    assert (taken(full), offered(full), len(told())) == (4, [], before)
    assert fresh(full.booking).seat_count == 4
    assert_sound(full)


# --- shortly before the training ----------------------------------------------------------------
def test_shortly_before_the_training_whoever_books_first_has_the_seats(
    full, goran, novi_krug, jelena, banja_luka, ana, monday
):
    ((_, entry),) = waiting_groups(full, [2])
    monday.move_to(full.starts_at - timedelta(minutes=90))

    free(full, goran, 2)
    free(full, goran, 1)

    assert offered(full) == []
    assert [notice.email for notice in notices("waiting.free")] == ["red1@example.org"]
    book(full, jelena, novi_krug, 2)
    assert fresh(entry).state == "waiting"


def test_when_the_training_begins_no_offer_is_left(offer, monday):
    with sees_all():
        Training.objects.filter(pk=offer.training_id).update(starts_at=NOW + timedelta(hours=1))
    monday.shift(timedelta(hours=2))

    settle_waiting()

    assert [each.state for each in offers(offer.training)] == ["expired"]
    assert taken(offer.training) == 2
    assert_sound(offer.training)


def test_cancelled_training_withdraws_what_is_offered(offer, nemanja, jelena):
    with asking(nemanja):
        cancel_training(offer.training, actor=nemanja, reason="Sala je zatvorena.")

    assert (fresh(offer).state, fresh(offer.entry).state) == ("withdrawn", "closed")
    assert taken(offer.training) == 0
    with asking(jelena), pytest.raises(Refused):
        take_offer(offer, actor=jelena)
    assert {notice.email for notice in notices("training.cancelled")} >= {jelena.email, "red1@example.org"}
    assert_sound(offer.training)


def test_who_books_besides_gives_the_offered_seats_back(offer, novi_krug, jelena):
    with sees_all():
        Training.objects.filter(pk=offer.training_id).update(seats=5)
    with asking(jelena):
        book_seats(
            fresh(offer.training),
            actor=jelena,
            organizer=novi_krug,
            people=some_people(novi_krug, 1),
            form_key="6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
        )

    assert (fresh(offer).state, fresh(offer.entry).state) == ("withdrawn", "left")
    assert offered(offer.training) == [("Klub 1", 2)]
    assert_sound(offer.training)
