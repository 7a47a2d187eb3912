"""Records of organizers at the desk of their home service."""

import io

import openpyxl
import pytest
from django.urls import reverse

from organizers.models import Organizer
from organizers.operations.applications import register_organizer
from services.models import HistoryEntry
from tests.cast import asking, make_organizer, make_person, sees_all
from tests.organizers.helpers import application, cost, town

LIST = "/banja-luka/rad/organizatori/"


@pytest.fixture
def talas(ana, banja_luka):
    with asking(ana):
        return register_organizer(actor=ana, **application(town(banja_luka)))


def at(name, organizer):
    return reverse(f"organizers:{name}", args=[organizer.service.slug, organizer.pk])


def test_staff_find_an_organizer_by_name_without_diacritics_and_in_cyrillic(
    client, milica, banja_luka, jelena
):
    make_organizer(banja_luka, "Društvo šumara", registered_by=jelena)
    make_organizer(banja_luka, "Crveni krst", registered_by=jelena)
    client.force_login(milica)

    for query in ["sumara", "ШУМАРА"]:
        page = client.get(LIST, {"q": query}).text
        assert "Društvo šumara" in page
        assert "Crveni krst" not in page


def test_the_list_narrows_by_status_kind_and_municipality(client, milica, novi_krug, talas):
    client.force_login(milica)

    assert "Zeleni talas" in client.get(LIST, {"stanje": "applied"}).text
    assert "Novi krug" not in client.get(LIST, {"stanje": "applied"}).text
    assert "Zeleni talas" not in client.get(LIST, {"opstina": "banja-luka"}).text
    assert "Nijedan" not in client.get(LIST, {"vrsta": "nepostojeca", "strana": "x", "red": "y"}).text


def test_the_list_costs_the_same_for_one_and_for_many(client, milica, banja_luka, jelena):
    make_organizer(banja_luka, "Udruženje", registered_by=jelena)
    client.force_login(milica)
    one = cost(client, LIST)
    for number in range(40):
        make_organizer(banja_luka, f"Udruženje {number}", registered_by=jelena)

    assert cost(client, LIST) == one


def test_the_list_is_exported_as_filtered_and_formulas_do_nothing(client, milica, banja_luka, jelena, talas):
    make_organizer(banja_luka, "=SUM(A1:A9) udruženje", registered_by=jelena)
    client.force_login(milica)

    csv = b"".join(client.get(LIST, {"izvoz": "csv"}).streaming_content).decode("utf-8-sig")
    assert "'=SUM(A1:A9) udruženje" in csv
    file = b"".join(client.get(LIST, {"izvoz": "xlsx", "stanje": "applied"}).streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(file)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["Udruženje „Zeleni talas“"]


def test_staff_confirm_and_return_from_the_record(client, milica, talas):
    client.force_login(milica)
    assert "Zeleni talas" in client.get(at("desk_detail", talas)).text

    empty = client.post(at("return", talas), {"reason": " "})
    assert empty.status_code == 422
    client.post(at("return", talas), {"reason": "Provjerite JIB.", "revision": talas.revision})
    client.post(at("confirm", talas), {"revision": "1"})

    with sees_all():
        talas.refresh_from_db()
    assert (talas.status, talas.returned_reason) == ("returned", "Provjerite JIB.")


def test_staff_pause_reopen_and_close(client, milica, novi_krug):
    client.force_login(milica)
    seen = []
    for name, data in [
        ("pause", {"reason": "Na zahtjev."}),
        ("reopen", {}),
        ("close", {"reason": "Ugašeno."}),
    ]:
        assert client.post(at(name, novi_krug), data).status_code == 302
        with sees_all():
            seen.append(Organizer.objects.get(pk=novi_krug.pk).status)
    assert seen == ["paused", "confirmed", "closed"]


def test_a_coordinator_reads_the_record_and_every_opening_is_written_down(client, vesna, novi_krug):
    make_person(novi_krug, "Petar Vuković")
    with sees_all():
        Organizer.objects.update(responsible_person="Mirko Savić")
    client.force_login(vesna)

    page = client.get(at("desk_detail", novi_krug))
    client.get(at("desk_detail", novi_krug))

    assert "Petar Vuković" in page.text
    # Who signs for the organization is between it and its service.
    assert "Mirko Savić" not in page.text
    assert at("confirm", novi_krug) not in page.text
    with sees_all():
        verbs = list(HistoryEntry.objects.about(novi_krug).values_list("verb", "actor"))
    assert verbs == [("organizer.opened", vesna.pk)] * 2


def test_staff_of_its_own_service_leave_no_such_trace(client, milica, novi_krug):
    client.force_login(milica)
    client.get(at("desk_detail", novi_krug))
    with sees_all():
        assert not HistoryEntry.objects.about(novi_krug).exists()


PAGES = ["desk_detail", "return", "pause", "close", "desk_change", "desk_invite"]
ACTIONS = ["confirm", "reopen", "return", "pause", "close"]


@pytest.mark.parametrize("who", ["sanja", "goran", "jelena", "ana", "zoran"])
def test_for_outsiders_there_is_no_such_record(request, client, who, sveti_sava, novi_krug, republic):
    client.force_login(request.getfixturevalue(who))
    assert [client.get(at(name, novi_krug)).status_code for name in PAGES] == [404] * len(PAGES)
    assert [client.post(at(name, novi_krug)).status_code for name in ACTIONS] == [404] * len(ACTIONS)
    assert client.get(LIST).status_code == 404


def test_a_coordinator_may_look_but_not_act(client, vesna, novi_krug):
    client.force_login(vesna)
    assert client.get(LIST).status_code == 200
    assert [client.post(at(name, novi_krug)).status_code for name in ACTIONS] == [403] * len(ACTIONS)


def test_a_record_under_the_address_of_another_service_is_not_found(client, milica, sanja, sveti_sava):
    client.force_login(milica)
    assert client.get(f"/banja-luka/rad/organizatori/{sveti_sava.pk}/").status_code == 404
    assert client.get("/banja-luka/rad/organizatori/99999999999999999999/").status_code == 404


def test_two_people_changing_one_record_see_each_other(client, milica, novi_krug):
    client.force_login(milica)
    with sees_all():
        base = application(novi_krug.municipality, name=novi_krug.name, jib=novi_krug.jib)
    base["municipality"] = base["municipality"].pk
    client.post(at("desk_change", novi_krug), base | {"phone": "051 111 111", "revision": 0})

    conflict = client.post(at("desk_change", novi_krug), base | {"phone": "051 222 222", "revision": 0})
    assert conflict.status_code == 422
    assert "051 111 111" in conflict.text
    assert "051 222 222" in conflict.text

    client.post(at("desk_change", novi_krug), base | {"phone": "051 222 222", "revision": 1})
    with sees_all():
        novi_krug.refresh_from_db()
    assert novi_krug.phone == "051 222 222"
