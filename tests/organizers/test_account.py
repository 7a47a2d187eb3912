"""What an organizer's people see in their account."""

import pytest

from organizers.models import Organizer
from organizers.operations.applications import register_organizer
from tests.cast import asking, employ, make_organizer, make_person, represent, sees_all
from tests.organizers.helpers import application, cost, town


@pytest.fixture
def posted(banja_luka):
    """A good form of an application."""
    return application(town(banja_luka)) | {"municipality": town_pk(banja_luka)}


def town_pk(service):
    return service.municipalities.get().pk


def test_somebody_without_an_organizer_sees_how_to_begin(client, ana):
    client.force_login(ana)
    page = client.get("/nalog/").text
    assert "/nalog/registracija-organizatora/" in page
    assert "ana@example.org" in page


def test_registering_leads_to_the_account_that_says_who_decides(client, ana, milica, posted):
    client.force_login(ana)
    answer = client.post("/nalog/registracija-organizatora/", posted, follow=True)

    assert answer.redirect_chain[0][0].startswith("/nalog/?organizator=")
    assert "Lokalni volonterski servis Banja Luka" in answer.text
    with sees_all():
        assert Organizer.objects.get().status == "applied"


def test_a_similar_name_asks_and_the_tick_answers(client, ana, jelena, banja_luka, posted):
    make_organizer(banja_luka, "UG Zeleni talas", registered_by=jelena)
    client.force_login(ana)

    asked = client.post("/nalog/registracija-organizatora/", posted)
    assert asked.status_code == 422
    assert "UG Zeleni talas" in asked.text
    assert 'name="is_another"' in asked.text

    answered = client.post("/nalog/registracija-organizatora/", posted | {"is_another": "on"})
    assert answered.status_code == 302


def test_a_returned_application_is_corrected_and_sent_again(client, ana, milica, banja_luka, posted):
    with asking(ana):
        organizer = register_organizer(actor=ana, **application(banja_luka.municipalities.get()))
    with sees_all():
        Organizer.objects.update(status="returned", returned_reason="Provjerite JIB.")
    client.force_login(ana)
    assert "Provjerite JIB." in client.get("/nalog/").text
    assert 'value="4400123450008"' in client.get("/nalog/organizacija/prijava/").text

    url = f"/nalog/organizacija/prijava/{organizer.own_query}"
    assert client.post(url, posted | {"jib": "4400 1234 50009"}).status_code == 302

    with sees_all():
        organizer.refresh_from_db()
    assert (organizer.status, organizer.jib) == ("applied", "4400123450009")


def test_a_person_with_two_organizers_switches_and_forms_keep_to_theirs(client, jelena, novi_krug, doboj):
    other = make_organizer(doboj, "Planinari", registered_by=jelena)
    represent(jelena, other)
    client.force_login(jelena)

    assert "<h1>Planinari</h1>" in client.get("/nalog/" + other.own_query).text
    # The choice stays, until another page names another organizer.
    assert other.own_query in client.get("/nalog/organizacija/").text
    client.post("/nalog/osobe/nova/" + novi_krug.own_query, {"full_name": "Petar Vuković"})

    with sees_all():
        assert novi_krug.people.count() == 1
        assert other.people.count() == 0


def test_contacts_are_changed_and_a_conflict_shows_both(client, jelena, novi_krug):
    client.force_login(jelena)
    url = "/nalog/organizacija/" + novi_krug.own_query
    form = {"email": "nova@example.org", "phone": "00387 51 111 222", "fields_of_work": ["sport"]}

    assert client.post(url, form | {"revision": 0}).status_code == 302
    conflict = client.post(url, form | {"email": "druga@example.org", "revision": 0})
    assert conflict.status_code == 422
    assert "nova@example.org" in conflict.text
    assert "druga@example.org" in conflict.text

    with sees_all():
        novi_krug.refresh_from_db()
    assert (novi_krug.email, novi_krug.phone, novi_krug.fields_of_work) == (
        "nova@example.org",
        "051 111 222",
        "sport",
    )


def test_people_are_added_found_marked_as_left_and_brought_back(client, jelena, novi_krug):
    client.force_login(jelena)
    client.post("/nalog/osobe/nova/", {"full_name": "Đorđe  Ćosić", "email": "Djordje@Example.org"})
    with sees_all():
        person = novi_krug.people.get()
    assert (person.full_name, person.email) == ("Đorđe Ćosić", "djordje@example.org")

    assert "Đorđe Ćosić" in client.get("/nalog/osobe/", {"q": "ђорђе"}).text
    left = client.post(f"/nalog/osobe/{person.pk}/odlazak/", follow=True)
    assert f"/nalog/osobe/{person.pk}/povratak/" in left.text
    assert "Đorđe Ćosić" not in client.get("/nalog/osobe/").text
    assert "Đorđe Ćosić" in client.get("/nalog/osobe/", {"stanje": "otisli"}).text
    client.post(f"/nalog/osobe/{person.pk}/povratak/")
    assert "Đorđe Ćosić" in client.get("/nalog/osobe/").text


def test_the_same_name_twice_asks_first(client, jelena, novi_krug):
    make_person(novi_krug, "Ana Anić")
    client.force_login(jelena)

    asked = client.post("/nalog/osobe/nova/", {"full_name": "АНА АНИЋ", "position": "volonterka"})
    assert asked.status_code == 422
    client.post("/nalog/osobe/nova/", {"full_name": "АНА АНИЋ", "position": "volonterka", "is_another": "on"})
    # A form sent twice is one person.
    client.post("/nalog/osobe/nova/", {"full_name": "АНА АНИЋ", "position": "volonterka", "is_another": "on"})

    with sees_all():
        assert novi_krug.people.count() == 2


def test_the_list_of_people_costs_the_same_for_one_and_for_many(client, jelena, novi_krug):
    make_person(novi_krug, "Osoba 000")
    client.force_login(jelena)
    one = cost(client, "/nalog/osobe/")
    for number in range(60):
        make_person(novi_krug, f"Osoba {number + 1:03}")

    assert cost(client, "/nalog/osobe/") == one


def test_markup_in_names_is_shown_as_typed(client, jelena, milica, novi_krug):
    client.force_login(jelena)
    client.post("/nalog/osobe/nova/", {"full_name": "<script>alert(1)</script> Ana 👩‍🏫"})
    shown = client.get("/nalog/osobe/").text
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_those_who_work_in_the_network_find_their_desks(client, banja_luka, doboj, milica, vesna, zoran):
    employ(milica, doboj)

    def main_of(user):
        client.force_login(user)
        return client.get("/nalog/").text.partition("<main")[2]

    of_manager, of_coordinator, of_observer = map(main_of, (milica, vesna, zoran))

    assert [
        found in of_manager for found in ("/banja-luka/rad/", "rukovodilac", "/doboj/rad/", "osoblje")
    ] == [True] * 4
    assert "/mreza/pregled/" not in of_manager
    assert "koordinacija mreže" in of_coordinator
    assert "/mreza/pregled/" in of_coordinator
    assert "posmatrač" in of_observer
    assert "/mreza/pregled/" in of_observer
    assert "/rad/" not in of_observer


def test_who_books_and_works_finds_both(client, banja_luka, novi_krug, jelena):
    employ(jelena, banja_luka)
    client.force_login(jelena)

    page = client.get("/nalog/").text.partition("<main")[2]

    assert "Predstoji" in page
    assert '<a href="/banja-luka/rad/"><b>Lokalni volonterski servis Banja Luka</b></a>' in page
