from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from organizers.models import Person
from services.models import HistoryEntry
from tests.cast import asking, make_person, make_training, sees_all
from tests.trainings.helpers import book, fresh, names_in, notices, taken, told, verbs
from trainings.access import acting_by_link
from trainings.models import Training
from trainings.operations.booking import cancel_booking, change_people
from vsrs.refusals import Refused

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def milan(novi_krug):
    return make_person(novi_krug, "Milan Jović", email="milan@example.org")


@pytest.fixture
def rada(novi_krug):
    return make_person(novi_krug, "Rada Ćosić", email="rada@example.org")


@pytest.fixture
def sava(novi_krug):
    return make_person(novi_krug, "Sava Ilić", email="sava@example.org")


def change(booking, user, people, **fields):
    with asking(user):
        return change_people(booking, actor=user, people=people, **fields)


def stand_ins(booking):
    """People as a link's holder has them: from the seats, without the organizer's own records."""
    with sees_all():
        return [
            Person(
                pk=seat.person_id, organizer_id=seat.organizer_id, full_name=seat.full_name, email=seat.email
            )
            for seat in booking.seat_rows.standing().order_by("pk")
        ]


def test_one_more_person_takes_one_more_seat(banja_luka, novi_krug, jelena, milan, rada):
    training = make_training(banja_luka, seats=2)
    booking = book(training, jelena, novi_krug, [milan])

    changed = change(booking, jelena, [milan, rada])

    assert (changed.seat_count, changed.revision) == (2, 1)
    assert names_in(booking) == ["Milan Jović", "Rada Ćosić"]
    assert taken(training) == 2


def test_one_person_less_frees_the_seat(banja_luka, novi_krug, jelena, milan, rada):
    training = make_training(banja_luka, seats=2)
    booking = book(training, jelena, novi_krug, [milan, rada])

    change(booking, jelena, [rada])

    assert names_in(booking) == ["Rada Ćosić"]
    assert (taken(training), fresh(booking).seat_count) == (1, 1)


def test_others_can_come_to_a_full_training(banja_luka, novi_krug, jelena, milan, rada):
    training = make_training(banja_luka, seats=1)
    booking = book(training, jelena, novi_krug, [milan])

    change(booking, jelena, [rada])

    assert names_in(booking) == ["Rada Ćosić"]
    assert taken(training) == 1


def test_each_hears_what_the_change_means_for_them(banja_luka, novi_krug, jelena, milan, rada, sava):
    booking = book(make_training(banja_luka), jelena, novi_krug, [milan, rada])
    before = len(told())

    change(booking, jelena, [rada, sava])

    assert told()[before:] == [
        ("booking.changed", "contact", "jelena@example.org"),
        ("booking.made", "person", "sava@example.org"),
        ("booking.cancelled", "person", "milan@example.org"),
    ]
    (contact,) = notices("booking.changed")
    assert (contact.data["coming"], contact.data["leaving"]) == (["Sava Ilić"], ["Milan Jović"])
    assert (contact.data["sequence"], contact.data["status"]) == (1, "CONFIRMED")
    (removed,) = notices("booking.cancelled")
    assert (removed.data["status"], removed.data["late"]) == ("CANCELLED", False)


def test_somebody_who_left_and_came_back_has_one_seat(banja_luka, novi_krug, jelena, milan, rada):
    training = make_training(banja_luka)
    booking = book(training, jelena, novi_krug, [milan, rada])

    change(booking, jelena, [rada])
    change(booking, jelena, [milan, rada])

    assert sorted(names_in(booking)) == ["Milan Jović", "Rada Ćosić"]
    assert (taken(training), fresh(booking).revision) == (2, 2)


def test_the_same_people_again_change_nothing(banja_luka, novi_krug, jelena, milan, rada):
    booking = book(make_training(banja_luka), jelena, novi_krug, [milan, rada])
    before = told(), verbs()

    change(booking, jelena, [rada, milan])

    assert (told(), verbs()) == before
    assert fresh(booking).revision == 0


def test_growing_beyond_the_seats_is_refused_whole(banja_luka, novi_krug, jelena, milan, rada, sava):
    training = make_training(banja_luka, seats=2)
    booking = book(training, jelena, novi_krug, [milan])

    with pytest.raises(Refused, match="Only 1 seat is free"):
        change(booking, jelena, [milan, rada, sava])

    assert names_in(booking) == ["Milan Jović"]
    assert taken(training) == 1


def test_growing_beyond_the_cap_is_refused(banja_luka, novi_krug, jelena, milan, rada):
    booking = book(make_training(banja_luka, organizer_cap=1), jelena, novi_krug, [milan])

    with pytest.raises(Refused, match="at most 1 seat in"):
        change(booking, jelena, [milan, rada])


