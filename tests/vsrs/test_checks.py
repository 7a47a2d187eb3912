import pytest
from django.core import checks
from django.db import connection, connections

from vsrs.checks import database_keeps_the_walls, production_is_complete


def ids(found):
    return [message.id for message in found]


@pytest.mark.django_db
def test_the_database_of_the_tests_keeps_the_walls():
    assert database_keeps_the_walls(None, databases=["default"]) == []


def test_no_database_is_asked_unless_somebody_names_it():
    assert database_keeps_the_walls(None) == []


@pytest.mark.django_db(transaction=True)
def test_an_isolation_level_that_oversells_seats_stops_the_start(monkeypatch):
    connection.close()
    level = connection.settings_dict["OPTIONS"]["isolation_level"] + 1
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "isolation_level", level)
    try:
        assert ids(database_keeps_the_walls(None, databases=["default"])) == ["vsrs.E003"]
    finally:
        connection.close()


@pytest.mark.django_db
@pytest.mark.parametrize(("superuser", "bypasses"), [(True, False), (False, True)])
def test_a_role_that_looks_over_the_wall_stops_the_start(monkeypatch, superuser, bypasses):
    class Cursor:
        def __enter__(self):
            return self

        def __exit__(self, *args):
            pass

        def execute(self, statement):
            pass

        def fetchone(self):
            return ("boss", superuser, bypasses, "read committed", 180000)

    monkeypatch.setattr(connections["default"], "cursor", Cursor)

    [found] = database_keeps_the_walls(None, databases=["default"])

    assert found.id == "vsrs.E002"
    assert "ALTER ROLE boss NOSUPERUSER NOBYPASSRLS" in found.hint


def test_production_without_names_and_key_says_what_to_do(settings):
    settings.PRODUCTION = True
    settings.ALLOWED_HOSTS = []
    settings.SECRET_KEY = "short"
    settings.SITE_URL = "http://localhost:8000"
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

    found = production_is_complete(None)

    assert ids(found) == ["vsrs.E010", "vsrs.E011", "vsrs.W013", "vsrs.W014"]
    assert all(message.hint for message in found)
    assert [message.level for message in found] == [
        checks.ERROR,
        checks.ERROR,
        checks.WARNING,
        checks.WARNING,
    ]


def test_production_with_everything_has_nothing_to_say(settings):
    settings.PRODUCTION = True
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["portal.example.org"]
    settings.SECRET_KEY = "k" * 50
    settings.SITE_URL = "https://portal.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    assert production_is_complete(None) == []


def test_outside_production_nothing_is_asked_for():
    assert production_is_complete(None) == []
