"""The search of the portal: how many there are, and the way to each of them."""

import re
from datetime import timedelta

import pytest

from tests import cast

URL = "/pretraga/?q=obuka"


@pytest.fixture
def many(banja_luka):
    with cast.sees_all():
        for number in range(27):
            cast.make_training(banja_luka, title=f"Obuka {number:02d}", starts_in=timedelta(days=5 + number))
        cast.make_training(banja_luka, title="Obuka od prije", starts_in=timedelta(days=-30))


def titles(page):
    return re.findall(r'<h3><a href="[^"]+">([^<]+)</a>', page.text)


def test_counts_are_of_all_that_was_found_and_lead_to_it(client, many):
    page = client.get(URL)

    assert "28 rezultata" in page.text
    assert len(titles(page)) == 13
    assert 'href="?q=obuka&amp;vrsta=predstojece">Prikažite sve (27)' in page.text
    assert re.findall(r'aria-current="true">.*?</svg>([^<]+)</a>', page.text) == ["Ukupno: 28"]


def test_each_kind_has_its_pages(client, many):
    first, second = client.get(f"{URL}&vrsta=predstojece"), client.get(f"{URL}&vrsta=predstojece&strana=2")

    assert titles(first) == [f"Obuka {number:02d}" for number in range(25)]
    assert titles(second) == ["Obuka 25", "Obuka 26"]
    assert titles(client.get(f"{URL}&vrsta=prosle")) == ["Obuka od prije"]


@pytest.mark.parametrize("conditions", ["&vrsta=nema", "&vrsta=servisi", "&vrsta=", "&strana=x"])
def test_a_kind_without_results_shows_them_all(client, many, conditions):
    assert len(titles(client.get(URL + conditions))) == 13


@pytest.mark.parametrize("page", ["0", "99", "x", "-1", "%00"])
def test_a_page_that_is_not_there_is_no_error(client, many, page):
    assert len(titles(client.get(f"{URL}&vrsta=predstojece&strana={page}"))) in {2, 25}


def test_services_are_found_by_town_and_nothing_found_is_said(client, banja_luka, doboj):
    assert "Lokalni volonterski servis Doboj</a>" in client.get("/pretraga/?q=dobo").text
    assert "Ništa nije pronađeno" in client.get("/pretraga/?q=xyz").text
    assert "0 rezultata" in client.get("/pretraga/?q=xyz").text
