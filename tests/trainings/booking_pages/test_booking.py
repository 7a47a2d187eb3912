"""One booking: seen, changed, cancelled."""

import re

import icalendar
import pytest

from services.models import HistoryEntry
from tests.cast import (
    asking,
    make_organizer,
    make_person,
    make_training,
    represent,
    sees_all,
)
from tests.trainings.booking_pages.helpers import LIST, book, errors_in, names_in, seats_taken, send
from tests.trainings.held import ABSENT, EXCUSED, PRESENT, held_training
from trainings.models import Booking
from trainings.operations.announcing import cancel_training, confirm_training


@pytest.fixture
def booking(training, novi_krug, jelena):
    return book(training, novi_krug, jelena, make_person(novi_krug, "Jelena Marić"))


def test_booking_shows_people_history_and_the_link_for_joining(signed_in, banja_luka, novi_krug, jelena):
    online = make_training(banja_luka, form="daljina", venue="", link="https://sastanak.example/abc")
    booking = book(online, novi_krug, jelena, make_person(novi_krug, "Đurđa Ćetković"))

    page = signed_in.get(f"{LIST}{booking.number}/").text

    assert "Đurđa Ćetković" in page
    assert "https://sastanak.example/abc" in page
    assert "Jelena Marić: booked seats" in page


@pytest.mark.parametrize(
    ("who", "page", "change"),
    [
        ("ognjen", 200, 200),
        ("nemanja", 200, 200),
        ("vesna", 200, 403),
        ("goran", 404, 404),
        ("ana", 404, 404),
    ],
)
def test_who_may_see_and_change_a_booking(client, booking, sveti_sava, request, who, page, change):
    client.force_login(request.getfixturevalue(who))

    assert client.get(f"{LIST}{booking.number}/").status_code == page
    assert client.get(f"{LIST}{booking.number}/izmjena/").status_code == change
    assert client.get(f"{LIST}{booking.number}/otkazivanje/").status_code == change


def test_a_coordinator_who_opens_a_booking_is_written_down(
    client, training, novi_krug, jelena, nemanja, vesna
):
    booking = book(training, novi_krug, jelena, make_person(novi_krug, "Jelena Marić"))

    for person in (jelena, nemanja, vesna, vesna):
        client.force_login(person)
        page = client.get(f"{LIST}{booking.number}/").text

    assert "opened the booking with people" in page
    with sees_all():
        entries = HistoryEntry.objects.about(booking).exclude(verb="booking.made")
        assert [(entry.verb, entry.actor, entry.organizer_id) for entry in entries] == [
            ("booking.opened", vesna, novi_krug.pk)
        ] * 2


@pytest.mark.parametrize("number", ["BL-2026-9999", "bez-broja", "%3Cscript%3E"])
def test_unknown_number_is_not_found(signed_in, number):
    assert signed_in.get(f"{LIST}{number}/").status_code == 404


def test_people_are_changed_all_or_nothing(signed_in, training, novi_krug, booking):
    other = make_person(novi_krug, "Ognjen Savić")

    response = signed_in.post(
        f"{LIST}{booking.number}/izmjena/",
        {"osoba": [other.pk], "revizija": 0, "redova": 2, "ime-0": "Iva Rakić"},
        follow=True,
    )

    assert names_in(training) == ["Iva Rakić", "Ognjen Savić"]
    assert seats_taken(training) == 2
    assert "The booking now has 2 seats." in response.text


def test_change_over_an_older_change_overwrites_nothing(signed_in, training, novi_krug, booking):
    with sees_all():
        Booking.objects.update(revision=1)

    response = signed_in.post(
        f"{LIST}{booking.number}/izmjena/",
        {"osoba": [make_person(novi_krug, "Ognjen Savić").pk], "revizija": 0, "redova": 2},
    )

    assert response.status_code == 409
    assert "You had ticked: Ognjen Savić" in " ".join(response.text.split())
    assert names_in(training) == ["Jelena Marić"]


