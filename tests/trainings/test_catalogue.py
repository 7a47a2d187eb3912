import csv
import io
import re
from datetime import timedelta

import icalendar
import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.cast import asking, make_person, make_programme, make_training
from trainings.models import Training
from trainings.operations.booking import book_seats
from trainings.operations.waiting import join_waiting_list

NETWORK = "/obuke/"
BANJA_LUKA = "/banja-luka/obuke/"


def titles(page):
    return re.findall(r'<h3><a href="[^"]+">([^<]+)</a></h3>', page)


def read(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.text


def test_network_shows_every_service_and_a_service_its_own(client, banja_luka, doboj):
    make_training(banja_luka, title="Zakon")
    make_training(doboj, title="Motivacija", starts_in=timedelta(days=11))

    assert titles(read(client, NETWORK)) == ["Zakon", "Motivacija"]
    assert titles(read(client, BANJA_LUKA)) == ["Zakon"]


def test_drafts_and_past_trainings_are_not_offered(client, banja_luka, nemanja):
    make_training(banja_luka, title="Nacrt", state=Training.State.DRAFT)
    make_training(banja_luka, title="Prošla", starts_in=timedelta(days=-3), state=Training.State.HELD)
    client.force_login(nemanja)

    assert titles(read(client, BANJA_LUKA)) == []
    assert titles(read(client, f"{BANJA_LUKA}?stanje=proslo")) == ["Prošla"]


def test_a_training_called_off_stays_in_its_place_and_says_so(client, banja_luka):
    cancelled = {"state": Training.State.CANCELLED, "seats": 99}
    make_training(banja_luka, title="Otkazana", **cancelled)
    make_training(banja_luka, title="Druga", starts_in=timedelta(days=20))
    make_training(banja_luka, title="Davna", starts_in=timedelta(days=-20), **cancelled)

    page = read(client, BANJA_LUKA)

    assert titles(page) == ["Otkazana", "Druga"]
    assert re.findall(r'<span class="tag[^>]*>([^<]+)</span>', page) == ["Otkazano"]
    assert titles(read(client, f"{BANJA_LUKA}?stanje=proslo")) == ["Davna"]
    assert titles(read(client, f"{NETWORK}?q=otkaz")) == ["Otkazana"]


def test_a_training_called_off_has_no_free_seats_and_is_not_among_the_next(client, banja_luka):
    make_training(banja_luka, title="Otkazana", state=Training.State.CANCELLED, seats=99)
    make_training(banja_luka, title="Druga", starts_in=timedelta(days=20))

    assert titles(read(client, f"{BANJA_LUKA}?slobodno=1")) == ["Druga"]
    assert titles(read(client, f"{BANJA_LUKA}?red=mjesta")) == ["Druga", "Otkazana"]
    assert re.findall(r'name="slobodno" value="1".*?"count">(\d+)', read(client, BANJA_LUKA)) == ["1"]
    assert "Otkazana" not in read(client, "/banja-luka/")
    assert "Otkazana" not in read(client, "/")


def test_the_search_of_the_portal_marks_what_was_called_off(client, banja_luka):
    make_training(banja_luka, title="Otkazana obuka", state=Training.State.CANCELLED)
    make_training(banja_luka, title="Obuka koje ima")

    page = read(client, "/pretraga/?q=obuka")

    assert re.findall(r'>([^<]+)</a> <span class="tag tag-error">Otkazano', page) == ["Otkazana obuka"]


@pytest.mark.parametrize("words", ["zadržati", "zadrzati", "ЗАДРЖАТИ", "volontere zadrz"])
def test_search_is_blind_to_script_and_diacritics(client, banja_luka, words):
    make_training(banja_luka, title="Kako zadržati volontere")
    make_training(banja_luka, title="Zakon")

    assert titles(read(client, reverse("trainings:catalogue") + f"?q={words}")) == ["Kako zadržati volontere"]


def test_filters_narrow_together(client, banja_luka, doboj):
    law = {"programme": make_programme(banja_luka, "Pravo", subject="pravo")}
    make_training(banja_luka, title="Pravo uživo", **law)
    make_training(banja_luka, title="Pravo na daljinu", form="daljina", **law)
    make_training(banja_luka, title="Puna", seats=2, taken=2, form="daljina", **law)
    make_training(doboj, title="Druga tema", form="daljina")

    assert titles(read(client, f"{NETWORK}?tema=pravo&oblik=daljina&slobodno=1")) == ["Pravo na daljinu"]
    assert titles(read(client, f"{NETWORK}?servis=doboj")) == ["Druga tema"]


def test_days_are_typed_as_people_write_them(client, banja_luka):
    make_training(banja_luka, title="Bliska", starts_in=timedelta(days=5))
    make_training(banja_luka, title="Daleka", starts_in=timedelta(days=50))
    day = timezone.localdate() + timedelta(days=20)

    assert titles(read(client, f"{NETWORK}?od={day.day}.+{day.month}.+{day.year}.")) == ["Daleka"]
    assert titles(read(client, f"{NETWORK}?do={day:%d.%m.%Y}")) == ["Bliska"]


def test_wrong_day_is_told_beside_its_field_and_kept(client, banja_luka):
    make_training(banja_luka, title="Zakon")

    page = read(client, f"{NETWORK}?od=sutra&tema=nema&red=nema&strana=99")

    assert titles(page) == ["Zakon"]
    assert 'value="sutra" aria-invalid="true" aria-describedby="od-g"' in page


def test_numbers_beside_the_choices_are_the_rows_they_open(client, banja_luka):
    make_training(banja_luka, title="A")
    make_training(banja_luka, title="B", form="daljina", seats=2, taken=2)
    make_training(banja_luka, title="C", form="daljina")

    page = read(client, f"{BANJA_LUKA}?oblik=daljina")

    numbers = dict(
        re.findall(r'value="(\w+)"(?: checked)?><span>[^<]+</span><span class="count">(\d+)', page)
    )
    assert numbers == {"koordinacija": "3", "uzivo": "1", "daljina": "2", "1": "2"}
    assert titles(page) == ["B", "C"]


def test_rows_stand_under_their_months_and_the_order_can_change(client, banja_luka):
    make_training(banja_luka, title="Zakon", starts_in=timedelta(days=3), seats=5)
    make_training(banja_luka, title="Čuvanje evidencije", starts_in=timedelta(days=40), seats=9)

    by_date, by_title = read(client, BANJA_LUKA), read(client, f"{BANJA_LUKA}?red=naziv")

    assert by_date.count('<div class="month">') == 2
    assert titles(by_title) == ["Čuvanje evidencije", "Zakon"]
    assert by_title.count('<div class="month">') == 0
    assert titles(read(client, f"{BANJA_LUKA}?red=mjesta")) == ["Čuvanje evidencije", "Zakon"]


def test_own_booking_and_short_seats_are_said(client, banja_luka, novi_krug, jelena):
    booked = make_training(banja_luka, title="Moja", seats=20)
    make_training(banja_luka, title="Još malo", seats=20, taken=18)
    make_training(banja_luka, title="Puna", seats=2, taken=2)
    waited_for = make_training(banja_luka, title="Puna, čekamo", seats=2, taken=2)
    make_training(banja_luka, title="Kasnije", opens_at=timezone.now() + timedelta(days=2))
    make_training(banja_luka, title="Zatvorena", closes_at=timezone.now() - timedelta(days=2))
    people = [make_person(novi_krug, "Jelena Marić"), make_person(novi_krug, "Ognjen Savić")]
    with asking(jelena):
        book_seats(booked, actor=jelena, organizer=novi_krug, people=people, form_key="0" * 32)
        join_waiting_list(waited_for, actor=jelena, organizer=novi_krug, people=people)
    client.force_login(jelena)

    page = client.get(f"/en{BANJA_LUKA}").text

    tags = re.findall(r'<span class="tag[^>]*>(?:<svg.*?</svg>)?([^<]+)</span>', page)
    assert sorted(tag.split(" from ")[0] for tag in tags) == [
        "2 more seats",
        "Booking",
        "Booking has closed",
        "Full",
        "You wait for 2 seats",
        "Your booking: 2 seats",
    ]


def test_pages_hold_25_and_a_cut_month_does_not_count(client, banja_luka):
    for number in range(26):
        make_training(banja_luka, title=f"Obuka {number}", starts_in=timedelta(days=10, hours=number % 3))

    first, second = read(client, BANJA_LUKA), read(client, f"{BANJA_LUKA}?strana=2")

    assert (len(titles(first)), len(titles(second))) == (25, 1)
    assert '<span class="muted fine">' not in first.split('<div class="month">')[-1].split("</h2>")[1][:40]


def test_empty_catalogue_says_what_comes(client, banja_luka):
    page = client.get(f"/en{BANJA_LUKA}").text
    filtered = client.get(f"/en{BANJA_LUKA}?q=xyz").text

    assert "No trainings are announced" in page
    assert "No training meets these conditions" in filtered


@pytest.mark.parametrize("path", [NETWORK, BANJA_LUKA])
def test_catalogue_costs_the_same_at_1_and_100_rows(client, banja_luka, novi_krug, jelena, path):
    client.force_login(jelena)
    make_training(banja_luka)
    read(client, path)  # the places of the header are read once
    with CaptureQueriesContext(connection) as one:
        read(client, path)
    programme = make_programme(banja_luka)
    for _ in range(99):
        make_training(banja_luka, programme=programme)

    with CaptureQueriesContext(connection) as hundred:
        read(client, path)

    assert len(one) == len(hundred)


def test_export_obeys_the_filters_and_carries_them_in_its_name(client, banja_luka):
    make_training(banja_luka, title="=1+1 Zakon", form="daljina", seats=20, taken=5)
    make_training(banja_luka, title="Drugi")

    text = client.get(f"{NETWORK}?oblik=daljina&izvoz=csv")
    sheet = client.get(f"{NETWORK}?oblik=daljina&izvoz=xlsx")

    rows = list(csv.reader(io.StringIO(text.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert [(row[1], row[8]) for row in rows[1:]] == [("'=1+1 Zakon", "15")]
    assert "oblik-daljina" in text["Content-Disposition"]
    cells = openpyxl.load_workbook(io.BytesIO(sheet.getvalue())).active
    assert [cell.value for cell in cells["B"]][1:] == ["'=1+1 Zakon"]


def test_calendar_holds_the_same_trainings_without_the_private_link(client, banja_luka, doboj):
    make_training(banja_luka, title="Zakon", form="daljina", venue="", link="https://sastanak.example/tajna")
    make_training(doboj, title="Druga")

    response = client.get(f"{BANJA_LUKA}kalendar.ics")

    events = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == ["Zakon"]
    assert b"tajna" not in response.content
    assert response["Content-Type"] == "text/calendar; charset=utf-8"


def test_unknown_service_has_no_catalogue(client, db):
    assert client.get("/nema-ga/obuke/").status_code == 404


def test_titles_turn_to_cyrillic_with_the_page(client, banja_luka):
    make_training(banja_luka, title="Zakon o volontiranju", venue="Dom omladine")

    page = client.get(f"/sr{BANJA_LUKA}").text

    assert titles(page) == ["Закон о волонтирању"]
    assert "Дом омладине" in page
