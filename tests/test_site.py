"""What is true of every page of the portal. Pages are found by following links, so no list needs upkeep."""

import gzip
import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import get_resolver

from tests.files import close_file, content_of
from tests.html import Page
from tests.test_permissions import address, all_patterns, read_table, world  # noqa: F401

# What people sent in is given out as a download that may do nothing at all.
FILES_OF_PEOPLE = {
    *("trainings:desk_material", "trainings:booking_material"),
    *("consultations:desk_attachment", "consultations:own_attachment"),
}
POLICY_OF_FILES = {"default-src 'none'", "sandbox"}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
# Where each begins to walk: between them they may open everything there is.
HOME = {
    "anonymous": "/",
    "jelena": "/nalog/",
    "milica": "/banja-luka/rad/",
    "vesna": "/mreza/pregled/",
    "zoran": "/mreza/pregled/",
}
LANGUAGES = {"sr-latn": "", "sr": "/sr", "en": "/en"}
HTML_LANG = {"sr-latn": "sr-Latn", "sr": "sr-Cyrl"}
# Addresses that differ in their conditions alone: other weeks, orders, exports.
SAME_PAGE = 4
MOST_BYTES, MOST_ELEMENTS = 25 * 1024, 1500
ENGLISH = re.compile(
    r"\b(the|and|of|with|your|you|for|from|this|that|not|are|is|all|save|show|search|training|trainings"
    r"|booking|bookings|seats|service|services|people|sign|change|cancel|back|date|state|password)\b",
    re.IGNORECASE,
)
LATIN = re.compile(r"[A-Za-zČĆŽŠĐčćžšđ]+")
# What no sentence has: two full stops, the full stop of a year before another sign, what was not filled in.
CLUMSY = re.compile(r".{,20}(?:\.\.(?!\.)|\b20\d\d\.[,;:]|%\(|\bNone\b).{,20}")
# Words that stay as they are in every script.
AS_THEY_ARE = re.compile(
    r"[\w.+…-]+@[\w.-]+|https?://\S+|\b[A-Z]{2}-(?:[SZ]-)?\d{4}-\d{4,}\b"
    r"|\b(?:CSV|XLSX|PDF|QR|ICS|JSON|VSRS|JavaScript|WCAG|IP|English)\b|(?<=\d )h\b|(?<=\d\u00a0)h\b"
)

# Everything else needs an account; the health pages are answered before anybody is known.
PUBLIC = {
    *("home", "about", "search", "help", "accessibility", "privacy", "appearance", "parts"),
    *("services:list", "services:page", "services:about"),
    # By the secret token of a letter.
    *("services:invitation", "services:accept_invitation", "services:accept_invitation_anew"),
    *("trainings:booking", "trainings:booking_calendar", "trainings:change_booking"),
    *("trainings:cancel_booking", "trainings:offer"),
    *("trainings:entry_codes", "trainings:booking_material"),
    # By a code at the door, which tells nothing to those who do not run the training.
    "trainings:at_the_door",
    *("trainings:catalogue", "trainings:service_catalogue", "trainings:detail"),
    *("trainings:network_calendar", "trainings:service_calendar", "trainings:training_calendar"),
    # By the key on the paper.
    *("trainings:check_certificate", "trainings:certificate", "trainings:certificate_pdf"),
    "trainings:evaluate",
    *("network:figures", "network:figure"),
    *("trainings:programmes", "trainings:programme"),
    # By the key of a person's calendar.
    "trainings:feed",
    *("consultations:advice", "consultations:service_advice", "consultations:article"),
    "consultations:rate",
    "consultations:say_useful",
    # The way in.
    *("account_login", "account_logout", "account_signup", "account_inactive"),
    "account_email_verification_sent",
    *("account_request_login_code", "account_confirm_login_code"),
    *("account_reset_password", "account_reset_password_done"),
    *("account_reset_password_from_key", "account_reset_password_from_key_done"),
    *("mfa_authenticate", "mfa_login_webauthn"),
}


