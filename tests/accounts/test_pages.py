"""Every page of the account in the portal's look and in three languages, with nothing left in English."""

import re

import pytest
from allauth.account import urls as allauth_account_urls
from allauth.mfa import urls as allauth_mfa_urls
from allauth.usersessions import urls as allauth_session_urls
from django.urls import NoReverseMatch, URLPattern, reverse

from tests import cast
from tests.accounts.test_second_factor import confirm_identity, sign_in, turn_on

ENTRANCE = [
    "/nalog/prijava/",
    "/nalog/prijava/kod/",
    "/nalog/registracija/",
    "/nalog/lozinka/zaboravljena/",
    "/nalog/lozinka/zaboravljena/poslato/",
    "/nalog/lozinka/nova/gotovo/",
    "/nalog/lozinka/nova/1-nevazeci/",
    "/nalog/neaktivan/",
]
OWN = [
    "/nalog/profil/",
    "/nalog/podaci/",
    "/nalog/podaci/brisanje/",
    "/nalog/e-posta/",
    "/nalog/lozinka/",
    "/nalog/sigurnost/",
    "/nalog/sigurnost/aplikacija/",
    "/nalog/sigurnost/kljucevi/",
    "/nalog/sigurnost/kljucevi/novi/",
    "/nalog/sesije/",
    "/nalog/odjava/",
    "/nalog/potvrda-identiteta/",
]
LANGUAGE_OF = {"sr-Latn": "sr-latn", "sr-Cyrl": "sr", "en": "en"}
LANGUAGES = [("", "sr-Latn"), ("/sr", "sr-Cyrl"), ("/en", "en")]


def names_in(urlpatterns):
    for pattern in urlpatterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name
        else:
            yield from names_in(pattern.url_patterns)


def test_every_name_allauth_may_ask_for_has_an_address():
    missing = []
    for module in (allauth_account_urls, allauth_mfa_urls, allauth_session_urls):
        for name in names_in(module.urlpatterns):
            for arguments in ([], [1], ["1", "a-b"]):
                try:
                    assert reverse(name, args=arguments).startswith("/nalog/")
                    break
                except NoReverseMatch:
                    continue
            else:
                missing.append(name)

    assert missing == []


def main_of(text):
    return re.search(r"<main[^>]*>(.*)</main>", text, re.DOTALL)[1]


def words_of(text):
    return re.sub(r"<(script|svg)[^>]*>.*?</\1>|<[^>]+>", " ", main_of(text), flags=re.DOTALL)


def looked_at(page, lang):
    """The page is ours: language, one heading, a name, no inline scripts or styles."""
    text = page.text
    assert page.status_code == 200
    assert f'<html lang="{lang}"' in text
    assert text.count("<h1") == 1
    assert re.search(r"<title>[^–<]*\S", text)
    assert "<style" not in text
    assert " style=" not in text
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text)
    assert "portal.css" in text
    return words_of(text)


ENGLISH = re.compile(
    r"\b(the|your|you|account|password|sign|email|please|key|code|with|and|or|is|not)\b", re.IGNORECASE
)


def assert_translated(words, lang):
    if lang == "en":
        return
    left = re.sub(r"\S+@\S+|https?://\S+|Mozilla\S*", " ", words)
    assert not ENGLISH.findall(left), left
    if lang == "sr-Cyrl":
        latin = re.findall(
            r"[A-Za-z]{4,}",
            left.replace("English", "").replace("Srpski", "").replace("latinica", "").replace("JSON", ""),
        )
        assert not latin, latin


@pytest.mark.parametrize(("prefix", "lang"), LANGUAGES)
@pytest.mark.parametrize("path", ENTRANCE)
def test_pages_before_signing_in(client, db, path, prefix, lang):
    assert_translated(looked_at(client.get(prefix + path), lang), lang)


@pytest.mark.parametrize(("prefix", "lang"), LANGUAGES)
@pytest.mark.parametrize("path", OWN)
def test_pages_of_ones_own_account(client, signed_up, path, prefix, lang):
    signed_up.full_name = ""
    signed_up.language = LANGUAGE_OF[lang]
    signed_up.save()
    sign_in(client, signed_up)
    confirm_identity(client)

    words = looked_at(client.get(prefix + path), lang)

    # What somebody typed and device names stay as they are.
    words = re.sub(r"[A-Z2-7]{32}", " ", words)
    assert_translated(words, lang)


@pytest.mark.parametrize(("prefix", "lang"), LANGUAGES)
def test_pages_with_a_second_factor(client, signed_up, prefix, lang):
    signed_up.language = LANGUAGE_OF[lang]
    signed_up.save()
    sign_in(client, signed_up)
    turn_on(client, prefix)

    for path in ("", "aplikacija/iskljucivanje/", "kodovi/", "kodovi/novi/"):
        assert_translated(looked_at(client.get(f"{prefix}/nalog/sigurnost/{path}"), lang), lang)
    client.post(prefix + "/nalog/odjava/")
    asked = client.post(prefix + "/nalog/prijava/", {"login": signed_up.email, "password": cast.PASSWORD})
    assert_translated(looked_at(client.get(asked["Location"]), lang), lang)


@pytest.mark.parametrize(("prefix", "lang"), LANGUAGES)
def test_pages_that_ask_for_a_code(client, signed_up, prefix, lang):
    asked = client.post(prefix + "/nalog/prijava/kod/", {"email": "nema@example.org"})

    words = looked_at(client.get(asked["Location"]), lang)

    assert_translated(words, lang)


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/nalog/lozinka/", {"oldpassword": "x", "password1": "kratka", "password2": "druga"}),
        ("/nalog/e-posta/", {"action_add": "", "email": "nije adresa"}),
        ("/nalog/sigurnost/aplikacija/", {"code": "slova"}),
        ("/nalog/sigurnost/kljucevi/novi/", {"name": "", "credential": "{"}),
        ("/nalog/potvrda-identiteta/", {"password": "pogrešna"}),
    ],
)
def test_wrong_entries_answer_422_in_the_readers_language(client, signed_up, path, typed):
    sign_in(client, signed_up)
    if "identiteta" not in path:
        confirm_identity(client)

    page = client.post(path, typed)

    assert page.status_code == 422
    assert_translated(re.sub(r"[A-Z2-7]{32}", " ", words_of(page.text)), "sr-Latn")


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
            "Firefox na sistemu Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
            "Edge na sistemu Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/18.6 Mobile/15E148 Safari/604.1",
            "Safari na sistemu iOS",
        ),
        ("curl/8.14.1", "Drugi pregledač"),
        ("<script>alert(1)</script>", "Drugi pregledač"),
        ("", "Drugi pregledač"),
    ],
)
def test_devices_are_told_in_words(client, signed_up, user_agent, words):
    headers = {"user-agent": user_agent}
    client.post("/nalog/prijava/", {"login": signed_up.email, "password": cast.PASSWORD}, headers=headers)

    page = client.get("/nalog/sesije/", headers=headers)

    row = re.search(r'<th scope="row">(.*?)</th>', page.text)[1]
    assert re.sub(r"<[^>]+>", "", row) == f"{words} ovaj uređaj"
