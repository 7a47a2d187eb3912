"""Offered seats are taken or declined, with an account or by the secret link."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from services.tenancy import Actor, acting_as
from tests.cast import asking, sees_all
from tests.trainings.helpers import fresh, names_in, notices, taken, told
from tests.trainings.lining import (
    offered,
    steps,
)
from tests.trainings.offers.helpers import assert_sound
from trainings import own_data
from trainings.operations.offers import decline_offer, take_offer
from trainings.operations.waiting import leave_waiting_list
from vsrs.refusals import Refused

pytestmark = pytest.mark.usefixtures("in_english")


def test_taken_seats_are_a_booking_like_any_other(offer, novi_krug, jelena):
    with asking(jelena):
        booking = take_offer(offer, actor=jelena)

    assert booking.state == "booked"
    assert (booking.organizer_id, booking.booked_by, booking.contact_phone) == (
        novi_krug.pk,
        jelena,
        "065 111 222",
    )
    assert names_in(booking) == ["Osoba 1", "Osoba 2"]
    entry = fresh(offer.entry)
    assert (fresh(offer).state, entry.state, entry.booking_id) == ("taken", "taken", booking.pk)
    assert taken(offer.training) == 4
    assert told()[-1] == ("booking.made", "contact", jelena.email)
    assert steps(entry)[-1] == ("taken", {"seats": 2, "number": booking.number})
    assert_sound(offer.training)


def test_taking_twice_is_one_booking(offer, jelena):
    with asking(jelena):
        first = take_offer(offer, actor=jelena)
        second = take_offer(offer, actor=jelena)

    assert first == second
    assert taken(offer.training) == 4


def test_declined_seats_go_to_the_next_group(offer, jelena):
    with asking(jelena):
        decline_offer(offer, actor=jelena)
        decline_offer(offer, actor=jelena)

    assert (fresh(offer).state, fresh(offer.entry).state) == ("declined", "left")
    assert offered(offer.training) == [("Klub 1", 2)]
    assert len(notices("waiting.left")) == 1
    with asking(jelena), pytest.raises(Refused, match="declined or withdrawn"):
        take_offer(offer, actor=jelena)
    assert_sound(offer.training)


def test_leaving_the_list_gives_the_offered_seats_back(offer, jelena):
    with asking(jelena):
        leave_waiting_list(offer.entry, actor=jelena)

    assert fresh(offer).state == "declined"
    assert offered(offer.training) == [("Klub 1", 2)]


def test_by_the_secret_link_one_takes_without_signing_in(offer):
    with acting_as(Actor(link=offer.link_key)):
        booking = take_offer(offer, actor=None)

    assert booking.contact_email == "jelena@example.org"
    assert fresh(offer).state == "taken"


def test_by_the_secret_link_one_declines(offer):
    with acting_as(Actor(link=offer.link_key)):
        decline_offer(offer, actor=None)

    assert fresh(offer).state == "declined"


@pytest.mark.parametrize("who", ["nemanja", "vesna", "zoran", "goran", "ana"])
def test_nobody_else_answers_for_the_organizer(offer, who, request):
    user = request.getfixturevalue(who)
    for answer in (take_offer, decline_offer):
        with pytest.raises(PermissionDenied), asking(user):
            answer(offer, actor=user)
    assert fresh(offer).state == "open"


def test_organizer_that_may_not_book_any_more_takes_nothing(offer, novi_krug, jelena):
    with sees_all():
        type(novi_krug).objects.filter(pk=novi_krug.pk).update(status="paused")

    with asking(jelena), pytest.raises(Refused, match="once its local service has confirmed"):
        take_offer(offer, actor=jelena)

    assert fresh(offer).state == "open"


def test_places_in_line_and_offers_are_in_the_data_one_takes_away(offer, jelena):
    with asking(jelena), transaction.atomic():
        (place,) = own_data.export(jelena)["waiting"]

    assert (place["state"], place["people"]) == ("offered", ["Osoba 1", "Osoba 2"])
    assert [each["state"] for each in place["offers"]] == ["open"]


def test_another_key_opens_nothing(offer):
    for key in ("", "x" * 32):
        with acting_as(Actor(link=key)), pytest.raises(PermissionDenied):
            take_offer(offer, actor=None)
