"""Every right as a truth table: who may, and nobody else."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from organizers.models import Organizer
from services.tenancy import Actor, acting_as
from tests.cast import asking, make_organizer, make_programme, make_training, represent, sees_all
from tests.trainings.helpers import book, some_people
from trainings import access
from trainings.models import Booking, Seat, Training
from trainings.operations.waiting import join_waiting_list

EVERYBODY = [
    *("milica", "nemanja", "sanja", "dragan", "vesna", "zoran"),
    *("jelena", "ognjen", "goran", "ana", "anonymous"),
]


@pytest.fixture
def anonymous():
    return AnonymousUser()


@pytest.fixture
def cast(request, novi_krug, sveti_sava):
    return {name: request.getfixturevalue(name) for name in EVERYBODY}


def who_may(cast, right):
    """The names for whom `right(user)` is true, or does not raise."""
    allowed = set()
    for name, user in cast.items():
        with acting_as(Actor.public()) if name == "anonymous" else asking(user):
            if right(user):
                allowed.add(name)
    return allowed


def outcomes(cast, getter):
    """{name: 200, 403 or 404} of a getter."""
    found = {}
    for name, user in cast.items():
        with acting_as(Actor.public()) if name == "anonymous" else asking(user):
            try:
                getter(user)
            except Http404:
                found[name] = 404
            except PermissionDenied:
                found[name] = 403
            else:
                found[name] = 200
    return found


def only(allowed, *, others=404, **exceptions):
    return {name: 200 if name in allowed else others for name in EVERYBODY} | exceptions


# --- rights ------------------------------------------------------------------------------------
def test_who_runs_a_training(cast, banja_luka):
    training = make_training(banja_luka)

    assert who_may(cast, lambda user: access.can_run(user, training)) == {"milica", "nemanja"}


def test_who_books_for_an_organizer(cast, novi_krug):
    assert who_may(cast, lambda user: access.can_book_for(user, novi_krug)) == {"jelena", "ognjen"}


@pytest.mark.parametrize("status", ["applied", "returned", "paused", "closed"])
def test_nobody_books_for_an_organizer_that_is_not_confirmed(cast, novi_krug, status):
    novi_krug.status = status

    assert who_may(cast, lambda user: access.can_book_for(user, novi_krug)) == set()


def test_who_changes_a_booking(cast, banja_luka, sveti_sava, goran):
    """Banja Luka runs it, a school from Doboj booked: Doboj's service has no say."""
    booking = book(make_training(banja_luka), goran, sveti_sava, 1)

    allowed = who_may(cast, lambda user: access.can_change_booking(user, booking))

    assert allowed == {"milica", "nemanja", "goran"}


def test_who_gives_up_a_place_in_the_list(cast, banja_luka, novi_krug, sveti_sava, jelena, goran):
    training = make_training(banja_luka, seats=1)
    book(training, goran, sveti_sava, 1)
    with asking(jelena):
        entry = join_waiting_list(
            training, actor=jelena, organizer=novi_krug, people=some_people(novi_krug, 1)
        )

    allowed = who_may(cast, lambda user: access.can_leave_waiting(user, entry))

    assert allowed == {"milica", "nemanja", "jelena", "ognjen"}
    assert outcomes(cast, lambda user: access.get_waiting_entry(user, entry.pk)) == only(
        {"milica", "nemanja", "jelena", "ognjen", "vesna"}
    )


def test_bookable_are_ones_own_confirmed_organizers(banja_luka, novi_krug, jelena, sveti_sava, vesna):
    second = make_organizer(banja_luka, "Crveni krst", registered_by=jelena)
    applied = make_organizer(banja_luka, "Novo udruženje", registered_by=jelena, status="applied")
    represent(jelena, second)
    represent(jelena, applied)

    with asking(jelena):
        assert set(access.bookable_organizers(jelena)) == {novi_krug, second}
    with asking(vesna):
        assert list(access.bookable_organizers(vesna)) == []
        assert Organizer.objects.visible_to(vesna).count() == 4
    assert list(access.bookable_organizers(AnonymousUser())) == []


