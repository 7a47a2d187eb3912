"""Freed seats are offered to the waiting list, held, and taken, declined or not answered in time."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction

from services.tenancy import Actor, acting_as
from tests.cast import asking, make_organizer, make_training, represent, sees_all
from tests.trainings.helpers import book, fresh, names_in, notices, some_people, taken, told, verbs
from tests.trainings.lining import (
    change,
    join,
    keep_for,
    offered,
    offers,
    settled,
    steps,
    waiting_groups,
)
from trainings import own_data
from trainings.answer_time import ZONE
from trainings.counters import wrong_counters
from trainings.models import Completion, Part, Seat, Training
from trainings.operations.announcing import cancel_training
from trainings.operations.booking import book_seats, cancel_booking, change_people
from trainings.operations.offers import decline_offer, take_offer
from trainings.operations.runs import change_training
from trainings.operations.waiting import leave_waiting_list, position_in_line
from trainings.tasks import settle_waiting
from vsrs.refusals import Refused

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)  # Monday

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def full(banja_luka, sveti_sava, goran):
    """Four seats, all booked by Goran."""
    training = make_training(banja_luka, seats=4, offer_hours=12, link="https://sastanak.example/osnove")
    training.booking = book(training, goran, sveti_sava, 4)
    return training


def free(training, goran, left):
    """Goran comes with `left` people only."""
    with asking(goran):
        if not left:
            return cancel_booking(training.booking, actor=goran)
        with sees_all():
            seats = list(Seat.objects.standing().filter(booking=training.booking).order_by("pk"))
        people = [seat.person for seat in seats[:left]]
        return change_people(training.booking, actor=goran, people=people)


def assert_sound(training):
    with sees_all():
        assert wrong_counters(training.service) == []


# --- who is offered what -----------------------------------------------------------------------
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


# --- letters and history -----------------------------------------------------------------------
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


# --- answers -----------------------------------------------------------------------------------
@pytest.fixture
def offer(full, goran, novi_krug, jelena):
    """Two seats offered to Novi krug, while one group more waits."""
    join(full, jelena, novi_krug, 2, support={"phone": "065 111 222"})
    waiting_groups(full, [2])
    free(full, goran, 2)
    (offer,) = offers(full)
    return offer


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


# --- not in time -------------------------------------------------------------------------------
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


# --- shortly before the training ---------------------------------------------------------------
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


# --- kept seats --------------------------------------------------------------------------------
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
