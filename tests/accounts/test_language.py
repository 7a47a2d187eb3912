"""The language stands in the address; the last one chosen is remembered."""

import pytest

from accounts.models import User
from tests import cast

WITHIN = {"referer": "http://testserver/obuke/"}


def chosen(user):
    return User.objects.get(pk=user.pk).language


def test_a_step_within_the_portal_changes_the_language_and_is_remembered(client, ana):
    client.force_login(ana)

    answer = client.get("/sr/servisi/", headers=WITHIN)

    assert answer.status_code == 200
    assert chosen(ana) == "sr"
    assert answer.cookies["jezik"].value == "sr"


def test_sec_fetch_site_decides_before_the_referer(client, ana):
    client.force_login(ana)

    client.get("/sr/servisi/", headers={"sec-fetch-site": "cross-site"} | WITHIN)

    assert chosen(ana) == "sr-latn"


def test_who_comes_from_outside_reads_in_the_remembered_language(client, ana):
    User.objects.filter(pk=ana.pk).update(language="en")
    client.force_login(ana)

    answer = client.get("/servisi/?a=1", headers={"referer": "https://example.com/"})

    assert (answer.status_code, answer["Location"]) == (302, "/en/servisi/?a=1")


def test_an_address_with_a_language_is_taken_at_its_word(client, ana):
    User.objects.filter(pk=ana.pk).update(language="en")
    client.force_login(ana)

    answer = client.get("/sr/servisi/")

    assert answer.status_code == 200
    assert chosen(ana) == "en"


def test_choosing_latin_again_is_possible(client, ana):
    User.objects.filter(pk=ana.pk).update(language="en")
    client.force_login(ana)

    answer = client.get("/servisi/", headers={"referer": "http://testserver/en/servisi/"})

    assert answer.status_code == 200
    assert chosen(ana) == "sr-latn"
    assert client.get("/servisi/").status_code == 200


def test_a_visitor_is_remembered_by_the_device(client, db):
    client.get("/en/servisi/", headers=WITHIN)

    assert client.get("/servisi/")["Location"] == "/en/servisi/"


@pytest.mark.parametrize("cookie", ["xx", "<script>", "en/../"])
def test_a_made_up_cookie_changes_nothing(client, db, cookie):
    client.cookies["jezik"] = cookie

    assert client.get("/servisi/").status_code == 200


def test_first_visit_without_anything_is_in_latin(client, db):
    answer = client.get("/servisi/", headers={"accept-language": "en-GB,en"})

    assert (answer.status_code, answer.headers["Content-Language"]) == (200, "sr-latn")


def test_signing_in_leads_to_the_persons_language(client, signed_up):
    User.objects.update(language="sr")

    answer = client.post("/nalog/prijava/", {"login": "ana@example.org", "password": cast.PASSWORD})

    assert answer["Location"] == "/sr/nalog/dalje/"
    assert chosen(signed_up) == "sr"


def test_signing_in_where_english_was_chosen_stays_in_english(client, signed_up):
    client.get("/en/servisi/", headers=WITHIN)

    answer = client.post("/en/nalog/prijava/", {"login": "ana@example.org", "password": cast.PASSWORD})

    assert answer["Location"] == "/en/nalog/dalje/"
    assert chosen(signed_up) == "en"


def test_what_is_posted_is_never_redirected_by_language(client, ana):
    User.objects.filter(pk=ana.pk).update(language="en")
    client.force_login(ana)

    answer = client.post("/nalog/profil/", {"full_name": "Ana Simić", "language": "en"})

    assert answer["Location"] == "/en/nalog/profil/"
