import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import icalendar
import pytest
from django.utils import timezone

from organizers.models import Organizer
from tests.cast import (
    asking,
    make_organizer,
    make_person,
    make_programme,
    make_training,
    represent,
    sees_all,
)
from trainings.models import Trainer, Training
from trainings.operations.booking import book_seats
from trainings.operations.waiting import join_waiting_list

DAY = timedelta(days=1)


def page_of(client, training, query="", language="en"):
    response = client.get(f"/{language}/banja-luka/obuke/{training.slug}/{query}")
    assert response.status_code == 200
    return response.text


def card_of(page):
    """The text of the booking card."""
    card = page.split('id="rezervacija"')[1].split("</section>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", card.split(">", 1)[1]).split())


def book(training, organizer, user, names=("Jelena Marić",)):
    people = [make_person(organizer, name) for name in names]
    with asking(user):
        return book_seats(training, actor=user, organizer=organizer, people=people, form_key=uuid4())


def test_page_tells_everything_about_the_training(client, banja_luka):
    training = make_training(
        banja_luka,
        title="Koordinacija volontera",
        address="Kralja Petra 1",
        access_notes="Ulaz iz dvorišta.",
        taken=13,
        programme=make_programme(banja_luka, aims="opisati poziciju\nvoditi uvod", hours="4.5"),
    )
    with sees_all():
        training.parts.update(agenda="10.00–10.20 Upoznavanje\n11.40–12.00 Pauza\nUgovor: vježba")
        Trainer.objects.create(
            service=banja_luka, training=training, full_name="Milica Đurić", position="pravnica"
        )

    page = page_of(client, training)

    for words in (
        *(
            '<h1 lang="sr-Latn">Koordinacija volontera</h1>',
            "opisati poziciju",
            "voditi uvod",
            "Upoznavanje",
            "10:00–10:20",
        ),
        *('class="pause"', "<strong>Ugovor:</strong> vježba", "Milica Đurić", "pravnica", "Kralja Petra 1"),
        *("Ulaz iz dvorišta.", "<b>7</b> of 20 seats free", "4.5 hours of training"),
    ):
        assert words in page


def test_text_that_was_changed_is_shown_at_once(client, banja_luka):
    training = make_training(banja_luka)
    before = page_of(client, training)
    with sees_all():
        training.parts.update(agenda="9.00 Novi početak")
        Training.objects.update(access_notes="Ulaz sa ulice.")

    after = page_of(client, training)

    assert ("Novi početak" in before, "Novi početak" in after) == (False, True)
    assert "Ulaz sa ulice." in after


def test_every_day_has_its_own_agenda(client, banja_luka):
    training = make_training(banja_luka, days=2)
    with sees_all():
        first, second = training.parts.all()
        first.title, second.place = "Osnove", "Gradska uprava"
        first.save()
        second.save()

    page = page_of(client, training)

    assert re.search(r"<h3>(.*?)</h3>", page)[1].strip() == "1. Osnove"
    assert "Gradska uprava" in page


def test_draft_is_seen_only_where_it_is_made(client, banja_luka, nemanja, dragan):
    training = make_training(banja_luka, state=Training.State.DRAFT)
    address = f"/banja-luka/obuke/{training.slug}/"

    anonymous = client.get(address).status_code
    client.force_login(dragan)
    elsewhere = client.get(address).status_code
    client.force_login(nemanja)

    assert (anonymous, elsewhere) == (404, 404)
    assert "until the training is published" in card_of(page_of(client, training))


def test_link_for_joining_is_not_public(client, banja_luka):
    training = make_training(banja_luka, form="daljina", venue="", link="https://sastanak.example/tajna")

    assert "tajna" not in page_of(client, training)
    assert b"tajna" not in client.get(f"/banja-luka/obuke/{training.slug}/kalendar.ics").content


def test_training_of_another_service_is_not_under_this_one(client, banja_luka, doboj):
    training = make_training(doboj)

    assert client.get(f"/banja-luka/obuke/{training.slug}/").status_code == 404


def test_sign_in_comes_back_to_the_booking_card(client, banja_luka):
    training = make_training(banja_luka)

    page = page_of(client, training)

    address = re.search(r'class="button full" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert parse_qs(urlsplit(address).query)["dalje"] == [
        f"/en/banja-luka/obuke/{training.slug}/#rezervacija"
    ]
    assert "Register an organizer" in card_of(page)


def test_account_without_an_organizer_is_shown_the_way_to_register(client, banja_luka, ana):
    client.force_login(ana)

    assert "Your account does not belong to any yet" in card_of(page_of(client, make_training(banja_luka)))


@pytest.mark.parametrize(
    ("status", "words"),
    [("applied", "waits for your local service"), ("returned", "returned for correction")],
)
def test_organizer_that_is_not_confirmed_is_told_what_is_missing(client, banja_luka, ana, status, words):
    represent(ana, make_organizer(banja_luka, "Udruženje „Luk“", registered_by=ana, status=status))
    client.force_login(ana)

    assert words in card_of(page_of(client, make_training(banja_luka)))