# --- doors -------------------------------------------------------------------------------------
def test_door_of_a_training(cast, banja_luka):
    published = make_training(banja_luka)
    draft = make_training(banja_luka, state=Training.State.DRAFT)

    assert outcomes(cast, lambda user: access.get_training(user, "banja-luka", published.slug)) == only(
        EVERYBODY
    )
    assert outcomes(cast, lambda user: access.get_training(user, "banja-luka", draft.slug)) == only(
        {"milica", "nemanja"}
    )
    assert outcomes(cast, lambda user: access.get_training(user, "doboj", published.slug)) == only(set())


def test_door_of_a_training_to_run(cast, banja_luka):
    training = make_training(banja_luka)

    def own(user):
        return access.get_training_to_run(user, "banja-luka", training.pk)

    def through_another_service(user):
        return access.get_training_to_run(user, "doboj", training.pk)

    assert outcomes(cast, own) == only({"milica", "nemanja"})
    assert outcomes(cast, through_another_service) == only(set())


def test_door_of_a_programme_to_change(cast, banja_luka, republic):
    own, shared = make_programme(banja_luka), make_programme(republic, is_shared=True)

    assert outcomes(cast, lambda user: access.get_programme_to_change(user, "banja-luka", own.pk)) == only(
        {"milica", "nemanja"}
    )
    assert outcomes(cast, lambda user: access.get_programme_to_change(user, "banja-luka", shared.pk)) == (
        only(set())
    )


def test_door_of_a_booking(cast, banja_luka, novi_krug, jelena):
    booking = book(make_training(banja_luka), jelena, novi_krug, 1)
    own = {"milica", "nemanja", "jelena", "ognjen"}

    assert outcomes(cast, lambda user: access.get_booking(user, booking.number)) == only({*own, "vesna"})
    # A coordinator sees it and may not touch it.
    assert outcomes(cast, lambda user: access.get_booking_to_change(user, booking.number)) == only(
        own, vesna=403
    )


@pytest.mark.parametrize("number", ["", "x", "BL-2026-1", "BL-2026-0001\x00", "' or 1=1", "Б" * 300])
def test_what_is_no_number_is_not_looked_for(jelena, novi_krug, number):
    with asking(jelena), pytest.raises(Http404):
        access.get_booking(jelena, number)


# --- secret links ------------------------------------------------------------------------------
def test_link_opens_its_booking_and_nothing_else(banja_luka, novi_krug, jelena, sveti_sava, goran):
    training = make_training(banja_luka)
    mine = book(training, jelena, novi_krug, 2)
    book(training, goran, sveti_sava, 1)

    with access.acting_by_link(mine.number, mine.link_key) as opened, transaction.atomic():
        assert opened == mine
        assert opened.training == training
        assert list(Booking.objects.all()) == [mine]
        assert {seat.booking_id for seat in Seat.objects.all()} == {mine.pk}
        assert not Organizer.objects.exists()


def test_wrong_link_is_no_booking(banja_luka, novi_krug, jelena, sveti_sava, goran):
    training = make_training(banja_luka)
    mine = book(training, jelena, novi_krug, 1)
    other = book(training, goran, sveti_sava, 1)

    for number, key in [
        (mine.number, other.link_key),
        (other.number, mine.link_key),
        (mine.number, ""),
        (mine.number, mine.link_key[:-1]),
        (mine.number, f"{mine.link_key[:-1]}\x00"),
        (mine.number, "ž" * 32),
        (mine.number, "a" * 500),
        ("BL-2026-9999", mine.link_key),
    ]:
        with pytest.raises(Http404):
            access.get_booking_by_link(number, key)


def test_link_ends_with_its_scope(banja_luka, novi_krug, jelena):
    booking = book(make_training(banja_luka), jelena, novi_krug, 1)

    with access.acting_by_link(booking.number, booking.link_key):
        assert access.holds_link_to(booking)

    assert not access.holds_link_to(booking)
    assert not Booking.objects.exists()
    with sees_all():
        assert Booking.objects.exists()
