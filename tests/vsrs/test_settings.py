import re

import pytest
from django.conf import settings as live_settings
from django.core.exceptions import ImproperlyConfigured

from vsrs import settings

ROOT = live_settings.BASE_DIR
DOCUMENTED = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
# `VSRS_…` is ours; the two addresses go by the names that hosters use.
NAME = re.compile(r"\b(VSRS_[A-Z_]+[A-Z]|DATABASE_URL|REDIS_URL)\b")


def names_in(*patterns):
    files = [path for pattern in patterns for path in ROOT.glob(pattern)]
    return {name for path in files for name in NAME.findall(path.read_text())}


def test_the_page_of_settings_lists_exactly_what_is_read():
    read = names_in(
        "vsrs/settings.py", "vsrs/local/*.py", "run.py", "docker-compose.yml", "docker/make-role.sh"
    )

    assert read == DOCUMENTED


def test_no_other_module_reads_the_environment_past_the_settings():
    rooms = [f"{app}/**/*.py" for app in ("accounts", "services", "notifications", "network", "organizers")]
    rooms += ["trainings/**/*.py", "vsrs/*.py"]
    sources = [path for pattern in rooms for path in ROOT.glob(pattern) if path.name != "settings.py"]

    readers = [
        str(path) for path in sources if re.search(r"os\.(environ\[|environ\.get|getenv)", path.read_text())
    ]

    assert readers == []


def test_a_flag_is_one_or_zero_and_anything_else_stops_the_start(monkeypatch):
    monkeypatch.setenv("VSRS_DEMO", "on")
    assert settings.env_flag("VSRS_DEMO", False) is True
    monkeypatch.setenv("VSRS_DEMO", "0")
    assert settings.env_flag("VSRS_DEMO", True) is False
    monkeypatch.setenv("VSRS_DEMO", "maybe")

    with pytest.raises(ImproperlyConfigured, match="VSRS_DEMO must be 1 or 0, not “maybe”"):
        settings.env_flag("VSRS_DEMO", False)


def test_a_number_that_is_none_stops_the_start(monkeypatch):
    monkeypatch.setenv("VSRS_EMAIL_PORT", "mail")

    with pytest.raises(ImproperlyConfigured, match="VSRS_EMAIL_PORT must be a whole number, not “mail”"):
        settings.env_number("VSRS_EMAIL_PORT", 25)


def test_a_missing_value_names_the_variable_and_the_page_about_it(monkeypatch):
    monkeypatch.delenv("VSRS_SECRET_KEY", raising=False)

    with pytest.raises(ImproperlyConfigured, match=r"VSRS_SECRET_KEY .*docs/settings\.md"):
        settings.env_text("VSRS_SECRET_KEY")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgres://portal:p%40ss@db.example.org:6432/vsrs?sslmode=require",
            ("vsrs", "portal", "p@ss", "db.example.org", "6432", {"sslmode": "require"}),
        ),
        ("postgres://vsrs@/vsrs?host=%2Fsockets", ("vsrs", "vsrs", "", "/sockets", "", {})),
    ],
)
def test_a_database_address_becomes_an_entry_with_the_isolation_level_stated(url, expected):
    entry = settings.database_from_url(url)

    options = dict(entry["OPTIONS"])
    assert options.pop("isolation_level") == settings.IsolationLevel.READ_COMMITTED
    found = tuple(entry[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT"))
    assert (*found, options) == expected


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgres://a@b", "nonsense"])
def test_an_address_of_something_else_stops_the_start(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must look like"):
        settings.database_from_url(url)


@pytest.mark.parametrize(
    ("url", "broker"),
    [
        ("redis://queue:6379/3", "redis://queue:6379/3"),
        ("unix:///sockets/valkey.sock", "redis+socket:///sockets/valkey.sock"),
        ("unix:///sockets/valkey.sock?db=3", "redis+socket:///sockets/valkey.sock?virtual_host=3"),
    ],
)
def test_queue_and_cache_use_the_same_server_and_database(url, broker):
    assert settings.broker_from_url(url) == broker
