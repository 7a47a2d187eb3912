"""The register of services and the public page of each."""

import re

import pytest

from services import page
from services.models import Service
from tests import cast


def test_register_lists_local_services_in_serbian_order_and_the_office_apart(
    client, republic, banja_luka, doboj
):
    cast.make_service("celinac", "Čelinac", "CE")
    cast.make_service("zvornik", "Zvornik", "ZV", status=Service.Status.CLOSED)

    listed = client.get("/servisi/").context

    assert [service.town for service in listed["services"]] == ["Banja Luka", "Čelinac", "Doboj"]
    assert listed["office"] == republic
    assert [point["url"] for point in listed["points"]] == ["/banja-luka/", "/celinac/", "/doboj/"]


def test_cyrillic_pages_list_services_in_the_order_of_azbuka(client, banja_luka, doboj):
    cast.make_service("gradiska", "Gradiška", "GR")
    cast.make_service("vlasenica", "Vlasenica", "VL")

    chosen = "?servis=vlasenica&servis=gradiska&servis=doboj&servis=banja-luka"

    def offered(path):
        return re.findall(r'name="servis" value="([\w-]+)"', client.get(path + chosen).text)

    in_azbuka = ["banja-luka", "vlasenica", "gradiska", "doboj"]
    assert [service.slug for service in client.get("/sr/servisi/").context["services"]] == in_azbuka
    assert offered("/sr/obuke/") == in_azbuka
    assert offered("/obuke/") == ["banja-luka", "doboj", "gradiska", "vlasenica"]


def test_empty_register_says_so(client, db):
    assert "Još nema servisa" in client.get("/servisi/").text


def test_what_is_not_known_is_said_and_never_invented(client, banja_luka):
    page = client.get("/banja-luka/o-servisu/").text

    assert page.count("nema podatka") == 6


@pytest.mark.parametrize("path", ["/servisi/", "/banja-luka/", "/banja-luka/o-servisu/"])
@pytest.mark.parametrize(("prefix", "lang"), [("", "sr-Latn"), ("/sr", "sr-Cyrl"), ("/en", "en")])
def test_public_pages_in_each_language(client, banja_luka, path, prefix, lang):
    answer = client.get(prefix + path)

    assert answer.status_code == 200
    assert f'<html lang="{lang}"' in answer.text


def test_cyrillic_page_shows_the_names_in_cyrillic(client, banja_luka):
    assert "Локални волонтерски сервис Бања Лука" in client.get("/sr/banja-luka/").text


def test_closed_service_keeps_its_page(client, db):
    cast.make_service("zvornik", "Zvornik", "ZV", status=Service.Status.CLOSED)

    assert "Zatvoren" in client.get("/zvornik/").text


@pytest.mark.parametrize("path", ["/nema-ga/", "/nema-ga/rad/", "/Banja-Luka/", "/banja_luka/"])
def test_unknown_services_do_not_exist(client, banja_luka, path):
    assert client.get(path).status_code in {302, 404}


def test_rooms_above_add_blocks_in_order_and_may_stay_silent(rf, banja_luka, monkeypatch):
    monkeypatch.setattr(page, "_blocks", [])
    page.register("b.html", lambda request, service: {"n": 2}, order=20)
    page.register("c.html", lambda request, service: None, order=30)
    page.register("a.html", lambda request, service: {"n": 1}, order=10)
    page.register("a.html", lambda request, service: {"n": 9}, order=90)

    assert page.blocks_for(rf.get("/"), banja_luka) == [
        {"template": "a.html", "context": {"n": 1}},
        {"template": "b.html", "context": {"n": 2}},
    ]


def test_register_costs_the_same_for_any_number_of_services(client, db, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(20) as counted:
            client.get("/servisi/")
        return len(counted)

    cast.make_service("banja-luka", "Banja Luka", "BL")
    few = queries()
    for number in range(20):
        cast.make_service(f"servis-{number}", f"Mjesto {number}", f"S{number}")

    assert queries() == few
