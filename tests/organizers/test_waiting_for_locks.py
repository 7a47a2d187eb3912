"""Two at once: whoever waits too long is told so on the page, and nothing hangs."""

from threading import Event, Thread

import pytest
from django.db import connections
from django.urls import reverse

from organizers.models import Person
from organizers.operations.common import lock_organizer
from tests.cast import make_person, sees_all
from vsrs import transactions


@pytest.fixture
def somebody_else_changes(novi_krug):
    """Another request holds the organizer for the time of the test."""
    holds, done = Event(), Event()

    def hold():
        try:
            with sees_all():
                lock_organizer(novi_krug)
                holds.set()
                done.wait(timeout=20)
        finally:
            connections.close_all()

    other = Thread(target=hold)
    other.start()
    assert holds.wait(timeout=20)
    yield
    done.set()
    other.join()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["person_left", "person_back"])
def test_a_list_of_people_that_is_being_changed_asks_to_try_again(
    client, jelena, novi_krug, request, monkeypatch, name
):
    person = make_person(novi_krug, "Ognjen Savić")
    request.getfixturevalue("somebody_else_changes")
    monkeypatch.setattr(transactions, "WAIT_FOR_LOCKS", "100ms")
    client.force_login(jelena)

    page = client.post(reverse(f"organizers:{name}", args=[person.pk]), follow=True)

    assert "Više osoba ovo mijenja u istom trenutku" in page.text
    with sees_all():
        assert Person.objects.get(pk=person.pk).left_on is None
