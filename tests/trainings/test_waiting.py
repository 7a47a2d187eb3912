from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.cast import asking, make_organizer, make_training, represent, sees_all
from tests.trainings.helpers import book, fresh, notices, some_people, taken, told, verbs
from trainings.models import Training, WaitingEntry
from trainings.operations.booking import cancel_booking
from trainings.operations.waiting import join_waiting_list, leave_waiting_list, position_in_line
from vsrs.refusals import Refused

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def full(banja_luka, sveti_sava, goran):
    training = make_training(banja_luka, seats=2)
    training.booking = book(training, goran, sveti_sava, 2)
    return training


def join(training, user, organizer, people=1):
    people = some_people(organizer, people) if isinstance(people, int) else people
    with asking(user):
        return join_waiting_list(training, actor=user, organizer=organizer, people=people)


def test_group_joins_the_list_of_a_full_training(full, novi_krug, jelena):
    entry = join(full, jelena, novi_krug, 2)

    assert (entry.state, entry.seat_count, entry.organizer_name) == ("waiting", 2, novi_krug.name)
    assert [person["full_name"] for person in entry.people] == ["Osoba 1", "Osoba 2"]
    assert taken(full) == 2
    assert verbs() == ["booking.made", "waiting.joined"]
    assert told()[-1] == ("waiting.joined", "contact", "jelena@example.org")
    assert notices("waiting.joined")[0].data["position"] == 1


def test_order_of_arrival_is_the_order_of_the_list(full, banja_luka, novi_krug, jelena, ana):
    other = make_organizer(banja_luka, "Crveni krst", registered_by=ana)
    represent(ana, other)
    first, second = join(full, jelena, novi_krug), join(full, ana, other)

    with asking(ana):
        assert position_in_line(second) == 2
    with asking(jelena):
        leave_waiting_list(first, actor=jelena)
    with asking(ana):
        assert position_in_line(second) == 1
    assert position_in_line(fresh(first)) is None


def test_joining_twice_is_one_place(full, novi_krug, jelena, ognjen):
    first = join(full, jelena, novi_krug)

    assert join(full, ognjen, novi_krug) == first
    assert len(notices("waiting.joined")) == 1


def test_group_larger_than_what_is_free_may_wait(banja_luka, novi_krug, jelena):
    training = make_training(banja_luka, seats=2)
    with sees_all():
        Training.objects.update(taken=1)

    assert join(training, jelena, novi_krug, 2).seat_count == 2


def test_while_seats_are_free_one_books_them(banja_luka, novi_krug, jelena):
    with pytest.raises(Refused, match="enough free seats"):
        join(make_training(banja_luka), jelena, novi_krug)


def test_whoever_has_a_booking_does_not_wait(full, sveti_sava, goran):
    with pytest.raises(Refused, match="already has a booking"):
        join(full, goran, sveti_sava)


def test_group_larger_than_the_training_would_wait_for_ever(full, novi_krug, jelena):
    with pytest.raises(Refused, match="larger than the training"):
        join(full, jelena, novi_krug, 3)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": "cancelled"}, "has been cancelled"),
        ({"starts_at": timezone.now() - timedelta(hours=1)}, "already begun"),
        ({"closes_at": timezone.now() - timedelta(hours=1)}, "Booking closed"),
        ({"organizer_cap": 1}, "at most 1 seat in"),
    ],
)
def test_rules_of_booking_are_rules_of_waiting(full, novi_krug, jelena, fields, sentence):
    with sees_all():
        Training.objects.filter(pk=full.pk).update(**fields)

    with pytest.raises(Refused, match=sentence):
        join(full, jelena, novi_krug, 2)

    with sees_all():
        assert not WaitingEntry.objects.exists()


def test_leaving_is_told_once(full, novi_krug, jelena):
    entry = join(full, jelena, novi_krug)

    for _ in range(2):
        with asking(jelena):
            leave_waiting_list(entry, actor=jelena)

    assert fresh(entry).state == "left"
    assert verbs()[-1] == "waiting.left"
    assert len(notices("waiting.left")) == 1


def test_whoever_left_can_join_again_at_the_end(full, novi_krug, jelena):
    first = join(full, jelena, novi_krug)
    with asking(jelena):
        leave_waiting_list(first, actor=jelena)

    assert join(full, jelena, novi_krug) != first
    assert len(notices("waiting.joined")) == 2


def test_booking_ends_the_waiting(full, novi_krug, jelena, goran):
    entry = join(full, jelena, novi_krug)
    with asking(goran):
        cancel_booking(full.booking, actor=goran)

    book(full, jelena, novi_krug, 1)

    assert fresh(entry).state == "left"
    assert verbs()[-2:] == ["booking.made", "waiting.left"]


@pytest.mark.parametrize("who", ["nemanja", "vesna", "zoran", "goran", "ana"])
def test_only_the_organizers_own_people_join_for_it(full, novi_krug, who, request):
    with pytest.raises(PermissionDenied):
        join(full, request.getfixturevalue(who), novi_krug)


@pytest.mark.parametrize("who", ["dragan", "vesna", "zoran", "goran", "ana"])
def test_nobody_else_gives_a_place_up(full, novi_krug, jelena, who, request):
    user = request.getfixturevalue(who)
    entry = join(full, jelena, novi_krug)

    with pytest.raises(PermissionDenied), asking(user):
        leave_waiting_list(entry, actor=user)
