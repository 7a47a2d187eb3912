"""Who looks after the whole network: the overview, and the rows behind each of its numbers."""

import csv
import io
import re

import openpyxl
from django.utils import timezone
from django.utils.translation import gettext as _

from network.operations import recount_everything
from tests.browser import scenes
from tests.trainings.helpers import book


def a_year(banja_luka, doboj, nemanja, dragan, novi_krug, sveti_sava, jelena, goran):
    """Two services with something held, something booked and something ahead."""
    training = scenes.catalogue(banja_luka, doboj)
    book(training, jelena, novi_krug, 2)
    scenes.held_training(banja_luka, nemanja, novi_krug, jelena, people=3)
    scenes.held_training(banja_luka, nemanja, novi_krug, jelena, people=1)
    scenes.held_training(doboj, dragan, sveti_sava, goran, people=2)
    recount_everything()


def tiles(visitor):
    """{name: (number, address of its rows)}"""
    found = {}
    for tile in visitor.page.locator(".tile").all():
        link = tile.locator(".big-number a")
        shown = tile.locator(".big-number").inner_text().replace(" ", "")
        found[tile.locator("h3").inner_text()] = (shown, link.get_attribute("href"))
    return found


def table_of(file):
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig")), delimiter=";"))


def test_a_coordinator_follows_every_number_to_its_rows(
    visitor, vesna, banja_luka, doboj, nemanja, dragan, novi_krug, sveti_sava, jelena, goran
):
    a_year(banja_luka, doboj, nemanja, dragan, novi_krug, sveti_sava, jelena, goran)
    scenes.verify(vesna)
    visitor.sign_in(vesna)
    visitor.page.wait_for_url("**/mreza/pregled/")
    visitor.check("overview")
    numbers = tiles(visitor)
    assert numbers[_("Trainings held")][0] == "3"
    assert numbers[_("Participants")][0] == "6"

    # Each number opens its rows: as many as it says, unless it is a share.
    for name, (number, address) in numbers.items():
        visitor.open(address)
        assert visitor.page.locator("h1").inner_text() == f"{name}: {number}"
        if "%" not in number:
            assert visitor.page.locator("main tbody tr").count() == int(number)
    visitor.check("rows")

    # One service, one figure; the address keeps the conditions.
    visitor.open("/mreza/pregled/")
    visitor.page.get_by_label(_("Service"), exact=True).select_option("doboj")
    visitor.page.get_by_label(_("Figure"), exact=True).select_option(label=_("Participants"))
    visitor.press(_("Show"))
    visitor.page.wait_for_url(re.compile("servis=doboj"))
    visitor.check("one-service")
    number, address = tiles(visitor)[_("Participants")]
    assert number == "2"
    visitor.open(address)
    assert visitor.page.locator("main tbody tr").count() == 2

    # The same rows as files.
    name, file = visitor.downloads("CSV", within="main")
    assert name.endswith(".csv")
    assert len(table_of(file)) == 1 + 2
    name, file = visitor.downloads("XLSX", within="main")
    assert openpyxl.load_workbook(io.BytesIO(file)).active.max_row == 1 + 2

    # Another year, with nothing in it, says so.
    visitor.open(f"/mreza/pregled/?godina={timezone.localdate().year - 1}")
    visitor.open("/mreza/servisi/")
    visitor.check("services")
    visitor.follow(_("History"), within=".main-nav")
    visitor.check("history")


def test_the_observer_sees_numbers_and_no_rows(
    visit, width, zoran, banja_luka, doboj, nemanja, dragan, novi_krug, sveti_sava, jelena, goran
):
    a_year(banja_luka, doboj, nemanja, dragan, novi_krug, sveti_sava, jelena, goran)
    visitor = visit(width, scripts=False)
    visitor.is_signed_in_as(zoran)

    visitor.open("/mreza/pregled/")
    visitor.check("overview")
    for name, (number, address) in tiles(visitor).items():
        visitor.open(address)
        assert name in visitor.page.locator("h1").inner_text(), (number, address)
        assert "Jelena" not in visitor.text
        assert "Osoba" not in visitor.text
    visitor.check("figure")
    visitor.expected.add(404)
    assert visitor.open("/mreza/redovi/odrzane-obuke/").status == 404
    assert visitor.open("/mreza/dnevnik/").status == 404
