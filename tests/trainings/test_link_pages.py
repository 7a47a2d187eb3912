from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from notifications import letters
from notifications.models import Notice
from organizers.models import Representative
from organizers.operations.representatives import change_role, end_representation
from services.models import HistoryEntry
from tests.cast import asking, make_person, make_training, represent, sees_all
from trainings.models import Booking, Offer, Seat, Training, WaitingEntry
from trainings.operations.announcing import cancel_training
from trainings.operations.booking import book_seats, cancel_booking, change_people

LIST = "/en/nalog/rezervacije/"


@pytest.fixture
def training(banja_luka):
    return make_training(banja_luka, seats=10)


@pytest.fixture
def booking(training, novi_krug, jelena):
    people = [make_person(novi_krug, "Jelena Marić"), make_person(novi_krug, "Ognjen Savić")]
    make_person(novi_krug, "Đurđa Ćetković")
    with asking(jelena):
        return book_seats(training, actor=jelena, organizer=novi_krug, people=people, form_key=uuid4())


def address(booking, page="", key=None):
    return f"{LIST}{booking.number}/{page}?t={key or booking.link_key}"


def coming(training):
    with sees_all():
        seats = Seat.objects.filter(training=training, released_at=None)
        return {seat.full_name: seat.pk for seat in seats}


def test_link_opens_the_booking_without_an_account(client, booking):
    response = client.get(address(booking))

    assert response.status_code == 200
    assert "Ognjen Savić" in response.text
    assert f"otkazivanje/?t={booking.link_key}" in response.text


@pytest.mark.parametrize("page", ["", "izmjena/", "otkazivanje/"])
def test_secret_leaves_neither_by_referrer_nor_into_a_cache(client, booking, page):
    response = client.get(address(booking, page))

    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"


def test_pages_of_an_account_keep_the_usual_referrer(client, booking, jelena):
    client.force_login(jelena)

    assert client.get(f"{LIST}{booking.number}/").headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("key", ["a" * 32, "x", "", "' or 1=1", "ž" * 32])
@pytest.mark.parametrize("page", ["", "izmjena/", "otkazivanje/", "kalendar.ics"])
def test_wrong_key_finds_nothing(client, booking, key, page):
    assert client.get(f"{LIST}{booking.number}/{page}?t={key}").status_code == 404


def test_key_opens_only_its_own_booking(client, booking, training, goran, sveti_sava):
    with asking(goran):
        person = make_person(sveti_sava, "Goran Petrović")
        other = book_seats(training, actor=goran, organizer=sveti_sava, people=[person], form_key=uuid4())

    assert client.get(address(other, key=booking.link_key)).status_code == 404


def test_without_the_key_one_is_asked_to_sign_in(client, booking):
    response = client.get(f"{LIST}{booking.number}/")

    assert response.status_code == 302
    assert f"dalje=/en/nalog/rezervacije/{booking.number}/" in response.url


def test_link_shows_nobody_who_is_not_coming(client, booking):
    page = client.get(address(booking, "izmjena/")).text

    assert "Đurđa Ćetković" not in page
    assert page.count('name="osoba"') == 2


def test_people_are_changed_by_link_with_typed_names(client, booking, training, novi_krug):
    stays = coming(training)["Ognjen Savić"]
    with sees_all():
        value = Seat.objects.get(pk=stays).person_id
    data = {"osoba": [value], "revizija": 0, "redova": 2, "ime-0": "Iva Rakić", "eposta-0": "iva@example.org"}

    response = client.post(address(booking, "izmjena/"), data)

    assert response.url == address(booking)
    assert sorted(coming(training)) == ["Iva Rakić", "Ognjen Savić"]
    with sees_all():
        assert list(novi_krug.people.values_list("full_name", flat=True)) == [
            "Đurđa Ćetković",
            "Jelena Marić",
            "Ognjen Savić",
        ]


def test_name_typed_by_link_can_be_taken_out_again(client, booking, training):
    with sees_all():
        people = list(Seat.objects.filter(training=training).values_list("person_id", flat=True))
    data = {"osoba": people, "revizija": 0, "redova": 2, "ime-0": "Iva Rakić"}
    client.post(address(booking, "izmjena/"), data)
    seat = coming(training)["Iva Rakić"]

    page = client.get(address(booking, "izmjena/")).text
    client.post(address(booking, "izmjena/"), {"osoba": people, "revizija": 1, "redova": 2})

    assert f'value="mjesto-{seat}" checked' in page
    assert sorted(coming(training)) == ["Jelena Marić", "Ognjen Savić"]