def test_people_of_the_last_booking_are_ticked(client, banja_luka, novi_krug, jelena):
    book(make_training(banja_luka), novi_krug, jelena, ["Nikola Ristić"])
    book(make_training(banja_luka), novi_krug, jelena, ["Ognjen Savić", "Đurđa Ćetković"])
    make_person(novi_krug, "Jelena Marić", user=jelena)
    client.force_login(jelena)

    page = page_of(client, make_training(banja_luka))

    assert re.findall(r"checked><span>([^<]+)</span>", page) == ["Đurđa Ćetković", "Ognjen Savić"]
    assert "Jelena Marić (you)" in card_of(page)


def test_first_time_the_person_who_books_is_ticked(client, banja_luka, novi_krug, jelena):
    make_person(novi_krug, "Ognjen Savić")
    make_person(novi_krug, "Jelena Marić", user=jelena)
    client.force_login(jelena)

    page = page_of(client, make_training(banja_luka))

    assert re.findall(r"checked><span>([^<]+?) <", page) == ["Jelena Marić"]


def test_long_list_of_people_is_cut_in_the_card(client, banja_luka, novi_krug, jelena):
    for number in range(12):
        make_person(novi_krug, f"Osoba {number:02}")
    client.force_login(jelena)

    page = page_of(client, make_training(banja_luka))

    assert page.count('name="osoba"') == 8
    assert "4 more people, or add a new one" in card_of(page)


def test_who_acts_for_several_organizers_chooses_first(client, banja_luka, novi_krug, jelena):
    other = make_organizer(banja_luka, "Planinarsko društvo", registered_by=jelena)
    represent(jelena, other)
    training = make_training(banja_luka)
    client.force_login(jelena)

    choosing, chosen = page_of(client, training), page_of(client, training, f"?organizator={other.pk}")

    assert "For which organizer?" in card_of(choosing)
    assert "Planinarsko društvo · another organizer" in card_of(chosen)


def test_somebody_elses_organizer_in_the_address_changes_nothing(
    client, banja_luka, novi_krug, jelena, sveti_sava
):
    client.force_login(jelena)

    page = page_of(client, make_training(banja_luka), f"?organizator={sveti_sava.pk}")

    assert "Novi krug" in card_of(page)
    assert "Sveti Sava" not in page


def test_before_and_after_the_booking_window(client, banja_luka):
    early = make_training(banja_luka, opens_at=timezone.now() + DAY)
    late = make_training(banja_luka, closes_at=timezone.now() - DAY)

    assert "Booking opens:" in card_of(page_of(client, early))
    assert "The service may still help" in card_of(page_of(client, late))


def test_full_training_offers_the_waiting_list_and_then_the_place_in_line(
    client, banja_luka, novi_krug, jelena
):
    training = make_training(banja_luka, seats=2, taken=2)
    person = make_person(novi_krug, "Jelena Marić")
    client.force_login(jelena)

    before = card_of(page_of(client, training))
    with asking(jelena):
        join_waiting_list(training, actor=jelena, organizer=novi_krug, people=[person])
    after = card_of(page_of(client, training))

    assert "Full, waiting list" in before
    assert "Join the waiting list" in before
    assert "Place in line: 1." in after


def test_own_booking_takes_the_place_of_the_form(client, banja_luka, novi_krug, jelena):
    training = make_training(banja_luka)
    booking = book(training, novi_krug, jelena)
    client.force_login(jelena)

    page = page_of(client, training)

    assert f"Booking {booking.number}, 1 seat" in card_of(page)
    assert f"/en/nalog/rezervacije/{booking.number}/otkazivanje/" in page
    assert 'name="osoba"' not in page


def test_training_for_its_own_service_only_says_so(client, banja_luka, goran, sveti_sava):
    training = make_training(banja_luka, audience=Training.Audience.SERVICE)
    client.force_login(goran)

    assert "only for organizers of this service" in card_of(page_of(client, training))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "cancelled", "cancel_reason": "Predavač je bolestan."}, "Predavač je bolestan."),
        ({"state": "held", "starts_in": -DAY}, "This training was held"),
        ({"starts_in": -timedelta(hours=1)}, "Seats can no longer be booked"),
    ],
)
def test_what_is_over_keeps_its_page(client, banja_luka, fields, words):
    assert words in card_of(page_of(client, make_training(banja_luka, **fields)))


def test_page_costs_the_same_for_a_full_list_of_people(
    client, banja_luka, novi_krug, jelena, django_assert_max_num_queries
):
    for number in range(30):
        make_person(novi_krug, f"Osoba {number}")
    training = make_training(banja_luka, days=3)
    client.force_login(jelena)
    page_of(client, training)

    with django_assert_max_num_queries(22):
        page_of(client, training)


def test_calendar_of_one_training(client, banja_luka):
    training = make_training(banja_luka, days=2, revision=3)

    response = client.get(f"/banja-luka/obuke/{training.slug}/kalendar.ics")

    events = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert [event["SEQUENCE"] for event in events] == [3, 3]


def test_closed_organizer_cannot_book(client, banja_luka, novi_krug, jelena):
    with sees_all():
        Organizer.objects.filter(pk=novi_krug.pk).update(status=Organizer.Status.PAUSED)
    client.force_login(jelena)

    assert "does not book seats at the moment" in card_of(page_of(client, make_training(banja_luka)))