def test_after_booking_closes_people_can_be_swapped_but_not_added(banja_luka, novi_krug, jelena, milan, rada):
    booking = book(make_training(banja_luka), jelena, novi_krug, [milan])
    with sees_all():
        Training.objects.update(closes_at=timezone.now() - timedelta(hours=1))

    with pytest.raises(Refused, match="Booking closed on"):
        change(booking, jelena, [milan, rada])
    change(booking, jelena, [rada])

    assert names_in(booking) == ["Rada Ćosić"]


def test_nobody_left_is_a_matter_of_cancelling(banja_luka, novi_krug, jelena, milan):
    booking = book(make_training(banja_luka), jelena, novi_krug, [milan])

    with pytest.raises(Refused, match="cancel the booking"):
        change(booking, jelena, [])


def test_change_over_somebody_elses_change_is_refused(banja_luka, novi_krug, jelena, ognjen, milan, rada):
    booking = book(make_training(banja_luka), jelena, novi_krug, [milan])
    change(booking, ognjen, [milan, rada], expected_revision=0)

    with pytest.raises(Refused, match="Somebody else has changed this booking"):
        change(booking, jelena, [rada], expected_revision=0)

    assert names_in(booking) == ["Milan Jović", "Rada Ćosić"]


def test_cancelled_booking_takes_no_people(banja_luka, novi_krug, jelena, milan, rada):
    booking = book(make_training(banja_luka), jelena, novi_krug, [milan])
    with asking(jelena):
        cancel_booking(booking, actor=jelena)

    with pytest.raises(Refused, match="has been cancelled"):
        change(booking, jelena, [rada])


def test_after_the_beginning_nothing_changes(banja_luka, novi_krug, jelena, milan, rada):
    booking = book(make_training(banja_luka), jelena, novi_krug, [milan])
    with sees_all():
        Training.objects.update(starts_at=timezone.now() - timedelta(minutes=1))

    with pytest.raises(Refused, match="already begun"):
        change(booking, jelena, [rada])


def test_secret_link_changes_who_comes(banja_luka, novi_krug, jelena, milan, rada):
    training = make_training(banja_luka)
    booking = book(training, jelena, novi_krug, [milan, rada])
    people = [stand_ins(booking)[0], Person(full_name="Nova Osoba", email="nova@example.org")]

    with acting_by_link(booking.number, booking.link_key) as opened:
        change_people(opened, actor=None, people=people)

    assert names_in(booking) == ["Milan Jović", "Nova Osoba"]
    assert taken(training) == 2
    with sees_all():
        entry = HistoryEntry.objects.get(verb="booking.changed")
    assert (entry.actor, entry.changes["by"], entry.organizer_id) == (None, "link", novi_krug.pk)


def test_name_typed_by_link_stays_when_the_organizer_changes_the_rest(
    banja_luka, novi_krug, jelena, milan, rada
):
    booking = book(make_training(banja_luka), jelena, novi_krug, [milan])
    with acting_by_link(booking.number, booking.link_key) as opened:
        people = [*stand_ins(booking), Person(full_name="Nova Osoba")]
        change_people(opened, actor=None, people=people)

    change(booking, jelena, [rada, *[person for person in stand_ins(booking) if not person.pk]])

    assert names_in(booking) == ["Nova Osoba", "Rada Ćosić"]


def test_link_of_one_booking_changes_no_other(banja_luka, novi_krug, jelena, sveti_sava, goran, milan):
    training = make_training(banja_luka)
    mine = book(training, jelena, novi_krug, [milan])
    theirs = book(training, goran, sveti_sava, 1)

    with (
        pytest.raises(PermissionDenied),
        acting_by_link(mine.number, mine.link_key),
    ):
        change_people(theirs, actor=None, people=[Person(full_name="Uljez")])


def test_without_an_actor_and_without_a_link_nothing_is_allowed(banja_luka, novi_krug, jelena, milan):
    booking = book(make_training(banja_luka), jelena, novi_krug, [milan])

    with pytest.raises(PermissionDenied), asking(jelena):
        change_people(booking, actor=None, people=[milan])


def test_service_changes_a_booking_it_is_asked_to(banja_luka, nemanja, sveti_sava, goran):
    training = make_training(banja_luka)
    booking = book(training, goran, sveti_sava, 2)

    change(booking, nemanja, stand_ins(booking)[:1])

    assert taken(training) == 1
    assert told()[-1] == ("booking.changed", "contact", "goran@example.org")


@pytest.mark.parametrize("who", ["dragan", "sanja", "vesna", "zoran", "goran", "ana"])
def test_nobody_else_changes_a_booking(banja_luka, novi_krug, jelena, milan, who, request):
    user = request.getfixturevalue(who)
    booking = book(make_training(banja_luka), jelena, novi_krug, [milan])

    with pytest.raises(PermissionDenied):
        change(booking, user, [milan])
