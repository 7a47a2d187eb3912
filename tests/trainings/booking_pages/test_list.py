"""One's bookings."""

import csv
import io
import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import (
    asking,
    make_person,
    make_training,
)
from tests.trainings.booking_pages.helpers import (
    LIST,
    book,
)
from trainings.operations.booking import cancel_booking


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
