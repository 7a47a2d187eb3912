import csv
import io
import re
from uuid import uuid4

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organizers.models import Person
from services.models import HistoryEntry
from tests.cast import (
    asking,
    make_organizer,
    make_person,
    make_training,
    represent,
    sees_all,
)
from trainings.models import Booking, Seat, Training
from trainings.operations.booking import book_seats, cancel_booking

LIST = "/en/nalog/rezervacije/"


@pytest.fixture
def training(banja_luka):
    return make_training(banja_luka, seats=10)


@pytest.fixture
def signed_in(client, novi_krug, jelena):
    client.force_login(jelena)
    return client


def address_of(training):
    return f"/en/{training.service.slug}/obuke/{training.slug}/rezervacija/"


def send(client, training, organizer, people=(), **fields):
    data = {
        "form_key": str(uuid4()),
        "organizator": organizer.pk,
        "osoba": [person.pk for person in people],
        "redova": "2",
    }
    return client.post(address_of(training), data | fields)


def book(training, organizer, user, *people):
    with asking(user):
        return book_seats(training, actor=user, organizer=organizer, people=people, form_key=uuid4())


def names_in(training):
    with sees_all():
        return sorted(
            Seat.objects.filter(training=training, released_at=None).values_list("full_name", flat=True)
        )


def seats_taken(training):
    with sees_all():
        return Training.objects.get(pk=training.pk).taken


def errors_in(response):
    return re.findall(r'class="error" id="([^"]+)"', response.text)


# --- booking -----------------------------------------------------------------------------------
def test_ticked_people_get_seats_and_the_page_says_it_is_done(signed_in, training, novi_krug):
    people = [make_person(novi_krug, "Jelena Marić"), make_person(novi_krug, "Ognjen Savić")]

    response = send(signed_in, training, novi_krug, people)

    with sees_all():
        booking = Booking.objects.get()
    assert response.url == f"{LIST}{booking.number}/?gotovo=1"
    assert names_in(training) == ["Jelena Marić", "Ognjen Savić"]
    done = signed_in.get(response.url).text
    assert 'class="confirmed"' in done
    assert f'<p class="big-number">{booking.number}</p>' in done


def test_new_people_are_booked_and_join_the_list(signed_in, training, novi_krug):
    fields = {"ime-0": "Đurđa Ćetković", "eposta-0": "djurdja@example.org", "ime-1": "Ана Симић"}

    send(signed_in, training, novi_krug, **fields)

    assert names_in(training) == ["Đurđa Ćetković", "Ана Симић"]
    with sees_all():
        assert set(Person.objects.values_list("full_name", "email")) == {
            ("Đurđa Ćetković", "djurdja@example.org"),
            ("Ана Симић", ""),
        }


def test_typed_name_that_is_on_the_list_is_the_same_person(signed_in, training, novi_krug):
    person = make_person(novi_krug, "Đurđa Ćetković")

    send(signed_in, training, novi_krug, **{"ime-0": "DJURDJA CETKOVIC"})

    with sees_all():
        assert [seat.person_id for seat in Seat.objects.all()] == [person.pk]
        assert Person.objects.count() == 1


def test_same_form_sent_twice_is_one_booking(signed_in, training, novi_krug):
    fields = {"form_key": str(uuid4()), "ime-0": "Đurđa Ćetković"}

    first = send(signed_in, training, novi_krug, **fields)
    second = send(signed_in, training, novi_krug, **fields)

    assert first.url == second.url
    assert seats_taken(training) == 1


