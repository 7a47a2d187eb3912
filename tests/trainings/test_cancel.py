from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import override

from network.models import Stale
from services.history_words import words_for
from services.models import HistoryEntry, Service
from tests.cast import asking, make_person, make_training, sees_all
from tests.trainings.helpers import book, fresh, names_in, notices, taken, told, verbs
from trainings.access import acting_by_link
from trainings.models import Training
from trainings.operations.booking import cancel_booking
from vsrs.refusals import Refused

pytestmark = pytest.mark.usefixtures("in_english")


def cancel(booking, user):
    with asking(user):
        return cancel_booking(booking, actor=user)


def test_cancelling_frees_every_seat_and_tells_everybody(banja_luka, novi_krug, jelena):
    training = make_training(banja_luka, seats=2)
    milan = make_person(novi_krug, "Milan Jović", email="milan@example.org")
    booking = book(training, jelena, novi_krug, [milan, make_person(novi_krug, "Rada Ćosić")])
    before = len(told())

    cancelled = cancel(booking, jelena)

    assert (cancelled.state, cancelled.cancelled_with_training, cancelled.revision) == ("cancelled", False, 1)
    assert names_in(booking) == []
    assert taken(training) == 0
    assert verbs() == ["booking.made", "booking.cancelled"]
    assert told()[before:] == [
        ("booking.cancelled", "contact", "jelena@example.org"),
        ("booking.cancelled", "person", "milan@example.org"),
    ]
    assert {notice.data["status"] for notice in notices("booking.cancelled")} == {"CANCELLED"}
    assert {notice.data["sequence"] for notice in notices("booking.cancelled")} == {1}
    with sees_all():
        assert Stale.objects.count() == 2


def test_cancelling_twice_gives_seats_back_once(banja_luka, novi_krug, jelena, sveti_sava, goran):
    training = make_training(banja_luka)
    book(training, goran, sveti_sava, 3)
    booking = book(training, jelena, novi_krug, 2)
    cancel(booking, jelena)
    before = told(), verbs()

    cancel(booking, jelena)

    assert taken(training) == 3
    assert (told(), verbs()) == before


def test_late_cancellation_is_accepted_and_the_service_is_told(banja_luka, novi_krug, jelena):
    """A seat known to be free is worth more than one found empty."""
    with sees_all():
        Service.objects.filter(pk=banja_luka.pk).update(email="bl@example.org")
    training = make_training(banja_luka)
    booking = book(training, jelena, novi_krug, 1)
    with sees_all():
        Training.objects.update(cancel_by=timezone.now() - timedelta(hours=1))

    cancel(booking, jelena)

    assert taken(training) == 0
    assert told()[1:] == [
        ("booking.cancelled", "contact", "jelena@example.org"),
        ("booking.cancelled", "service", "bl@example.org"),
    ]
    assert {notice.data["late"] for notice in notices("booking.cancelled")} == {True}
    assert booking.link_key not in str(notices("booking.cancelled")[1].data)


def test_after_the_beginning_the_service_is_the_one_to_call(banja_luka, novi_krug, jelena):
    with sees_all():
        Service.objects.filter(pk=banja_luka.pk).update(phone="051 000 000")
    booking = book(make_training(banja_luka), jelena, novi_krug, 1)
    with sees_all():
        Training.objects.update(starts_at=timezone.now() - timedelta(minutes=1))

    with pytest.raises(Refused, match=r"already begun.*051 000 000"):
        cancel(booking, jelena)

    assert fresh(booking).is_standing


def test_secret_link_cancels_and_the_history_says_so(banja_luka, novi_krug, jelena):
    training = make_training(banja_luka)
    booking = book(training, jelena, novi_krug, 1)

    with acting_by_link(booking.number, booking.link_key) as opened:
        cancel_booking(opened, actor=None)

    assert taken(training) == 0
    with sees_all():
        entry = HistoryEntry.objects.get(verb="booking.cancelled")
    assert (entry.actor, entry.actor_name, entry.changes) == (None, "", {"late": False, "by": "link"})
    with override("en"):
        assert str(words_for(entry)) == "cancelled the booking, by secret link"


def test_service_cancels_a_booking_it_is_asked_to(banja_luka, nemanja, sveti_sava, goran):
    training = make_training(banja_luka)
    booking = book(training, goran, sveti_sava, 2)

    cancel(booking, nemanja)

    assert taken(training) == 0


@pytest.mark.parametrize("who", ["dragan", "vesna", "zoran", "goran", "ana"])
def test_nobody_else_cancels_a_booking(banja_luka, novi_krug, jelena, who, request):
    user = request.getfixturevalue(who)
    training = make_training(banja_luka)
    booking = book(training, jelena, novi_krug, 1)

    with pytest.raises(PermissionDenied):
        cancel(booking, user)

    assert taken(training) == 1