def test_booking_is_cancelled_by_link(client, booking, training):
    response = client.post(address(booking, "otkazivanje/"), follow=True)

    assert "The booking is cancelled. 2 seats are free for others again." in response.text
    with sees_all():
        assert Booking.objects.get().state == Booking.State.CANCELLED
    assert coming(training) == {}


def test_forms_by_link_work_where_browsers_send_no_origin(booking, training):
    # What Chromium sends with a form on a no-referrer page.
    browser = Client(enforce_csrf_checks=True, headers={"Origin": "null"})

    response = browser.post(address(booking, "otkazivanje/"))

    assert response.status_code == 302
    assert coming(training) == {}


def test_forms_of_an_account_keep_their_protection(booking, training, jelena):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(jelena)

    response = browser.post(f"{LIST}{booking.number}/otkazivanje/")

    assert response.status_code == 403
    assert len(coming(training)) == 2


def test_calendar_by_link(client, booking):
    response = client.get(address(booking, "kalendar.ics"))

    assert f"booking-{booking.number}@".encode() in response.content
    assert booking.link_key.encode() not in response.content


def test_history_and_the_rest_of_the_account_stay_closed(client, booking):
    page = client.get(address(booking)).text

    assert "booked seats" not in page
    assert client.get(LIST).status_code == 302


# --- after its contact has left ----------------------------------------------------------------
def of(user):
    with sees_all():
        return Representative.objects.current().get(user=user)


@pytest.fixture
def abroad(doboj, novi_krug, ognjen):
    """Booked by Ognjen with a service that is not his organizer's home."""
    training = make_training(doboj)
    with asking(ognjen):
        people = [make_person(novi_krug, "Ognjen Savić", email="drugi@example.org")]
        return book_seats(training, actor=ognjen, organizer=novi_krug, people=people, form_key=uuid4())


@pytest.mark.parametrize("who", ["ognjen", "jelena", "milica"])
def test_link_closes_when_its_contact_leaves_whoever_ends_it(request, client, who, abroad, booking, ognjen):
    actor = request.getfixturevalue(who)
    with asking(actor):
        end_representation(of(ognjen), actor=actor)

    for page in ("", "izmjena/", "otkazivanje/", "kalendar.ics"):
        assert client.get(address(abroad, page)).status_code == 404
    assert client.get(f"{LIST}{abroad.number}/?t=").status_code == 404
    # Links of those who stay are not touched.
    assert client.get(address(booking)).status_code == 200


def test_others_of_the_organizer_still_reach_the_booking(client, abroad, ognjen, jelena):
    with asking(ognjen):
        end_representation(of(ognjen), actor=ognjen)

    client.force_login(jelena)
    assert client.get(f"{LIST}{abroad.number}/").status_code == 200
    assert client.get(f"{LIST}{abroad.number}/izmjena/").status_code == 200
    client.force_login(ognjen)
    assert client.get(f"{LIST}{abroad.number}/").status_code == 404


def test_another_role_or_another_organizer_closes_nothing(client, abroad, ognjen, jelena, sveti_sava):
    represent(ognjen, sveti_sava, role="contact")
    with sees_all():
        there = Representative.objects.get(user=ognjen, organizer=sveti_sava)
        here = Representative.objects.exclude(pk=there.pk).get(user=ognjen)
    with asking(ognjen):
        end_representation(there, actor=ognjen)
    with asking(jelena):
        change_role(here, actor=jelena, role="representative")

    assert client.get(address(abroad)).status_code == 200


def fresh(booking):
    with sees_all():
        return Booking.objects.select_related("service", "training", "booked_by").get(pk=booking.pk)


@pytest.mark.parametrize(("who", "heir"), [("ognjen", "jelena"), ("jelena", "jelena"), ("milica", "jelena")])
def test_an_heir_becomes_the_contact_of_what_is_to_come(request, client, who, heir, abroad, ognjen, dragan):
    actor, heir = request.getfixturevalue(who), request.getfixturevalue(heir)
    with asking(actor):
        end_representation(of(ognjen), actor=actor)

    booking = fresh(abroad)
    assert (booking.booked_by, booking.contact_name, booking.contact_email, booking.contact_phone) == (
        heir,
        heir.full_name,
        heir.email,
        "",
    )
    assert "jelena" in booking.search
    assert client.get(address(booking)).status_code == 200
    with sees_all():
        last = HistoryEntry.objects.about(booking).first()
        assert (last.verb, last.changes) == ("booking.handed_over", {"who": heir.full_name})

    with asking(dragan):
        cancel_training(booking.training, actor=dragan, reason="Predavač je spriječen.")
    with sees_all():
        told = Notice.objects.filter(kind="training.cancelled").values_list("email", flat=True)
        assert set(told) == {heir.email, "drugi@example.org"}


