"""Freed seats are offered to whoever waits: to whom, how many, and how they are told."""

from datetime import datetime

import pytest

from tests.cast import asking, sees_all
from tests.trainings.helpers import book, fresh, names_in, notices, taken, verbs
from tests.trainings.lining import (
    change,
    join,
    offered,
    offers,
    settled,
    steps,
    waiting_groups,
)
from tests.trainings.offers.helpers import NOW, assert_sound, free
from trainings.answer_time import ZONE
from trainings.models import Completion, Part, Seat
from trainings.operations.offers import take_offer
from trainings.operations.runs import change_training
from trainings.operations.waiting import leave_waiting_list, position_in_line
from vsrs.refusals import Refused

pytestmark = pytest.mark.usefixtures("in_english")


# --- who is offered what ------------------------------------------------------------------------
def test_cancelled_booking_is_offered_to_the_first_in_line(full, goran):
    first, second = waiting_groups(full, [4, 2])

    free(full, goran, 0)

    assert offered(full) == [("Klub 1", 4)]
    assert fresh(first[1]).state == "offered"
    assert fresh(second[1]).state == "waiting"
    assert taken(full) == 4
    assert_sound(full)


def test_fewer_people_in_a_booking_free_seats_for_whoever_fits(full, goran):
    first, second = waiting_groups(full, [3, 2])

    free(full, goran, 2)

    assert offered(full) == [("Klub 2", 2)]
    assert steps(first[1]) == [("skipped", {"free": 2, "needed": 3})]
    ((kind, facts),) = steps(second[1])
    assert (kind, facts["place"], facts["passed"], facts["seats"]) == ("offered", 2, 1, 2)
    # Who was passed over keeps its place.
    assert position_in_line(first[1]) == 1


def test_one_freed_seat_too_few_for_anybody_stays_free_and_anybody_may_book_it(
    full, goran, novi_krug, jelena
):
    waiting_groups(full, [3, 2])

    free(full, goran, 3)
    book(full, jelena, novi_krug, 1)

    assert (offered(full), taken(full)) == ([], 4)


def test_group_that_also_comes_with_fewer_is_offered_the_first_of_its_list(full, goran):
    ((user, entry),) = waiting_groups(full, [3], takes_fewer=True)

    free(full, goran, 2)
    (offer,) = offers(full)
    with asking(user):
        booking = take_offer(offer, actor=user)

    assert names_in(booking) == [person["full_name"] for person in entry.people[:2]]
    assert (booking.seat_count, taken(full)) == (2, 4)
    assert_sound(full)


def test_group_that_also_comes_with_fewer_is_offered_at_once_what_it_joins_for(
    full, goran, novi_krug, jelena
):
    free(full, goran, 3)

    join(full, jelena, novi_krug, 2, takes_fewer=True)

    assert offered(full) == [(novi_krug.name, 1)]


def test_skip_is_written_once_while_nothing_changes(full, goran):
    ((_, entry),) = waiting_groups(full, [3])
    free(full, goran, 2)

    settled(full)
    settled(full)

    assert steps(entry) == [("skipped", {"free": 2, "needed": 3})]
    free(full, goran, 1)
    assert [kind for kind, _ in steps(entry)] == ["skipped", "offered"]


def change_plan(training, staff, **fields):
    with asking(staff):
        now = fresh(training)
        parts = list(Part.objects.filter(training=training).values("starts_at", "ends_at"))
        change_training(now, actor=staff, parts=parts, trainers=[], expected_revision=now.revision, **fields)


def test_more_seats_are_offered_at_once(full, nemanja):
    waiting_groups(full, [2, 2])

    change_plan(full, nemanja, seats=7)

    assert offered(full) == [("Klub 1", 2)]
    assert (fresh(full).seats, taken(full)) == (7, 6)


def test_lower_number_of_seats_cannot_take_away_what_is_offered(full, goran, nemanja):
    waiting_groups(full, [4])
    free(full, goran, 0)

    with pytest.raises(Refused, match="cannot be fewer"):
        change_plan(full, nemanja, seats=3, minimum=1)


def test_those_who_have_not_been_there_come_first_where_the_training_says_so(full, goran):
    change(full, first_timers_first=True)
    with sees_all():
        seat = Seat.objects.filter(training=full).first()
    (first,) = waiting_groups(full, [1])
    with sees_all():
        Completion.objects.create(
            service=full.service,
            training=full,
            programme=full.programme,
            seat=seat,
            organizer=first[1].organizer,
            completed_on=NOW.date(),
            hours=4,
            share=100,
        )
    user, entry = first
    with asking(user):
        leave_waiting_list(entry, actor=user)
    again = join(full, user, entry.organizer, 1)
    assert (entry.is_first_timer, again.is_first_timer) == (True, False)

    free(full, goran, 4)
    assert fresh(again).state == "waiting"


def test_nobody_is_offered_more_than_one_organizer_may_have_by_now(full, goran):
    ((_, entry),) = waiting_groups(full, [3])
    change(full, organizer_cap=2)

    free(full, goran, 0)

    assert steps(entry) == [("skipped", {"free": 4, "needed": 3, "cap": 2})]


# --- letters and history ------------------------------------------------------------------------
def test_offer_is_told_with_its_end_and_without_its_secret(full, goran):
    ((user, _),) = waiting_groups(full, [2])

    free(full, goran, 2)

    (offer,) = offers(full)
    (notice,) = notices("waiting.offered")
    # Twelve hours from ten o'clock: ten today, two tomorrow.
    assert offer.expires_at == datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)
    assert (notice.email, notice.recipient_id, notice.url) == (
        user.email,
        user.pk,
        f"/nalog/ponude/{offer.pk}/",
    )
    assert notice.data["until"] == offer.expires_at.isoformat()
    assert notice.data["people"] == ["Osoba 1", "Osoba 2"]
    assert offer.link_key not in str(notice.data) + notice.url
    assert notice.data["link"] == ""  # of the online meeting: only for those who have booked
    assert verbs()[-2:] == ["booking.changed", "waiting.offered"]
