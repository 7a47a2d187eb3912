"""Who sees and decides about two records."""

import pytest
from django.urls import reverse

from organizers.models import Person, SamePersonDecision
from organizers.operations.same_people import say_same
from organizers.tasks import find_same_people
from services.models import HistoryEntry
from tests.cast import (
    asking,
    make_person,
    sees_all,
)
from tests.organizers.helpers import cost
from tests.organizers.same_people.helpers import add, the_pair
from vsrs.refusals import Refused


def test_who_may_decide(
    jelena, ognjen, novi_krug, ana, izvor, nemanja, dragan, vesna, zoran, goran, sveti_sava
):
    add(jelena, novi_krug, "Mira Gajić")
    add(ana, izvor, "Mira Gajić")
    pair = the_pair()
    for user in (jelena, ognjen, ana, dragan, vesna, zoran):
        with asking(user), pytest.raises(Refused):
            say_same(pair, actor=user)
    with asking(nemanja):
        say_same(pair, actor=nemanja)


def test_across_services_coordinators_decide_and_nobody_else_sees_the_pair(
    client, jelena, novi_krug, goran, sveti_sava, nemanja, dragan, vesna, zoran
):
    add(jelena, novi_krug, "Mira Gajić", email="mira@example.org")
    add(goran, sveti_sava, "Мира Гајић", email="mg@example.org")
    find_same_people()
    pair = the_pair()
    for user in (jelena, goran, nemanja, dragan, zoran):
        with asking(user):
            assert not SamePersonDecision.objects.filter(pk=pair.pk).exists()  # the second wall
            with pytest.raises(Refused):
                say_same(pair, actor=user)

    client.force_login(vesna)
    page = client.get(reverse("organizers:network_pair", args=[pair.pk])).text
    assert "mg@example.org" in page
    client.post(reverse("organizers:network_pair", args=[pair.pk]), {"verdict": "same"})

    with sees_all():
        assert Person.objects.values("human").distinct().count() == 1
        seen = HistoryEntry.objects.filter(verb__in=["person.pair_opened", "person.same"]).order_by("pk")
        rows = [(row.verb, row.service.slug, row.changes) for row in seen.select_related("service")]
    assert rows == [
        ("person.pair_opened", "banja-luka", {}),
        ("person.pair_opened", "doboj", {}),
        ("person.same", "banja-luka", {}),
        ("person.same", "doboj", {}),
    ]


def test_pages_of_pairs_lead_to_a_decision_and_back(client, jelena, novi_krug, ana, izvor, nemanja):
    add(jelena, novi_krug, "Mira Gajić")
    add(ana, izvor, "Мира Гајић")
    client.force_login(nemanja)
    assert "/banja-luka/rad/osobe/parovi/" in client.get("/banja-luka/rad/osobe/").text
    page = client.get("/banja-luka/rad/osobe/parovi/", {"q": "мира"}).text
    url = f"/banja-luka/rad/osobe/parovi/{the_pair().pk}/"
    assert url in page
    assert "Мира Гајић" in client.get(url).text

    assert client.post(url, {"verdict": "same"}).status_code == 302
    assert url not in client.get("/banja-luka/rad/osobe/parovi/").text
    assert url in client.get("/banja-luka/rad/osobe/parovi/", {"odluka": "same"}).text
    client.post(url, {"verdict": "different"})
    assert the_pair().verdict == "different"
    file = client.get("/banja-luka/rad/osobe/parovi/", {"odluka": "svi", "izvoz": "csv"})
    assert "Мира Гајић" in file.getvalue().decode()


def test_a_representative_merges_and_a_contact_does_not(client, jelena, ognjen, novi_krug):
    removed = add(jelena, novi_krug, "Mira Gajić")
    kept = add(jelena, novi_krug, "Мира Гајић")
    url = reverse("organizers:own_pair", args=[the_pair().pk])
    client.force_login(ognjen)
    assert url not in client.get("/nalog/osobe/").text
    assert client.get(url).status_code == 403

    client.force_login(jelena)
    assert url in client.get("/nalog/osobe/").text
    client.post(url, {"verdict": "same", "kept": kept.pk})
    page = client.get("/nalog/osobe/").text
    assert f"/nalog/osobe/{kept.pk}/" in page
    assert f"/nalog/osobe/{removed.pk}/" not in page
    assert url not in page
    assert "Mira Gajić" in client.get(url).text


def test_lists_cost_the_same_for_one_pair_and_for_many(
    client, nemanja, jelena, novi_krug, vesna, goran, sveti_sava
):
    def fill(names):
        for name in names:
            make_person(novi_krug, name)
            make_person(novi_krug, name)
            make_person(sveti_sava, name)
        find_same_people()

    fill(["Mira Gajić"])
    pages = {
        nemanja: ["/banja-luka/rad/osobe/", "/banja-luka/rad/osobe/parovi/"],
        vesna: ["/mreza/osobe/"],
        jelena: ["/nalog/osobe/"],
    }

    def costs():
        found = {}
        for user, urls in pages.items():
            client.force_login(user)
            found |= {url: cost(client, url) for url in urls}
        return found

    one = costs()
    fill([f"Osoba {letter}" for letter in "abcdefghijklmno"])
    assert costs() == one
