"""Fixtures: the cast (see tests/cast.py). Real PostgreSQL, both walls up."""

import pytest
from django.conf import settings
from django.utils import translation

from accounts.tasks import send_letter
from organizers.models import Representative
from services.models import Membership, Service
from tests import cast


def pytest_addoption(parser):
    # Here, because pytest reads options before it looks into tests/browser.
    parser.addoption(
        "--screenshots", metavar="DIR", help="save a picture of each page the browser tests check"
    )


def pytest_terminal_summary(terminalreporter):
    """Why something was not tested is said aloud, each reason once."""
    for reason in sorted({report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])}):
        terminalreporter.write_line(reason, red=True, bold=True)


@pytest.fixture(autouse=True)
def _local_mail_and_fast_passwords(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.PLACES_SECONDS = 0  # the header reads the services of this test, with one query each time
    settings.DESK_COUNTS_SECONDS = 0
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.STATIC_ROOT = tmp_path  # whitenoise warns of a folder that is not there
    settings.STORAGES = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _accounts_mail_without_a_worker(monkeypatch):
    """As if a worker had taken each letter at once."""
    monkeypatch.setattr(send_letter, "apply_async", lambda args, **options: send_letter.run(*args))


@pytest.fixture
def republic(db):
    return cast.make_service("republika", "Gradiška", "RS", kind=Service.Kind.REPUBLIC)


@pytest.fixture
def banja_luka(db):
    return cast.make_service("banja-luka", "Banja Luka", "BL", lat="44.7722", lon="17.1910")


@pytest.fixture
def doboj(db):
    return cast.make_service("doboj", "Doboj", "DO", lat="44.7318", lon="18.0870")


@pytest.fixture
def milica(banja_luka):
    user = cast.make_user("milica@example.org", "Milica Đurić")
    cast.employ(user, banja_luka, Membership.Role.MANAGER)
    return user


@pytest.fixture
def nemanja(banja_luka):
    user = cast.make_user("nemanja@example.org", "Nemanja Kovačević")
    cast.employ(user, banja_luka)
    return user


@pytest.fixture
def sanja(doboj):
    user = cast.make_user("sanja@example.org", "Sanja Lukić")
    cast.employ(user, doboj, Membership.Role.MANAGER)
    return user


@pytest.fixture
def dragan(doboj):
    user = cast.make_user("dragan@example.org", "Dragan Tešić")
    cast.employ(user, doboj)
    return user


@pytest.fixture
def vesna(republic):
    user = cast.make_user("vesna@example.org", "Vesna Babić")
    cast.employ(user, republic, Membership.Role.MANAGER)
    return user


@pytest.fixture
def zoran(republic):
    user = cast.make_user("zoran@example.org", "Zoran Ilić")
    cast.employ(user, republic, Membership.Role.OBSERVER)
    return user


@pytest.fixture
def ana(db):
    return cast.make_user("ana@example.org", "Ana Simić")


@pytest.fixture
def jelena(db):
    return cast.make_user("jelena@example.org", "Jelena Marić")


@pytest.fixture
def novi_krug(banja_luka, jelena):
    organizer = cast.make_organizer(banja_luka, "Udruženje „Novi krug“", registered_by=jelena)
    cast.represent(jelena, organizer)
    return organizer


@pytest.fixture
def ognjen(novi_krug):
    user = cast.make_user("ognjen@example.org", "Ognjen Savić")
    cast.represent(user, novi_krug, Representative.Role.CONTACT)
    return user


@pytest.fixture
def goran(db):
    return cast.make_user("goran@example.org", "Goran Petrović")


@pytest.fixture
def sveti_sava(doboj, goran):
    organizer = cast.make_organizer(doboj, "OŠ „Sveti Sava“", registered_by=goran, kind="public_institution")
    cast.represent(goran, organizer)
    return organizer


@pytest.fixture(autouse=True)
def _serbian_latin():
    """A page read in another language leaves its translation active in the thread."""
    with translation.override(settings.LANGUAGE_CODE):
        yield
