"""Each kind of page there is: narrow, in three languages, by axe, and some of them dark."""

import re

import pytest
from django.test import Client
from django.urls import resolve

from tests.browser.conftest import DESK
from tests.test_permissions import world  # noqa: F401
from tests.test_site import HOME, LANGUAGES, crawl, html_pages

NARROW = 320
# Every fifth page also dark and in Cyrillic.
SAMPLE = 5
# The part of the portal that is looked at as somebody: the rest looks the same to others.
OWN = {
    "anonymous": "",
    "jelena": r"^/nalog/|/rezervacija/|/lista-cekanja/|^/[\w-]+/obuke/[\w-]+/$",
    "milica": r"/rad/|^/nalog/$",
    "vesna": r"^/mreza/|/rad/organizatori/",
    "zoran": r"^/mreza/|^/podaci/",
}


def one_of_each_kind(found, pattern):
    """One address for each view."""
    kinds = {}
    for link in html_pages(found):
        path = link.partition("?")[0]
        if re.search(pattern, path):
            kinds.setdefault(resolve(path).view_name, link)
    return sorted(kinds.values())


@pytest.mark.parametrize("role", OWN)
def test_every_page_fits_a_narrow_screen_and_passes_axe(visit, world, role):  # noqa: F811
    person = world["people"].get(role)
    client = Client()
    if person:
        client.force_login(person)
    links = one_of_each_kind(crawl(client, HOME[role]), OWN[role])
    assert len(links) >= 4
    narrow, wide, dark = visit(NARROW), visit(DESK), visit(DESK, dark=True)
    for visitor in (narrow, wide, dark):
        if person:
            visitor.is_signed_in_as(person)

    faults = []
    for number, link in enumerate(links):
        for language, prefix in LANGUAGES.items():
            narrow.open(prefix + link)
            if too_wide := narrow.too_wide():
                faults.append(f"{prefix}{link} ({language}) at {NARROW} px: {too_wide}")
        narrow.shoot()
        wide.open(link)
        faults += [f"{link}: {fault}" for fault in wide.axe()]
        wide.shoot()
        if number % SAMPLE == 0:
            dark.open(f"/sr{link}")
            faults += [f"{link}, dark: {fault}" for fault in dark.axe()]
            dark.shoot()
    assert faults == []
