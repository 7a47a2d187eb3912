"""A real Chromium against a real server (see tests/browser/visitor.py for what a visitor does).

Chromium is taken from VSRS_CHROMIUM or from the PATH. Without one the journeys are skipped and say so;
where CI=true a missing browser is a failure.
"""

import os
import shutil
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import override_settings
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.visitor import Visitor

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOW = (
    "NO BROWSER TEST WAS RUN: there is no Chromium on this machine; "
    "install it (Debian, Ubuntu: apt-get install chromium) or name one in VSRS_CHROMIUM."
)
DESK, PHONE = 1280, 390


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # The server answers in threads of its own: what a test sets up must be committed.
            item.add_marker(pytest.mark.django_db(transaction=True))


def find_chromium():
    return os.environ.get("VSRS_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def chromium():
    path = find_chromium()
    if path is None:
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(HOW, pytrace=False)
        pytest.skip(HOW)
    # Playwright keeps an event loop running in this thread, and Django would then refuse every query.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def live_server(chromium, tmp_path_factory):
    # whitenoise warns of a folder of static files that is not there, and warnings are errors.
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static")):
        server = LiveServer("localhost")
        yield server
        server.stop()


@pytest.fixture(autouse=True)
def _letters_lead_here(settings, request):
    if "live_server" in request.fixturenames:
        settings.SITE_URL = request.getfixturevalue("live_server").url
    cache.clear()  # the throttling of sign-in counts across tests
    mail.outbox = []


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def width(request):
    return request.param


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripts(request):
    return request.param


@pytest.fixture
def visit(chromium, live_server, request):
    """`visit(width=390, scripts=False)`: somebody opens a browser of their own."""
    visitors = []
    screenshots = request.config.getoption("--screenshots")
    name = request.node.name.removeprefix("test_").replace("[", "-").rstrip("]")

    def open_browser(width=DESK, scripts=True, **more):
        folder = Path(screenshots) / name if screenshots else None
        visitors.append(Visitor(chromium, live_server.url, width, scripts, folder=folder, **more))
        return visitors[-1]

    yield open_browser
    for visitor in visitors:
        visitor.close()
    assert [line for visitor in visitors for line in visitor.complaints] == []


@pytest.fixture
def visitor(visit, width, scripts):
    return visit(width, scripts)
