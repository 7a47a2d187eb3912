"""The form of a booking."""

import re
from uuid import uuid4

import pytest

from organizers.models import Person
from tests.cast import (
    make_person,
    make_training,
    sees_all,
)
from tests.trainings.booking_pages.helpers import (
    LIST,
    address_of,
    book,
    errors_in,
    names_in,
    seats_taken,
    send,
)
from trainings.models import Booking, Seat


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