def test_the_same_change_sent_twice_is_one_change(signed_in, training, novi_krug, booking):
    change = {"osoba": [make_person(novi_krug, "Ognjen Savić").pk], "revizija": 0, "redova": 2}

    answers = [signed_in.post(f"{LIST}{booking.number}/izmjena/", change) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    with sees_all():
        assert Booking.objects.get(pk=booking.pk).revision == 1
    assert names_in(training) == ["Ognjen Savić"]


def test_removing_everybody_is_refused(signed_in, booking, training):
    response = signed_in.post(f"{LIST}{booking.number}/izmjena/", {"revizija": 0, "redova": 2})

    assert response.status_code == 422
    assert errors_in(response) == ["id_osoba_error"]
    assert seats_taken(training) == 1


def test_cancelling_says_what_happens_and_frees_the_seats(signed_in, booking, training):
    asked = signed_in.get(f"{LIST}{booking.number}/otkazivanje/").text
    done = signed_in.post(f"{LIST}{booking.number}/otkazivanje/", follow=True).text

    assert "its seat is free for others at once" in asked
    assert "The booking is cancelled. 1 seat is free for others again." in done
    assert seats_taken(training) == 0


def test_cancelled_booking_leaves_the_calendar(signed_in, booking):
    standing = signed_in.get(f"{LIST}{booking.number}/kalendar.ics").content
    signed_in.post(f"{LIST}{booking.number}/otkazivanje/")
    cancelled = signed_in.get(f"{LIST}{booking.number}/kalendar.ics").content

    first, last = (icalendar.Calendar.from_ical(file).walk("VEVENT")[0] for file in (standing, cancelled))
    assert str(first["UID"]) == str(last["UID"]) == f"booking-{booking.number}@localhost"
    assert (str(first["STATUS"]), str(last["STATUS"])) == ("CONFIRMED", "CANCELLED")
    assert last["SEQUENCE"] > first["SEQUENCE"]


def test_booking_for_the_second_organizer_of_one_person(signed_in, training, novi_krug, jelena):
    other = make_organizer(training.service, "Planinarsko društvo", registered_by=jelena)
    represent(jelena, other)
    person = make_person(other, "Marko Marić")

    response = send(signed_in, training, other, [person])

    assert response.status_code == 302
    with sees_all():
        assert Booking.objects.get().organizer == other


def test_those_who_booked_see_that_the_training_is_confirmed(signed_in, booking, training, nemanja):
    page = f"{LIST}{booking.number}/"
    assert "The service has confirmed" not in signed_in.get(page).text

    with asking(nemanja):
        confirm_training(training, actor=nemanja)

    assert "The service has confirmed that it is held" in signed_in.get(page).text


def test_a_booking_that_ended_with_its_training_says_why(signed_in, booking, training, nemanja):
    with asking(nemanja):
        cancel_training(training, actor=nemanja, reason="Trener je bolestan.")

    assert "Trener je bolestan." in signed_in.get(f"{LIST}{booking.number}/").text


def test_a_booking_of_a_held_training_says_who_was_there(client, banja_luka, novi_krug, jelena, nemanja):
    names = ["Ana Simić", "Mira Gajić", "Petar Vuković"]
    held = held_training(banja_luka, jelena, novi_krug, nemanja, names, [PRESENT, ABSENT, EXCUSED])
    page = f"{LIST}{held.booking.number}/"

    by_link = _words(client.get(page, {"t": held.booking.link_key}))
    client.force_login(jelena)
    signed_in = _words(client.get(page))

    assert (
        "Who was booked Ana Simić – present Mira Gajić – absent Petar Vuković – sent apologies" in signed_in
    )
    # A link goes from hand to hand: it tells who was booked, not who stayed away.
    assert "Who was booked Ana Simić Mira Gajić Petar Vuković" in by_link


def _words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())
