"""Programmes at the desk of a service."""

import pytest
from django.urls import reverse

from tests.cast import asking, make_programme, sees_all
from trainings.models import Programme
from trainings.operations.programmes import retire_programme

LIST = "/banja-luka/rad/programi/"
NEW = "/banja-luka/rad/programi/novi/"
SAID = {
    "title": "Волонтирање у школи 🌱",
    "subject": "skole",
    "summary": "Za škole koje počinju.",
    "aims": "prvi cilj\ndrugi cilj",
    "audience": "",
    "hours": "7,5",
}


@pytest.fixture
def shared(republic):
    return make_programme(republic, "Ciklus menadžmenta volontera", is_shared=True)


def only_programme(service):
    with sees_all():
        return Programme.objects.get(service=service)


def test_staff_write_a_programme_and_find_it_in_the_list(client, nemanja, banja_luka):
    client.force_login(nemanja)
    answer = client.post(NEW, SAID)

    programme = only_programme(banja_luka)
    assert answer.status_code == 302
    assert (programme.title, str(programme.hours)) == (SAID["title"], "7.5")
    assert programme.is_shared is False
    assert "Volontiranje u školi 🌱" in client.get(LIST, {"q": "volontiranje"}).text


def test_staff_change_their_programme(client, nemanja, banja_luka):
    programme = make_programme(banja_luka)
    client.force_login(nemanja)
    page = client.get(f"{LIST}{programme.pk}/izmjena/")
    assert 'value="4"' in page.text

    answer = client.post(f"{LIST}{programme.pk}/izmjena/", SAID)

    assert answer.status_code == 302
    assert only_programme(banja_luka).title == SAID["title"]


def test_a_shared_programme_is_read_and_run_but_not_changed(client, nemanja, banja_luka, shared):
    client.force_login(nemanja)
    page = client.get(f"{LIST}{shared.pk}/")

    assert page.status_code == 200
    assert f"/banja-luka/rad/obuke/nova/?program={shared.pk}" in page.text
    assert "<textarea" not in page.text
    assert "izmjena" not in page.text
    assert client.post(f"{LIST}{shared.pk}/izmjena/", SAID).status_code == 404
    assert only_programme(shared.service).title == "Ciklus menadžmenta volontera"


def test_only_the_republic_office_shares(client, nemanja, vesna, banja_luka, republic):
    client.force_login(nemanja)
    assert "is_shared" not in client.get(NEW).text
    client.post(NEW, SAID | {"is_shared": "on"})
    assert only_programme(banja_luka).is_shared is False

    client.force_login(vesna)
    client.post("/republika/rad/programi/novi/", SAID | {"is_shared": "on"})
    assert only_programme(republic).is_shared is True


def test_a_programme_of_another_service_looks_like_none(client, nemanja, banja_luka, doboj):
    theirs = make_programme(doboj)
    client.force_login(nemanja)

    assert client.get(f"{LIST}{theirs.pk}/").status_code == 404
    assert client.post(f"{LIST}{theirs.pk}/izmjena/", SAID).status_code == 404
    assert theirs.title not in client.get(LIST).text


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", ""),
        ("title", "   "),
        ("title", "ć" * 161),
        ("title", "a\x00b\x07"),
        ("subject", ""),
        ("subject", "<script>alert(1)</script>"),
        ("summary", "š" * 601),
        ("aims", ""),
        ("hours", "četiri"),
        ("hours", "0"),
        ("hours", "1e9"),
        ("hours", "NaN"),
        ("hours", "1,55"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_kept(client, nemanja, banja_luka, field, typed):
    client.force_login(nemanja)
    answer = client.post(NEW, SAID | {field: typed})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert answer.context["form"][field].value() == typed
    assert f'href="#id_{field}"' in answer.text
    assert "<script>alert" not in answer.text
    with sees_all():
        assert not Programme.objects.filter(service=banja_luka).exists()


def test_a_title_that_looks_like_markup_is_only_text(client, nemanja, banja_luka):
    client.force_login(nemanja)
    client.post(NEW, SAID | {"title": "<script>alert(1)</script>"})

    for page in [client.get(LIST), client.get(f"{LIST}{only_programme(banja_luka).pk}/")]:
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert(1)" in page.text


def test_nothing_at_all_is_refused_in_the_form(client, nemanja, banja_luka):
    client.force_login(nemanja)
    answer = client.post(NEW, {})
    assert answer.status_code == 422
    assert {"title", "subject", "summary", "aims", "hours"} <= answer.context["form"].errors.keys()


def test_the_list_is_exported(client, nemanja, banja_luka, shared):
    make_programme(banja_luka, "Uvod")
    client.force_login(nemanja)
    lines = client.get(LIST, {"izvoz": "csv"}).getvalue().decode("utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in lines[1:]] == ["Ciklus menadžmenta volontera", "Uvod"]


@pytest.mark.parametrize("who", ["dragan", "jelena", "vesna", "zoran", "ana"])
@pytest.mark.parametrize("name", ["desk_programmes", "desk_programme_new"])
def test_the_workspace_opens_for_its_staff_only(client, request, banja_luka, novi_krug, who, name):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse(f"trainings:{name}", args=["banja-luka"])).status_code == 404


def test_a_retired_programme_runs_no_more(client, nemanja, banja_luka):
    programme = make_programme(banja_luka, "Staro")
    with asking(nemanja):
        retire_programme(programme, actor=nemanja)
    client.force_login(nemanja)

    assert "Staro" not in client.get(LIST).text
    assert "program=" not in client.get(f"{LIST}{programme.pk}/").text