def test_of_what_is_over_only_the_link_closes(client, abroad, ognjen):
    is_over(abroad, "held")
    with asking(ognjen):
        end_representation(of(ognjen), actor=ognjen)

    booking = fresh(abroad)
    assert (booking.booked_by, booking.contact_email, booking.link_key) == (ognjen, ognjen.email, "")


def test_a_place_on_the_waiting_list_and_an_open_offer_go_to_the_heir(abroad, ognjen, jelena, novi_krug):
    with sees_all():
        place = {"service": abroad.service, "training": abroad.training, "organizer": novi_krug}
        entry = WaitingEntry.objects.create(
            **place,
            state="offered",
            people=[{"person": None, "full_name": "Rada Ćosić", "email": ""}],
            seat_count=1,
            organizer_name=novi_krug.name,
            contact_name="Ognjen Savić",
            contact_email=ognjen.email,
            joined_by=ognjen,
        )
        offer = Offer.objects.create(
            **place, entry=entry, seat_count=1, expires_at=timezone.now() + timedelta(hours=5)
        )
    with asking(ognjen):
        end_representation(of(ognjen), actor=ognjen)

    with sees_all():
        entry.refresh_from_db()
        assert (entry.joined_by, entry.contact_email) == (jelena, jelena.email)
        now = Offer.objects.get(pk=offer.pk)
        assert now.link_key not in {"", offer.link_key}
        (notice,) = Notice.objects.filter(kind="waiting.offered")
        assert notice.recipient == jelena


def test_letters_to_one_who_left_carry_no_link(abroad, ognjen):
    with asking(ognjen):
        end_representation(of(ognjen), actor=ognjen)

    with sees_all():
        for notice in Notice.objects.filter(recipient=ognjen):
            assert fresh(abroad).link_key not in letters.message_of(notice).body


def test_closed_link_is_no_key_of_somebody_without_any(abroad, ognjen):
    is_over(abroad, "confirmed")
    with asking(ognjen):
        end_representation(of(ognjen), actor=ognjen)
    closed = fresh(abroad)
    assert closed.link_key == ""
    with sees_all():
        with pytest.raises(PermissionDenied):
            cancel_booking(closed, actor=None)
        with pytest.raises(PermissionDenied):
            change_people(closed, actor=None, people=[])


# --- when the training is over -----------------------------------------------------------------
def is_over(booking, state):
    with sees_all():
        now = timezone.now()
        Training.objects.filter(pk=booking.training_id).update(
            state=state, starts_at=now - timedelta(days=3), ends_at=now - timedelta(days=2), cancel_by=None
        )


@pytest.mark.parametrize("state", ["published", "confirmed", "held"])
@pytest.mark.parametrize("by_link", [True, False])
@pytest.mark.parametrize("page", ["otkazivanje/", "izmjena/"])
def test_what_is_over_can_only_be_looked_at(client, booking, jelena, state, by_link, page):
    is_over(booking, state)
    if not by_link:
        client.force_login(jelena)
    at = address(booking, page) if by_link else f"{LIST}{booking.number}/{page}"
    home = address(booking) if by_link else f"{LIST}{booking.number}/"

    opened = client.get(at)
    pressed = client.post(at, {"osoba": [], "revizija": 0, "redova": "2"}, follow=True)

    assert (opened.status_code, opened.headers["Location"]) == (302, home)
    assert page == "izmjena/" or "training has already begun" in pressed.text
    with sees_all():
        assert Booking.objects.get(pk=booking.pk).is_standing
        assert Seat.objects.standing().filter(booking=booking).count() == 2


@pytest.mark.parametrize("state", ["confirmed", "held"])
def test_page_of_a_booking_that_is_over_offers_no_change(client, booking, state):
    is_over(booking, state)
    page = client.get(address(booking))

    assert page.status_code == 200
    assert "otkazivanje/" not in page.text
    assert "izmjena/" not in page.text
    assert client.get(address(booking, "kalendar.ics")).status_code == 200
