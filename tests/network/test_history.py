"""What was done in all services: found by day, kind and service, taken away as a file."""

import csv
import io

import pytest
import time_machine

from services.history import record
from tests import cast

URL = "/mreza/dnevnik/"


@pytest.fixture
def history(banja_luka, doboj, milica, dragan, novi_krug):
    with cast.sees_all():
        with time_machine.travel("2026-10-05 12:00+02:00", tick=False):
            record(service=banja_luka, actor=milica, verb="service.changed", subject=banja_luka)
        with time_machine.travel("2026-10-06 12:00+02:00", tick=False):
            record(service=doboj, actor=dragan, verb="service.changed", subject=doboj)
        with time_machine.travel("2026-10-07 12:00+02:00", tick=False):
            record(service=banja_luka, actor=None, verb="invitation.sent", subject=novi_krug)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["invitation.sent", "doboj", "banja-luka"]),
        ("?vrsta=services.service", ["doboj", "banja-luka"]),
        ("?od=6. 10. 2026.", ["invitation.sent", "doboj"]),
        ("?od=6.10.2026&do=6.10.2026", ["doboj"]),
        ("?servis=banja-luka&vrsta=services.service", ["banja-luka"]),
        ("?q=djuric", ["banja-luka"]),
        ("?red=servis", ["invitation.sent", "banja-luka", "doboj"]),
        ("?od=nije datum&vrsta=nema", ["invitation.sent", "doboj", "banja-luka"]),
    ],
)
def test_filters_stand_in_the_address(client, history, vesna, query, expected):
    client.force_login(vesna)

    page = client.get(URL + query)

    found = [
        entry.service.slug if entry.verb == "service.changed" else entry.verb
        for entry in page.context["listing"]
    ]
    assert found == expected


def test_export_has_the_same_rows_and_says_whose_they_are(client, history, vesna):
    client.force_login(vesna)

    answer = client.get(URL + "?vrsta=services.service&izvoz=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")

    assert head == ["Kada", "Servis", "Ko", "Šta", "Na šta se odnosi"]
    assert rows == [
        ["2026-10-06 12:00", "Doboj", "Dragan Tešić", "promijenjeni podaci servisa", row_name("Doboj")],
        [
            "2026-10-05 12:00",
            "Banja Luka",
            "Milica Đurić",
            "promijenjeni podaci servisa",
            row_name("Banja Luka"),
        ],
    ]
    assert 'filename="dnevnik-mreze-vrsta-servicesservice-' in answer["Content-Disposition"]


def row_name(town):
    return f"Lokalni volonterski servis {town}"


@pytest.mark.parametrize("query", ["", "?izvoz=csv"])
def test_the_observer_reads_no_history(client, history, zoran, query):
    client.force_login(zoran)

    assert client.get(URL + query).status_code == 404