def test_nobody_ticked_is_an_error_beside_the_people(signed_in, training, novi_krug):
    make_person(novi_krug, "Jelena Marić")

    response = send(signed_in, training, novi_krug, telefon="065 111 222", pristup="Prevod")

    assert response.status_code == 422
    assert errors_in(response) == ["id_osoba_error"]
    assert "<title>Error: " in response.text
    assert 'value="065 111 222"' in response.text
    assert ">Prevod</textarea>" in response.text.replace("\n", "")


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"eposta-0": "ana@example.org"}, ["id_ime-0_error"]),
        ({"ime-0": "Ana", "eposta-0": "nije adresa"}, ["id_eposta-0_error"]),
        ({"ime-0": "a" * 121}, ["id_ime-0_error"]),
        ({"ime-0": "Ana\u202e Simić"}, ["id_ime-0_error"]),
        ({"ime-0": "!!!"}, ["id_ime-0_error"]),
        ({"ime-0": "Ana Simić", "ime-1": "АНА СИМИЋ"}, ["id_ime-1_error"]),
        ({"ime-0": "Ana Simić", "telefon": "nema"}, ["id_telefon_error"]),
        ({"ime-0": "Ana Simić", "pristup": "a" * 1001}, ["id_pristup_error"]),
        ({"osoba": ["999999"]}, ["id_osoba_error"]),
        ({"osoba": ["<script>alert(1)</script>"]}, ["id_osoba_error"]),
    ],
)
def test_what_cannot_be_booked_is_told_beside_its_field(signed_in, training, novi_krug, fields, errors):
    response = send(signed_in, training, novi_krug, **fields)

    assert response.status_code == 422
    assert errors_in(response) == errors
    assert "<script>alert" not in response.text
    assert seats_taken(training) == 0


@pytest.mark.parametrize(
    "fields", [{"form_key": "x"}, {"form_key": ""}, {"organizator": "x"}, {"redova": "-5"}]
)
def test_broken_hidden_fields_are_refused_and_nothing_breaks(signed_in, training, novi_krug, fields):
    response = send(signed_in, training, novi_krug, **({"ime-0": "Ana Simić"} | fields))

    assert response.status_code == 422
    assert 'value="Ana Simić"' in response.text


def test_emoji_and_cyrillic_names_are_kept(signed_in, training, novi_krug):
    send(signed_in, training, novi_krug, **{"ime-0": "Ђурђа 👩‍🏫 Ћетковић"})

    assert names_in(training) == ["Ђурђа 👩‍🏫 Ћетковић"]


def test_more_rows_keep_everything_typed_and_book_nothing(signed_in, training, novi_krug):
    person = make_person(novi_krug, "Jelena Marić")

    response = send(
        signed_in, training, novi_krug, [person], jos="1", telefon="065", **{"eposta-1": "nedovršeno"}
    )

    assert response.status_code == 200
    assert 'name="ime-2"' in response.text
    assert 'value="nedovršeno"' in response.text
    assert 'value="065"' in response.text
    assert re.findall(r'value="(\d+)" checked', response.text) == [str(person.pk)]
    assert errors_in(response) == []
    assert seats_taken(training) == 0


def test_too_few_seats_refuse_in_a_sentence_and_add_nobody(signed_in, banja_luka, novi_krug):
    training = make_training(banja_luka, seats=5, taken=4)

    response = send(signed_in, training, novi_krug, **{"ime-0": "Ana Simić", "ime-1": "Iva Rakić"})

    assert response.status_code == 422
    assert "Only 1 seat is free." in response.text
    assert "lista-cekanja/" in response.text
    assert 'value="Iva Rakić"' in response.text
    assert seats_taken(training) == 4
    with sees_all():
        assert not Person.objects.exists()


def test_name_of_somebody_who_left_is_told_beside_it(signed_in, training, novi_krug):
    make_person(novi_krug, "Ana Simić", left_on="2026-01-01")

    response = send(signed_in, training, novi_krug, **{"ime-0": "Ana Simić"})

    assert errors_in(response) == ["id_ime-0_error"]
    assert "Bring them back" in response.text


def test_people_of_another_organizer_cannot_be_booked(signed_in, training, novi_krug, sveti_sava):
    stranger = make_person(sveti_sava, "Goran Petrović")

    response = send(signed_in, training, novi_krug, [stranger])

    assert errors_in(response) == ["id_osoba_error"]
    assert seats_taken(training) == 0


