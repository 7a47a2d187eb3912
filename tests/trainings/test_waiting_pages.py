import re
from uuid import uuid4

import pytest

from tests.cast import asking, make_person, make_training, sees_all
from trainings.models import Training, WaitingEntry
from trainings.operations.booking import book_seats
from trainings.operations.waiting import join_waiting_list


@pytest.fixture
def full(banja_luka):
    return make_training(banja_luka, seats=3, taken=3)


@pytest.fixture
def signed_in(client, novi_krug, jelena):
    client.force_login(jelena)
    return client


def address_of(training):
    return f"/en/{training.service.slug}/obuke/{training.slug}/lista-cekanja/"


def waiting():
    with sees_all():
        entries = WaitingEntry.objects.filter(state=WaitingEntry.State.WAITING)
        return [(entry.organizer_name, [person["full_name"] for person in entry.people]) for entry in entries]


def test_group_joins_and_sees_its_place_in_line(signed_in, full, novi_krug, goran, sveti_sava):
    with asking(goran):
        person = make_person(sveti_sava, "Goran Petrović")
        join_waiting_list(full, actor=goran, organizer=sveti_sava, people=[person])
    person = make_person(novi_krug, "Jelena Marić")
    data = {"organizator": novi_krug.pk, "osoba": [person.pk], "redova": 2, "ime-0": "Iva Rakić"}

    page = signed_in.post(address_of(full), data, follow=True).text

    assert waiting()[1] == ("Udruženje „Novi krug“", ["Jelena Marić", "Iva Rakić"])
    assert "Place in line: 2." in page
    assert "Goran" not in page
    assert "in the order in which they joined" in page


def test_nobody_ticked_is_an_error(signed_in, full, novi_krug):
    response = signed_in.post(address_of(full), {"organizator": novi_krug.pk, "redova": 2})

    assert response.status_code == 422
    assert re.findall(r'class="error" id="([^"]+)"', response.text) == ["id_osoba_error"]
    assert waiting() == []


def test_another_organizer_in_the_form_is_refused(signed_in, full, sveti_sava):
    data = {"organizator": sveti_sava.pk, "redova": 2, "ime-0": "Iva Rakić"}

    assert signed_in.post(address_of(full), data).status_code == 422
    assert waiting() == []


def test_free_seats_are_booked_instead(signed_in, banja_luka, novi_krug):
    training = make_training(banja_luka, seats=3)
    data = {"organizator": novi_krug.pk, "redova": 2, "ime-0": "Iva Rakić"}

    page = signed_in.post(address_of(training), data)

    assert page.status_code == 422
    assert "There are enough free seats" in page.text
    assert f'href="/en/banja-luka/obuke/{training.slug}/rezervacija/"' in page.text


def test_group_leaves_the_list(signed_in, full, novi_krug, jelena):
    with asking(jelena):
        person = make_person(novi_krug, "Jelena Marić")
        entry = join_waiting_list(full, actor=jelena, organizer=novi_krug, people=[person])

    page = signed_in.post(f"{address_of(full)}{entry.pk}/odjava/", follow=True).text

    assert "You have left the waiting list." in page
    assert waiting() == []


def test_place_of_another_organizer_cannot_be_left(signed_in, full, goran, sveti_sava):
    with asking(goran):
        person = make_person(sveti_sava, "Goran Petrović")
        entry = join_waiting_list(full, actor=goran, organizer=sveti_sava, people=[person])

    assert signed_in.post(f"{address_of(full)}{entry.pk}/odjava/").status_code == 404
    assert len(waiting()) == 1


def test_page_is_only_for_those_who_could_wait(client, full, ana):
    anonymous = client.get(address_of(full)).status_code
    client.force_login(ana)
    without_organizer = client.get(address_of(full))

    assert anonymous == 302
    assert without_organizer.url.endswith("/#rezervacija")


def test_who_waits_may_book_seats_that_became_free(signed_in, full, novi_krug, jelena):
    with asking(jelena):
        person = make_person(novi_krug, "Jelena Marić")
        join_waiting_list(full, actor=jelena, organizer=novi_krug, people=[person])
    with sees_all():
        Training.objects.update(taken=2)

    page = signed_in.get(address_of(full)).text
    with asking(jelena):
        book_seats(full, actor=jelena, organizer=novi_krug, people=[person], form_key=uuid4())

    assert "1 seat is free now." in page
    assert waiting() == []
