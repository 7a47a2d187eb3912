"""Files that take long: asked for, made by the worker, taken by whoever asked, and gone after a day."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.utils import timezone, translation

from notifications import prepared
from notifications.models import PreparedFile
from notifications.prepared import Maker, ask_for, claim, prepare_due, remove_old
from services.models import Membership
from services.tenancy import actor_of
from tests.cast import asking, founding, sees_all
from tests.files import content_of
from vsrs.refusals import Refused

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _maker(monkeypatch):
    """Words of who asks, in their language; two steps."""
    cache.clear()

    def make(user, service, given, step):
        step(1, 2)
        step(2, 2)
        if given["words"] == "wrong":
            raise ValueError("This cannot be made.")
        works = actor_of(user).works_in(service.pk)
        return f"{given['words']} {translation.get_language()} {works}".encode()

    monkeypatch.setitem(prepared.makers, "words", Maker(make, "txt", "text/plain"))


def ask(user, service, words="ok"):
    with asking(user):
        return ask_for("words", service=service, actor=user, name="izvještaj", back="/en/", words=words)


def fresh(row):
    with sees_all():
        return PreparedFile.objects.filter(pk=row.pk).values_list("state", "attempts").get()


def page_of(row):
    return f"/en/banja-luka/rad/datoteke/{row.pk}/"


def test_a_file_is_made_by_the_worker_and_taken_by_whoever_asked(client, banja_luka, nemanja, milica, vesna):
    row = ask(nemanja, banja_luka)
    client.force_login(nemanja)
    before = client.get(page_of(row)).text
    assert client.get(f"{page_of(row)}preuzimanje/").url == page_of(row)

    assert prepare_due() == 1
    after = client.get(page_of(row)).text
    file = client.get(f"{page_of(row)}preuzimanje/")

    assert "The file is being prepared" in before
    assert 'hx-trigger="every 2s"' in before
    assert "The file is ready" in after
    assert "hx-trigger" not in after
    assert "filename*=utf-8''izvje%C5%A1taj.txt" in file["Content-Disposition"]
    assert content_of(file) == b"ok en True"
    for other in (milica, vesna):
        client.force_login(other)
        assert client.get(page_of(row)).status_code == 404
        assert client.get(f"{page_of(row)}preuzimanje/").status_code == 404


def test_the_page_says_how_far_it_is(client, banja_luka, nemanja):
    row = ask(nemanja, banja_luka)
    cache.set(f"prepared:{row.pk}", (7, 40))
    client.force_login(nemanja)

    assert "7 of 40 done" in client.get(page_of(row)).text
    asks_again = {"HX-Request": "true"}
    assert "HX-Refresh" not in client.get(page_of(row), headers=asks_again)
    prepare_due()
    assert client.get(page_of(row), headers=asks_again)["HX-Refresh"] == "true"


def test_asked_again_it_is_the_same_file_until_it_is_made(banja_luka, nemanja, milica):
    row = ask(nemanja, banja_luka)

    assert ask(nemanja, banja_luka) == row
    assert ask(nemanja, banja_luka, "other") != row
    assert ask(milica, banja_luka) != row
    assert prepare_due() == 3
    assert ask(nemanja, banja_luka) != row


def test_what_cannot_be_made_says_so_and_stops_no_other(client, banja_luka, nemanja):
    wrong, right = ask(nemanja, banja_luka, "wrong"), ask(nemanja, banja_luka)

    assert prepare_due() == 1

    assert (fresh(wrong), fresh(right)) == (("failed", 1), ("ready", 1))
    client.force_login(nemanja)
    assert "The file could not be prepared" in client.get(page_of(wrong)).text


def test_a_worker_that_is_killed_leaves_it_to_the_next_one(banja_luka, nemanja):
    row = ask(nemanja, banja_luka)
    assert claim() == row
    assert claim() is None

    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert prepare_due() == 1
    assert fresh(row) == ("ready", 2)


def test_what_kills_every_worker_is_given_up(banja_luka, nemanja):
    row = ask(nemanja, banja_luka)
    for attempt in range(3):
        with time_machine.travel(timezone.now() + timedelta(minutes=6 * attempt)):
            assert claim() == row

    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert prepare_due() == 0
    assert fresh(row) == ("failed", 3)


def test_the_rights_are_those_of_the_moment(client, banja_luka, nemanja):
    row = ask(nemanja, banja_luka)
    with founding():
        Membership.objects.filter(user=nemanja).update(ended_at=timezone.now())

    prepare_due()

    with sees_all():
        stored = PreparedFile.objects.get(pk=row.pk).file
    with default_storage.open(stored) as file:
        assert file.read() == b"ok en False"
    client.force_login(nemanja)
    assert client.get(page_of(row)).status_code == 404


def test_only_those_who_work_there_ask(banja_luka, dragan, jelena):
    for user in (dragan, jelena):
        with pytest.raises((PermissionDenied, Refused)):
            ask(user, banja_luka)


def test_after_a_day_the_file_and_its_row_are_gone(banja_luka, nemanja):
    row = ask(nemanja, banja_luka)
    prepare_due()
    with sees_all():
        stored = PreparedFile.objects.get(pk=row.pk).file
    assert remove_old() == 0

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert remove_old() == 1

    assert not default_storage.exists(stored)
    with sees_all():
        assert not PreparedFile.objects.exists()
