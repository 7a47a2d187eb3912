"""The rule of a waiting list, without database and clock."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainings.answer_time import ZONE, after_waking, deadline, waking_between
from trainings.line import Counter, Group, Offered, Skipped, moved, order_of, places_of, promotions

MONDAY = datetime(2026, 11, 23, tzinfo=ZONE)


def group(pk, seats=1, **fields):
    return Group(pk, joined_at=MONDAY + timedelta(minutes=pk), seats=seats, **fields)


def ids(groups):
    return [group.pk for group in groups]


def offers(decisions):
    return [(each.group.pk, each.seats) for each in decisions if isinstance(each, Offered)]


# --- order -------------------------------------------------------------------------------------
def test_who_came_first_stands_first():
    assert ids(order_of([group(3), group(1), group(2)])) == [1, 2, 3]


def test_of_two_that_came_at_the_same_moment_the_lower_number_stands_first():
    together = [replace(group(pk), joined_at=MONDAY) for pk in (2, 1)]

    assert ids(order_of(together)) == [1, 2]


def test_those_who_have_not_been_there_stand_first_only_where_the_training_says_so():
    groups = [group(1), group(2, first_timer=True), group(3), group(4, first_timer=True)]

    assert ids(order_of(groups)) == [1, 2, 3, 4]
    assert ids(order_of(groups, first_timers_first=True)) == [2, 4, 1, 3]


def test_moved_by_staff_stands_before_every_rule():
    groups = [group(1, first_timer=True), group(2, rank=1)]

    assert ids(order_of(groups, first_timers_first=True)) == [2, 1]


def test_moving_ranks_no_more_groups_than_it_takes():
    groups = [group(pk) for pk in range(1, 6)]

    assert moved(groups, groups[4], 1) == {5: 1, 1: None, 2: None, 3: None, 4: None}
    assert moved(groups, groups[4], 3) == {1: 1, 2: 2, 5: 3, 3: None, 4: None}
    assert moved(groups, groups[0], 2) == {2: 1, 1: None, 3: None, 4: None, 5: None}


lists = st.lists(
    st.builds(
        group,
        st.integers(1, 50),
        seats=st.integers(1, 4),
        takes_fewer=st.booleans(),
        first_timer=st.booleans(),
        insider=st.booleans(),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one.pk,
)


@given(groups=lists, first=st.booleans(), data=st.data())
def test_a_group_stands_where_it_was_put_and_nobody_else_passes_anybody(groups, first, data):
    for _ in range(3):
        before = order_of(groups, first_timers_first=first)
        one = data.draw(st.sampled_from(before))
        place = data.draw(st.integers(1, len(groups)))

        ranks = moved(groups, one, place, first_timers_first=first)

        groups = [replace(each, rank=ranks[each.pk]) for each in groups]
        after = order_of(groups, first_timers_first=first)
        assert places_of(groups, first_timers_first=first)[one.pk] == place
        assert [each.pk for each in after if each.pk != one.pk] == [
            each.pk for each in before if each.pk != one.pk
        ]


# --- promotions --------------------------------------------------------------------------------
def test_first_group_that_fits_is_offered_the_seats_and_the_larger_one_before_it_is_told_why():
    decisions = promotions([group(1, seats=3), group(2, seats=2)], Counter(10, 8))

    assert decisions == [
        Skipped(group(1, seats=3), free=2),
        Offered(group(2, seats=2), seats=2, place=2, free=2, passed=1),
    ]


def test_what_one_group_leaves_goes_to_the_next_that_fits():
    line = [group(1, seats=2), group(2, seats=3), group(3, seats=1), group(4, seats=1)]

    assert offers(promotions(line, Counter(10, 6))) == [(1, 2), (3, 1), (4, 1)]


def test_group_that_also_comes_with_fewer_is_offered_what_there_is():
    line = [group(1, seats=3, takes_fewer=True), group(2)]

    assert offers(promotions(line, Counter(10, 8))) == [(1, 2)]


def test_when_nothing_is_free_nobody_is_passed_over():
    assert promotions([group(1), group(2, takes_fewer=True)], Counter(10, 10)) == []


def test_nobody_is_offered_more_than_one_organizer_may_have():
    line = [group(1, seats=3), group(2, seats=3, takes_fewer=True)]

    decisions = promotions(line, Counter(10, 0), cap=2)

    assert decisions[0] == Skipped(line[0], free=10, cap=2)
    assert offers(decisions) == [(2, 2)]


def test_kept_seats_are_offered_only_to_those_for_whom_they_are_kept():
    line = [group(1, seats=2), group(2, seats=2, insider=True), group(3)]

    decisions = promotions(line, Counter(10, 7, kept=3, taken_kept=1))

    # One seat is free for everybody, two are kept: the first needs two, and the last takes the one.
    assert decisions[0] == Skipped(line[0], free=1, kept=2)
    assert offers(decisions) == [(2, 2), (3, 1)]


def test_kept_seats_that_are_taken_keep_no_others_back():
    counter = Counter(10, 5, kept=3, taken_kept=4)

    assert (counter.free(insider=False), counter.free(insider=True)) == (5, 5)


counters = st.builds(
    lambda seats, taken, kept, taken_kept: Counter(
        seats, min(taken, seats), kept=min(kept, seats), taken_kept=min(taken_kept, taken, seats)
    ),
    *(st.integers(1, 12), st.integers(0, 12), st.integers(0, 6), st.integers(0, 6)),
)


@given(groups=lists, counter=counters, first=st.booleans(), cap=st.none() | st.integers(1, 3))
def test_offers_never_pass_the_seats_and_leave_nobody_who_fits(groups, counter, first, cap):
    rule = {"first_timers_first": first, "cap": cap}

    decisions = promotions(groups, counter, **rule)

    for each in decisions:
        if isinstance(each, Offered):
            assert each.seats <= counter.free(insider=each.group.insider)
            assert each.seats == each.group.seats or each.group.takes_fewer
            assert cap is None or each.seats <= cap
            counter = counter.after(each.seats, insider=each.group.insider)
    assert counter.taken <= counter.seats
    promoted = {pk for pk, _ in offers(decisions)}
    left = [each for each in groups if each.pk not in promoted]
    # Again with what is left: nobody more, so nobody who books at once jumps the line.
    assert offers(promotions(left, counter, **rule)) == []


@given(groups=lists, counter=counters, first=st.booleans(), data=st.data())
def test_same_groups_in_any_order_give_the_same_promotions(groups, counter, first, data):
    shuffled = data.draw(st.permutations(groups))

    assert promotions(shuffled, counter, first_timers_first=first) == promotions(
        groups, counter, first_timers_first=first
    )


# --- until when --------------------------------------------------------------------------------
def at(day, clock):
    hour, minute = clock.split(".")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (at(23, "10.00"), 4, at(23, "14.00")),
        (at(23, "18.00"), 4, at(24, "10.00")),
        (at(23, "21.00"), 1, at(24, "9.00")),
        (at(23, "3.30"), 2, at(23, "10.00")),
        (at(23, "8.00"), 12, at(23, "20.00")),
        (at(23, "9.00"), 24, at(25, "9.00")),
        (at(23, "20.00"), 12, at(24, "20.00")),
    ],
)
def test_hours_to_answer_skip_the_night(start, hours, end):
    assert after_waking(start, timedelta(hours=hours)) == end
    assert waking_between(start, end) == timedelta(hours=hours)


def test_hours_are_those_of_the_clock_on_the_wall_when_it_changes():
    # On the night to 25 October 2026 the clocks go back.
    saturday = datetime(2026, 10, 24, 19, 0, tzinfo=ZONE)

    end = after_waking(saturday, timedelta(hours=2))

    assert end.astimezone(ZONE) == datetime(2026, 10, 25, 9, 0, tzinfo=ZONE)
    assert end.astimezone(ZONE).hour == 9


@given(st.integers(0, 10_000), st.integers(1, 240))
def test_counting_back_gives_what_was_added(minutes, hours):
    start = (MONDAY + timedelta(minutes=minutes)).astimezone(UTC)
    end = after_waking(start, timedelta(hours=hours))

    assert waking_between(start, end) == timedelta(hours=hours)
    assert 8 <= end.astimezone(ZONE).hour <= 20


def run(starts, *, closes=None, cancel_by=None, hours=24):
    return SimpleNamespace(starts_at=starts, closes_at=closes, cancel_by=cancel_by, offer_hours=hours)


@pytest.mark.parametrize(
    ("training", "expected"),
    [
        (run(at(30, "10.00")), at(25, "9.00")),
        (run(at(24, "10.00")), at(24, "10.00")),  # the beginning comes first
        (run(at(30, "10.00"), closes=at(24, "12.00")), at(24, "12.00")),
        (run(at(30, "10.00"), cancel_by=at(24, "16.00")), at(24, "16.00")),
        # An hour before cancelling costs a seat is no time to answer, so the offer may pass it.
        (run(at(30, "10.00"), cancel_by=at(23, "10.00")), at(25, "9.00")),
        (run(at(30, "10.00"), cancel_by=at(20, "10.00")), at(25, "9.00")),
        (run(at(23, "10.30")), None),
        (run(at(30, "10.00"), closes=at(23, "8.30")), None),
        (run(at(23, "10.30"), hours=1), at(23, "10.00")),
    ],
)
def test_offer_ends_before_it_would_be_too_late(training, expected):
    assert deadline(training, at(23, "9.00")) == expected
