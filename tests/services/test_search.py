"""The search of a workspace: the service's own records, and nobody else's."""

import pytest

from tests import cast
from tests.trainings.helpers import book
from trainings.operations.trainers import add_trainer

URL = "/banja-luka/rad/pretraga/"


def found(client, words):
    page = client.get(URL, {"q": words})
    assert page.status_code == 200
    return [(group.title, [hit.text for hit in group.hits]) for group in page.context["groups"]]


@pytest.mark.parametrize("words", ["koordinacija", "КООРДИНАЦИЈА", "koordinacija volontera"])
def test_words_are_found_whatever_the_script(client, banja_luka, nemanja, words):
    with cast.sees_all():
        cast.make_training(banja_luka)
    client.force_login(nemanja)

    assert found(client, words) == [
        ("Obuke", ["Koordinacija volontera"]),
        ("Programi", ["Koordinacija volontera"]),
    ]


def test_trainers_of_the_whole_network_are_found(client, nemanja, doboj, dragan):
    with cast.asking(dragan):
        add_trainer(doboj, actor=dragan, full_name="Đurđa Ćetković")
    client.force_login(nemanja)

    assert found(client, "ђурђа") == [("Predavači", ["Đurđa Ćetković"])]


def test_people_organizers_and_bookings_are_found(client, banja_luka, nemanja, jelena, novi_krug):
    with cast.sees_all():
        training = cast.make_training(banja_luka)
        cast.make_person(novi_krug, "Ognjen Savić")
    booking = book(training, jelena, novi_krug, 1)
    client.force_login(nemanja)

    assert found(client, "ognjen savic") == [("Osobe kod organizatora", ["Ognjen Savić"])]
    assert found(client, booking.number) == [("Rezervacije", [booking.number])]
    assert ("Organizatori", [novi_krug.name]) in found(client, novi_krug.name)


def test_nothing_of_another_service_is_found(client, doboj, nemanja, banja_luka, sveti_sava):
    with cast.sees_all():
        cast.make_training(doboj, title="Tajna obuka")
        cast.make_person(sveti_sava, "Tajna Osoba")
    client.force_login(nemanja)

    assert found(client, "tajna") == []
    assert found(client, sveti_sava.name) == []


@pytest.mark.parametrize("words", ["", "   ", "\x00", "<script>", "x" * 500, "%_\\\\'"])
def test_any_words_are_answered(client, banja_luka, nemanja, words):
    client.force_login(nemanja)

    assert found(client, words) == []