def test_another_organizer_in_the_form_is_refused(signed_in, training, novi_krug, sveti_sava):
    response = send(signed_in, training, sveti_sava, **{"ime-0": "Ana Simić"})

    assert response.status_code == 422
    assert "Choose the organizer you are booking for." in response.text
    assert seats_taken(training) == 0


def test_who_may_not_book_is_turned_away(client, training, novi_krug, ana, milica):
    client.force_login(ana)
    nobody = send(client, training, novi_krug, **{"ime-0": "Ana Simić"}).status_code
    client.force_login(milica)
    staff = send(client, training, novi_krug, **{"ime-0": "Ana Simić"}).status_code

    assert (nobody, staff, seats_taken(training)) == (403, 403, 0)


def test_booking_needs_an_account(client, training, novi_krug):
    response = client.get(address_of(training))

    assert response.url == f"/en/nalog/prijava/?dalje={address_of(training)}"
    assert send(client, training, novi_krug).status_code == 302


def test_form_opens_with_the_last_people_and_only_where_one_can_book(signed_in, training, novi_krug, jelena):
    book(make_training(training.service), novi_krug, jelena, make_person(novi_krug, "Ognjen Savić"))
    make_person(novi_krug, "Jelena Marić")

    page = signed_in.get(address_of(training)).text
    full = signed_in.get(address_of(make_training(training.service, seats=1, taken=1)))

    assert len(re.findall(r'name="osoba" value="\d+" checked', page)) == 1
    assert full.url.endswith("/#rezervacija")


# --- one's bookings ----------------------------------------------------------------------------
def test_list_holds_the_bookings_of_ones_organizers_only(
    signed_in, training, novi_krug, jelena, goran, sveti_sava
):
    mine = book(training, novi_krug, jelena, make_person(novi_krug, "Jelena Marić"))
    theirs = book(training, sveti_sava, goran, make_person(sveti_sava, "Goran Petrović"))

    page = signed_in.get(LIST).text

    assert mine.number in page
    assert theirs.number not in page


def test_list_is_searched_and_filtered(signed_in, banja_luka, novi_krug, jelena):
    one = book(
        make_training(banja_luka, title="Zakon"), novi_krug, jelena, make_person(novi_krug, "Đurđa Ćetković")
    )
    two = book(
        make_training(banja_luka, title="Rizik"), novi_krug, jelena, make_person(novi_krug, "Ognjen Savić")
    )
    with asking(jelena):
        cancel_booking(two, actor=jelena)

    def numbers(query):
        return set(re.findall(r">([A-Z]+-\d{4}-\d{4})</a>", signed_in.get(LIST + query).text))

    assert numbers("?q=djurdja") == {one.number}
    assert numbers("?q=rizik") == {two.number}
    assert numbers("?stanje=cancelled") == {two.number}
    assert numbers("?vrijeme=predstojece") == {one.number, two.number}
    assert numbers("?vrijeme=prosle") == set()


def test_list_is_exported(signed_in, training, novi_krug, jelena):
    booking = book(training, novi_krug, jelena, make_person(novi_krug, "Jelena Marić"))

    response = signed_in.get(f"{LIST}?izvoz=csv")

    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == [booking.number]


def test_list_costs_the_same_at_1_and_many_rows(signed_in, banja_luka, novi_krug, jelena):
    person = make_person(novi_krug, "Jelena Marić")
    book(make_training(banja_luka), novi_krug, jelena, person)
    signed_in.get(LIST)
    with CaptureQueriesContext(connection) as one:
        signed_in.get(LIST)
    for _ in range(9):
        book(make_training(banja_luka), novi_krug, jelena, person)

    with CaptureQueriesContext(connection) as ten:
        signed_in.get(LIST)

    assert len(one) == len(ten)


def test_empty_list_shows_the_way_to_trainings(signed_in):
    assert "No bookings yet" in signed_in.get(LIST).text


# --- one booking -------------------------------------------------------------------------------
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
