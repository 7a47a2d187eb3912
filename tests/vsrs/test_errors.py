"""Error pages: the portal's look, and not one question to the database."""

import pytest
from django.http import HttpResponseNotAllowed
from django.test import RequestFactory
from django.utils import translation

from vsrs import errors
from vsrs.middleware import words_for_buttons

PAGES = [
    (errors.bad_request, 400),
    (errors.permission_denied, 403),
    (errors.page_not_found, 404),
    (errors.server_error, 500),
    (errors.csrf_failure, 403),
]


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.ROOT_URLCONF = "tests.vsrs.urls_for_ui"


class Stranger:
    """A person whose every question goes to the database."""

    def __getattr__(self, name):
        raise AssertionError(f"asked the database for {name}")


def asked(path="/nesto/"):
    request = RequestFactory().get(path)
    request.number = "7KQ2M9XA"
    request.user = request.session = Stranger()
    return request


# Without the `db` fixture any query fails the test.
@pytest.mark.parametrize(("view", "status"), PAGES)
@pytest.mark.parametrize("language", ["sr-latn", "sr", "en"])
def test_an_error_page_stands_without_the_database(view, status, language):
    with translation.override(language):
        answer = view(asked())

    assert answer.status_code == status
    assert answer.text.count("<h1") == 1
    assert 'class="main-nav"' in answer.text
    assert 'class="footer"' in answer.text


def test_an_address_of_a_button_opened_by_hand_says_so():
    answer = words_for_buttons(lambda request: HttpResponseNotAllowed(["POST"]))(asked())

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert answer.text.count("<h1") == 1


def test_a_missing_page_offers_a_search():
    assert 'action="/pretraga/"' in errors.page_not_found(asked()).text


def test_our_own_mistake_tells_the_number_to_quote():
    assert "7KQ2M9XA" in errors.server_error(asked()).text


def test_an_error_before_anything_was_known_still_has_a_page():
    request = RequestFactory().get("/nesto/")

    assert errors.server_error(request).status_code == 500
    assert errors.page_not_found(request).status_code == 404


def test_a_broken_error_page_still_answers(monkeypatch):
    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr(errors, "error_page", broken)

    answer = errors.server_error(asked())

    assert answer.status_code == 500
    assert "7KQ2M9XA" in answer.text


def test_somebody_known_before_it_broke_keeps_their_name_in_the_header():
    class Known:
        is_authenticated = True
        keyboard_shortcuts = True

        def get_short_name(self):
            return "Jelena M."

    request = asked()
    request._cached_user = Known()

    assert "Jelena M." in errors.page_not_found(request).text


def test_the_address_in_an_error_page_is_escaped():
    page = errors.page_not_found(asked('/"><script>alert(1)</script>/')).text

    assert "<script>alert" not in page