def views():
    """{url name: view} of every address."""
    found = {}

    def walk(patterns, namespace=""):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)
            else:
                found[f"{namespace}{pattern.name}"] = pattern.callback

    walk(get_resolver().url_patterns)
    return found


def test_only_these_pages_open_without_an_account():
    public = {name for name, view in views().items() if not getattr(view, "login_required", True)}

    assert public == PUBLIC


@pytest.fixture
def walker(client, world):  # noqa: F811
    def sign_in(role):
        client.logout()
        if role != "anonymous":
            client.force_login(world["people"][role])
        return client

    return sign_in


def crawl(client, start):
    """{address: response} of every page that links lead to from `start`, in the language of `start`."""
    found, waiting, seen = {}, [(start, None)], {start}
    conditions = {}
    while waiting:
        link, source = waiting.pop()
        response = client.get(link, headers={"referer": "http://testserver/"})
        response.linked_from = source
        found[link] = response
        if response.streaming:  # files are written while they are sent, and may fail on the way
            assert content_of(response)
        if response.status_code in {301, 302}:
            targets = [response.url]
        elif response["Content-Type"].startswith("text/html"):
            targets = Page(response.text).links
        else:
            continue
        for target in targets:
            target = urljoin(link, target).partition("#")[0].removeprefix("http://testserver")
            path = urlsplit(target).path
            if not target.startswith("/") or target in seen or _language(path) != _language(start):
                continue
            seen.add(target)
            conditions[path] = conditions.get(path, 0) + 1
            if conditions[path] <= SAME_PAGE:
                waiting.append((target, link))
    return found


def _language(path):
    return next((code for code in ("sr", "en") if path.startswith(f"/{code}/")), "sr-latn")


def html_pages(found):
    return {
        link: response
        for link, response in found.items()
        if response.status_code == 200 and response["Content-Type"].startswith("text/html")
    }


@pytest.mark.parametrize("role", ["anonymous", "milica", "vesna"])
def test_every_answer_carries_the_security_headers(walker, world, role):  # noqa: F811
    client = walker(role)
    patterns = all_patterns()
    poor = {}
    for method, name, _row in read_table():
        link = address(world, name, patterns[name])
        response = client.get(link) if method == "GET" else client.options(link)
        headers = response.headers
        if response.streaming:
            close_file(response)
        policy = POLICY_OF_FILES if response.streaming and name in FILES_OF_PEOPLE else POLICY
        if not (
            set(headers.get("Content-Security-Policy", "").split("; ")) == policy
            and headers.get("X-Content-Type-Options") == "nosniff"
            and headers.get("X-Frame-Options") == "DENY"
            and headers.get("Referrer-Policy") in {"same-origin", "no-referrer"}
            and re.fullmatch(r"[2-9A-Z]{8}", headers.get("X-Request-Number", ""))
        ):
            poor[name] = dict(headers)
    assert poor == {}


@pytest.mark.parametrize("language", ["sr-latn", "sr"])
@pytest.mark.parametrize("role", HOME)
def test_no_link_leads_nowhere_and_each_page_is_light_and_in_one_language(walker, role, language):
    found = crawl(walker(role), LANGUAGES[language] + HOME[role])

    assert len(found) > 15
    broken = {
        link: (response.status_code, response.linked_from)
        for link, response in found.items()
        if response.status_code >= 400
    }
    assert broken == {}
    heavy, mixed, clumsy = {}, {}, {}
    for link, response in html_pages(found).items():
        page = Page(response.text, HTML_LANG[language])
        weight = len(gzip.compress(response.content, 6))
        if weight > MOST_BYTES or page.elements > MOST_ELEMENTS:
            heavy[link] = (weight, page.elements)
        words = AS_THEY_ARE.sub(" ", page.text)
        if strange := (LATIN if language == "sr" else ENGLISH).findall(words):
            mixed[link] = strange[:12]
        if wrong := CLUMSY.findall(page.text):
            clumsy[link] = wrong
    assert heavy == {}
    assert mixed == {}
    assert clumsy == {}
