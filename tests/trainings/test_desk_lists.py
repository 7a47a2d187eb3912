"""The lists of the desk: filters, order, files, and the same number of queries however long they are."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import make_programme, make_training, sees_all
from tests.trainings.helpers import book
from trainings.models import Booking, Seat, Training
from trainings.models.booking import new_code

TRAININGS = "/banja-luka/rad/obuke/"


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def many_bookings(booking, number):
    """Copies of one booking with its person, past the operations: only their number matters."""
    with sees_all():
        for index in range(number):
            copy = Booking.objects.get(pk=booking.pk)
            seat = Seat.objects.filter(booking=booking).first()
            copy.pk, copy.number, copy.state = None, f"BL-2026-9{index:03d}", Booking.State.CANCELLED
            copy.form_key, copy.link_key = f"00000000-0000-4000-8000-{index:012d}", f"key-{index:020d}"
            copy.save()
            seat.pk, seat.booking, seat.released_at, seat.person = None, copy, timezone.now(), None
            seat.code = new_code()
            seat.save()


def titles(client, **conditions):
    return [training.title for training in client.get(TRAININGS, conditions).context["listing"]]


def test_trainings_are_found_by_words_subject_state_and_day(client, nemanja, banja_luka):
    make_training(
        banja_luka, title="Šta je zakon", programme=make_programme(banja_luka, "Z", subject="pravo")
    )
    make_training(banja_luka, title="Nacrt", state="draft", starts_in=timedelta(days=40))
    make_training(banja_luka, title="Prošla", state="held", starts_in=timedelta(days=-40))
    client.force_login(nemanja)

    assert titles(client) == ["Nacrt", "Šta je zakon", "Prošla"]
    assert titles(client, red="datum") == ["Prošla", "Šta je zakon", "Nacrt"]
    assert titles(client, q="ШТА") == ["Šta je zakon"]
    assert titles(client, tema="pravo") == ["Šta je zakon"]
    assert titles(client, stanje="draft") == ["Nacrt"]
    assert titles(client, vrijeme="prosle") == ["Prošla"]
    assert titles(client, vrijeme="predstojece") == ["Nacrt", "Šta je zakon"]
    soon = timezone.localdate() + timedelta(days=20)
    assert titles(client, do=f"{soon.day}. {soon.month}. {soon.year}.") == ["Šta je zakon", "Prošla"]
    assert titles(client, od=f"{soon:%Y-%m-%d}") == ["Nacrt"]
    assert len(titles(client, stanje="<script>", tema="x", od="juče", vrijeme="😀")) == 3


def test_the_list_shows_drafts_of_ones_own_service_only(client, nemanja, banja_luka, doboj):
    make_training(banja_luka, title="Naša")
    make_training(doboj, title="Njihova", state="draft")
    client.force_login(nemanja)
    assert titles(client) == ["Naša"]


def test_the_file_has_the_rows_of_the_list(client, nemanja, banja_luka):
    make_training(banja_luka, title="Jedna")
    make_training(banja_luka, title="Druga", state="draft")
    client.force_login(nemanja)
    text = client.get(TRAININGS, {"izvoz": "csv", "stanje": "draft"}).getvalue().decode("utf-8-sig")
    assert [line.split(";")[0] for line in text.splitlines()[1:]] == ["Druga"]


def test_an_empty_list_says_what_to_do_first(client, nemanja, banja_luka):
    client.force_login(nemanja)
    assert "/banja-luka/rad/obuke/nova/" in client.get(TRAININGS).text
    assert "empty-state" in client.get(TRAININGS, {"q": "nema"}).text
    assert "empty-state" in client.get("/banja-luka/rad/programi/").text
    assert "empty-state" in client.get("/banja-luka/rad/prijave/").text


def test_one_training_and_a_hundred_cost_the_same(client, nemanja, banja_luka):
    programme = make_programme(banja_luka)
    make_training(banja_luka, programme=programme)
    client.force_login(nemanja)
    once = queries_of(client, TRAININGS)
    for _ in range(99):
        make_training(banja_luka, programme=programme)

    assert queries_of(client, TRAININGS) == once
    with sees_all():
        assert Training.objects.count() == 100


def test_one_programme_and_a_hundred_cost_the_same(client, nemanja, banja_luka):
    make_programme(banja_luka, "Program")
    client.force_login(nemanja)
    address = "/banja-luka/rad/programi/"
    once = queries_of(client, address)
    for number in range(99):
        make_programme(banja_luka, f"Program {number}")
    assert queries_of(client, address) == once


@pytest.mark.parametrize("page", ["rad/prijave/", "rad/obuke/{pk}/prijave/"])
def test_one_booking_and_a_hundred_cost_the_same(client, nemanja, banja_luka, jelena, novi_krug, page):
    training = make_training(banja_luka)
    booking = book(training, jelena, novi_krug, 1)
    client.force_login(nemanja)
    address = "/banja-luka/" + page.format(pk=training.pk)
    once = queries_of(client, address)
    many_bookings(booking, 99)
    assert queries_of(client, address) == once
    assert client.get(address).context["listing"].count == 100


@pytest.mark.parametrize("prefix", ["", "/sr", "/en"])
def test_the_pages_speak_the_readers_language(client, nemanja, banja_luka, prefix):
    make_training(banja_luka, title="Koordinacija volontera")
    client.force_login(nemanja)
    page = client.get(prefix + TRAININGS).text
    words = {"": "Koordinacija volontera", "/sr": "Координација волонтера", "/en": "Seats taken"}
    assert words[prefix] in page
