"""One's own account: name, language, keys, the data kept about oneself."""

import pytest
from allauth.account.models import EmailAddress

from accounts.models import User
from services.models import HistoryEntry, Membership
from tests import cast

URL = "/nalog/profil/"


def test_profile_is_saved_and_speaks_the_new_language(client, ana):
    client.force_login(ana)

    answer = client.post(URL, {"full_name": "Ana Marija Simić", "language": "sr"})

    user = User.objects.get(pk=ana.pk)
    assert (user.full_name, user.language, user.keyboard_shortcuts) == ("Ana Marija Simić", "sr", False)
    assert answer["Location"] == "/sr/nalog/profil/"
    assert "Профил је сачуван" in client.get(answer["Location"]).text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"full_name": "N" * 151}, "full_name"),
        ({"full_name": "Ana\u200bSimić"}, "full_name"),
        ({"full_name": "Ana\x07"}, "full_name"),
        ({"language": "de"}, "language"),
        ({"language": ""}, "language"),
    ],
)
def test_wrong_entries_are_told_beside_the_field_and_kept(client, ana, typed, field):
    client.force_login(ana)
    form = {"full_name": "Ana", "language": "sr-latn"} | typed

    page = client.post(URL, form)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert page.context["form"][field].value() == typed[field]
    assert User.objects.get(pk=ana.pk).full_name == "Ana Simić"


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "🙂 Ана", "=1+1"])
def test_odd_names_stay_text(client, ana, name):
    client.force_login(ana)

    client.post(URL, {"full_name": name, "language": "sr-latn"})

    assert User.objects.get(pk=ana.pk).full_name == name
    assert "<script>alert" not in client.get(URL).text


@pytest.mark.parametrize(
    "path", [URL, "/nalog/podaci/", "/nalog/podaci/preuzimanje/", "/nalog/podaci/brisanje/"]
)
def test_without_signing_in_there_is_no_account(client, db, path):
    assert client.get(path)["Location"] == f"/nalog/prijava/?dalje={path}"


def test_export_holds_what_is_known_about_the_person_and_nobody_else(client, banja_luka, milica, nemanja):
    client.force_login(nemanja)

    answer = client.get("/nalog/podaci/preuzimanje/")

    found = answer.json()
    assert answer["Content-Disposition"].startswith('attachment; filename="moji-podaci-')
    assert found["account"]["e_mail"] == "nemanja@example.org"
    assert found["services"]["memberships"][0]["role"] == "staff"
    assert "milica@example.org" not in answer.text


def test_erasing_removes_the_person_and_keeps_the_counts(client, banja_luka, milica, nemanja):
    EmailAddress.objects.create(user=nemanja, email=nemanja.email, verified=True, primary=True)
    with cast.asking(nemanja):
        from services.history import record

        record(service=banja_luka, actor=nemanja, verb="service.changed", subject=banja_luka)
    client.force_login(nemanja)

    done = client.post("/nalog/podaci/brisanje/", {"email": "Nemanja@example.org"})

    user = User.objects.get(pk=nemanja.pk)
    assert done["Location"] == "/"
    assert (user.full_name, user.is_active, user.has_usable_password()) == ("", False, False)
    assert "nemanja" not in user.email
    assert not EmailAddress.objects.exists()
    assert client.get(URL).status_code == 302
    with cast.sees_all():
        assert not Membership.objects.current().filter(user=nemanja).exists()
        assert HistoryEntry.objects.filter(actor=nemanja, verb="service.changed").count() == 1


def test_the_only_manager_hands_the_service_over_first(client, banja_luka, milica):
    client.force_login(milica)

    page = client.post("/nalog/podaci/brisanje/", {"email": "milica@example.org"})

    assert page.status_code == 422
    assert "jedini rukovodilac" in page.text
    assert User.objects.get(pk=milica.pk).is_active
    with cast.sees_all():
        assert Membership.objects.current().filter(user=milica).exists()


def test_erasing_is_confirmed_by_the_own_address(client, ana):
    client.force_login(ana)

    page = client.post("/nalog/podaci/brisanje/", {"email": "druga@example.org"})

    assert page.status_code == 422
    assert User.objects.get(pk=ana.pk).is_active
