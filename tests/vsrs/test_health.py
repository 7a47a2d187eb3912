import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from vsrs import health

LIVE, READY = "/zdravlje/", "/zdravlje/spremnost/"


@pytest.fixture(autouse=True)
def _forget_that_all_was_migrated():
    health._all_migrated.cache_clear()


@pytest.fixture
def _broken_database(monkeypatch):
    def refuse(*args):
        raise DatabaseError("connection refused to 10.0.0.7")

    monkeypatch.setattr(connection, "cursor", refuse)


def test_a_live_process_says_so_without_asking_the_database(client):
    response = client.get(LIVE)  # no `db` mark: a query would fail

    assert (response.status_code, response.json()) == (200, {"status": "live"})


@pytest.mark.django_db
def test_everything_there_is_ready(client):
    response = client.get(READY)

    assert response.json() == {
        "status": "ready",
        "database": "ok",
        "queue": "ok",
        "migrations": "ok",
        "disk": "ok",
    }
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_probe_may_come_by_ip_address(client):
    assert client.get(READY, headers={"host": "10.1.2.3"}).status_code == 200


@pytest.mark.django_db
@pytest.mark.usefixtures("_broken_database")
def test_a_missing_database_is_told_and_nothing_of_the_inside(client):
    response = client.get(READY)

    assert response.status_code == 503
    assert response.json() == {
        "status": "unwell",
        "database": "does not answer",
        "queue": "ok",
        "migrations": "unknown, the database does not answer",
        "disk": "ok",
    }


@pytest.mark.usefixtures("_broken_database")
def test_a_missing_database_does_not_get_the_process_restarted(client):
    assert client.get(LIVE).status_code == 200


@pytest.mark.django_db
def test_a_missing_queue_is_told(client, settings):
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"

    response = client.get(READY)

    assert (response.status_code, response.json()["queue"]) == (503, "does not answer")


@pytest.mark.django_db
def test_a_migration_that_waits_is_told_until_it_is_applied(client):
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("sessions", "0001_initial")
    waiting = client.get(READY)
    recorder.record_applied("sessions", "0001_initial")

    assert (waiting.status_code, waiting.json()["migrations"]) == (503, "1 not applied")
    assert client.get(READY).status_code == 200


@pytest.mark.django_db
def test_a_disk_that_is_nearly_full_is_told(client, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE_SPACE", 2**80)

    response = client.get(READY)

    assert (response.status_code, response.json()["disk"]) == (503, "nearly full")


def test_only_reading_is_allowed(client):
    assert client.post(LIVE).status_code == 405
