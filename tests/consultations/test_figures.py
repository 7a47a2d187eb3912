"""Each figure opens exactly its rows, and they say nothing of a person or a thread."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from consultations.figures import FIGURES
from consultations.operations.advising import close
from consultations.operations.facts import keep_score
from consultations.operations.reading import answered_by
from consultations.tasks import warn_of_deadlines
from network.operations import recount
from network.periods import whole_year
from network.queries import one_figure
from tests.cast import asking
from tests.consultations.helpers import answered, article, asked, fresh

SARAJEVO = ZoneInfo("Europe/Sarajevo")
SECRETS = ("Ugovor sa maloljetnom", "saglasnost", "Novi krug", "Jelena", "Nemanja")


def at(day, hour):
    return time_machine.travel(dt.datetime(2028, 6, day, hour, tzinfo=SARAJEVO), tick=False)


@pytest.fixture
def three(novi_krug, jelena, nemanja, milica, banja_luka):
    """One solved in time, one answered late, one not answered and late; five scores and an article."""
    with at(5, 8):
        rows = [asked(jelena, novi_krug) for _ in range(3)]
    with at(6, 8):
        answered(rows[0], nemanja)
        with asking(nemanja):
            close(rows[0], actor=nemanja, outcome="answered", depth="doing")
            for score in (5, 5, 4, 4, 3):
                keep_score(fresh(rows[0]), score)
        known = article(banja_luka, milica)
        with asking(jelena):
            answered_by(known, actor=jelena, organizer=novi_krug)
    with at(9, 8):
        answered(rows[1], nemanja)
        warn_of_deadlines()
    recount(banja_luka, "consultations")
    return rows


EXPECTED = {
    "savjetodavni-zahtjevi": 3,
    "rijeseni-zahtjevi": 1,
    "do-prvog-odgovora": Decimal("2.5"),
    "do-rjesenja": Decimal("1.0"),
    "prvi-odgovor-u-roku": 33,
    "rjesenje-u-roku": 100,
    "zadovoljstvo-savjetom": Decimal("4.2"),
    "dubina-podrske": 100,
    "odgovorili-clanci": 1,
}


def test_figures_say_what_happened_and_their_rows_add_up_to_them(three, banja_luka, vesna):
    year, found, added = whole_year(2028), {}, {}
    with asking(vesna):
        for figure in FIGURES:
            found[figure.code] = one_figure(vesna, figure, year).total.shown(figure)
            rows = figure.rows(vesna, [banja_luka.pk], year.start, year.end)
            amount = type(one_figure(vesna, figure, year).total)()
            for row in rows:
                amount.add(*(figure.row_value(row) if figure.row_value else (1, None)))
            added[figure.code] = amount.shown(figure)

    assert found == EXPECTED
    assert added == EXPECTED


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.code)
def test_a_coordinator_opens_rows_without_names_and_words(three, client, vesna, figure):
    with at(30, 8):
        client.force_login(vesna)
        page = client.get(reverse("network:rows", args=[figure.code]))
        file = client.get(f"{reverse('network:rows', args=[figure.code])}?izvoz=csv")

    text = page.content.decode() + b"".join(file).decode()
    assert page.status_code == file.status_code == 200
    assert "Banja Luka" in text
    assert not [word for word in SECRETS if word in text]


def test_the_observer_reads_sums_and_no_rows(three, client, zoran):
    with at(30, 8):
        client.force_login(zoran)
        sums = client.get(reverse("network:figure", args=["do-prvog-odgovora"]))
        rows = client.get(reverse("network:rows", args=["do-prvog-odgovora"]))

    assert "2,5 (n = 2)" in sums.content.decode()
    assert rows.status_code == 404
