"""Who may do what: a truth table, and every page asked by everybody."""

import pytest
from django.urls import reverse

from organizers import access
from organizers.models import Organizer
from tests.cast import asking, make_person, sees_all

RIGHTS = ("see", "decide", "change_organization", "manage_people", "represent")

# Novi krug is at home in Banja Luka, where Milica manages and Nemanja works.
TABLE = {
    "milica": {"see", "decide", "change_organization", "manage_people"},
    "nemanja": {"see", "decide", "change_organization", "manage_people"},
    "jelena": {"see", "change_organization", "manage_people", "represent"},
    "ognjen": {"see", "manage_people"},
    "vesna": {"see"},
    "zoran": set(),
    "sanja": set(),
    "dragan": set(),
    "goran": set(),
    "ana": set(),
}


def rights(user, organizer):
    return {
        right
        for right, has in {
            "see": Organizer.objects.visible_to(user).filter(pk=organizer.pk).exists(),
            "decide": access.can_decide(user, organizer),
            "change_organization": access.can_change_organization(user, organizer),
            "manage_people": access.can_manage_people(user, organizer),
            "represent": access.is_representative(user, organizer),
        }.items()
        if has
    }


@pytest.mark.parametrize("who", TABLE)
def test_the_truth_table(request, who, republic, novi_krug, ognjen, sveti_sava):
    user = request.getfixturevalue(who)
    with asking(user):
        assert rights(user, novi_krug) == TABLE[who]


@pytest.mark.parametrize("who", TABLE)
def test_the_second_wall_alone_shows_the_same(request, who, republic, novi_krug, ognjen, sveti_sava):
    user = request.getfixturevalue(who)
    make_person(novi_krug, "Petar Vuković")
    with asking(user):
        seen = Organizer.objects.filter(pk=novi_krug.pk).exists()
        changed = Organizer.objects.filter(pk=novi_krug.pk).update(address="Druga ulica 1")
    # The wall knows the organizer's people as one; which of them may change it, the first wall decides.
    assert (seen, bool(changed)) == ("see" in TABLE[who], who in {"milica", "nemanja", "jelena", "ognjen"})


def test_nobody_changes_a_closed_organizer(jelena, novi_krug):
    with sees_all():
        Organizer.objects.update(status="closed")
        novi_krug.refresh_from_db()
    with asking(jelena):
        assert rights(jelena, novi_krug) == {"see", "represent"}


OWN_PAGES = ["account", "register", "organization", "correct", "people", "add_person"]


@pytest.mark.parametrize("name", [*OWN_PAGES, "desk_list"])
def test_strangers_are_asked_to_sign_in(client, banja_luka, name):
    args = ["banja-luka"] if name == "desk_list" else []
    answer = client.get(reverse(f"organizers:{name}", args=args))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", OWN_PAGES)
def test_somebody_elses_organizer_does_not_exist_in_the_account(client, goran, sveti_sava, novi_krug, name):
    client.force_login(goran)
    answer = client.get(reverse(f"organizers:{name}") + novi_krug.own_query)
    # The account itself stays, without the organizer; registering is about none yet.
    assert answer.status_code == {"register": 200, "account": 302}.get(name, 404)


def test_a_contact_books_and_keeps_people_but_does_not_change_the_organization(client, ognjen, novi_krug):
    person = make_person(novi_krug, "Petar Vuković")
    client.force_login(ognjen)
    query = novi_krug.own_query

    assert client.get(f"/nalog/osobe/{person.pk}/").status_code == 200
    assert client.post(f"/nalog/osobe/{person.pk}/odlazak/").status_code == 302
    shown = client.get(f"/nalog/organizacija/{query}")
    assert "Sačuvajte" not in shown.text
    forbidden = [
        f"/nalog/organizacija/{query}",
        f"/nalog/organizacija/prijava/{query}",
        f"/nalog/organizacija/prijava/povlacenje/{query}",
        f"/nalog/organizacija/zastupnici/poziv/{query}",
    ]
    assert [client.post(url).status_code for url in forbidden] == [403] * 4


@pytest.mark.parametrize("who", ["goran", "ana", "milica", "vesna", "zoran"])
def test_nobody_outside_opens_a_person_in_the_account(request, client, who, republic, sveti_sava, novi_krug):
    person = make_person(novi_krug, "Petar Vuković")
    client.force_login(request.getfixturevalue(who))
    urls = [f"/nalog/osobe/{person.pk}/izmjena/", f"/nalog/osobe/{person.pk}/odlazak/"]
    assert [client.post(url, {"full_name": "X"}).status_code for url in urls] == [404, 404]
