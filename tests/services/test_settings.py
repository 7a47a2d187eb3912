"""What a service says about itself: saved by expected values, nothing overwritten silently."""

import pytest

from services.models import HistoryEntry, Service
from services.operations.settings import EDITABLE, Conflict, change_settings
from tests import cast

URL = "/banja-luka/rad/podesavanja/"
TYPED = {
    "host": "Omladinski centar",
    "about": "Prvi red.\nDrugi red.",
    "address": "Kralja Petra 1",
    "office_hours": "od ponedjeljka do petka 9.00–15.00",
    "email": "servis@example.org",
    "phone": "051/123-456",
}


def seen(service):
    return {f"seen_{name}": getattr(service, name) for name in EDITABLE}


def fresh(service):
    with cast.sees_all():
        return Service.objects.get(pk=service.pk)


def test_manager_saves_and_the_public_page_shows_it(client, banja_luka, milica):
    client.force_login(milica)

    done = client.post(URL, TYPED | seen(banja_luka), follow=True)

    stored = fresh(banja_luka)
    page = client.get("/banja-luka/o-servisu/").text
    assert done.redirect_chain == [(URL, 302)]
    assert {name: getattr(stored, name) for name in EDITABLE} == TYPED | {"phone": "051 123 456"}
    assert all(text in page for text in ["Omladinski centar", "Kralja Petra 1", "Drugi red."])
    with cast.sees_all():
        (entry,) = HistoryEntry.objects.filter(verb="service.changed")
    assert entry.changes["phone"] == ["", "051 123 456"]


def test_saving_without_a_change_writes_no_history(client, banja_luka, milica):
    client.force_login(milica)

    client.post(URL, {name: getattr(banja_luka, name) for name in EDITABLE} | seen(banja_luka))

    with cast.sees_all():
        assert not HistoryEntry.objects.exists()


def test_two_people_may_change_different_things(client, banja_luka, milica):
    client.force_login(milica)
    opened = seen(banja_luka)
    client.post(URL, {"host": "Novi nosilac"} | opened)

    client.post(URL, {"phone": "051 111 222"} | opened)

    stored = fresh(banja_luka)
    assert (stored.host, stored.phone) == ("Novi nosilac", "051 111 222")


def test_the_same_thing_changed_twice_shows_both_versions(client, banja_luka, milica):
    client.force_login(milica)
    opened = seen(banja_luka)
    client.post(URL, {"host": "Prvi"} | opened)

    conflict = client.post(URL, {"host": "Drugi"} | opened)
    again = {name: conflict.context["form"][name].value() or "" for name in conflict.context["form"].fields}
    settled = client.post(URL, again)

    assert conflict.status_code == 409
    assert conflict.context["form"]["host"].value() == "Drugi"
    assert "Prvi" in conflict.context["form"].errors["host"][0]
    assert settled.status_code == 302
    assert fresh(banja_luka).host == "Drugi"


def test_operation_refuses_what_was_changed_meanwhile(banja_luka, milica):
    with cast.asking(milica):
        change_settings(banja_luka, actor=milica, expected={"host": ""}, host="Prvi")
        with pytest.raises(Conflict) as refused:
            change_settings(banja_luka, actor=milica, expected={"host": ""}, host="Drugi")

    assert refused.value.theirs == {"host": "Prvi"}
    assert fresh(banja_luka).host == "Prvi"


def test_only_named_fields_can_be_changed(banja_luka, milica):
    with cast.asking(milica):
        change_settings(banja_luka, actor=milica, expected={"slug": "banja-luka"}, slug="obuke")

    assert fresh(banja_luka).slug == "banja-luka"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("host", "x" * 201),
        ("host", "Centar\u202e"),
        ("host", "a\x00b"),
        ("about", "y" * 5001),
        ("address", "x" * 201),
        ("email", "nije adresa"),
        ("email", "<script>@x"),
        ("phone", "zovite Milicu"),
        ("phone", "1" * 40),
    ],
)
def test_wrong_entries_are_told_beside_the_field_and_kept(client, banja_luka, milica, field, value):
    client.force_login(milica)

    page = client.post(URL, TYPED | seen(banja_luka) | {field: value})

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert page.context["form"][field].value() == value
    assert fresh(banja_luka).host == ""


@pytest.mark.parametrize("value", ["🙂 Центар", "<script>alert(1)</script>", "=SUM(A1)"])
def test_odd_words_are_kept_as_words(client, banja_luka, milica, value):
    client.force_login(milica)

    client.post(URL, TYPED | seen(banja_luka) | {"host": value})

    assert fresh(banja_luka).host == value
    assert "<script>alert" not in client.get("/banja-luka/").text
