"""The calendar that a program subscribes to: by a secret address, own bookings alone."""

import logging

import icalendar
import pytest
from django.core.cache import cache

from services.models import HistoryEntry
from tests.cast import asking, employ, make_training, sees_all
from tests.organizers.helpers import cost
from tests.trainings.helpers import book
from trainings.models import CalendarFeed
from trainings.operations.booking import cancel_booking
from vsrs.logs import SecretPathFilter


@pytest.fixture(autouse=True)
def _nobody_asked_before():
    cache.clear()


def switch_on(client, user):
    client.force_login(user)
    client.post("/nalog/kalendar/ukljucivanje/")
    client.logout()
    return f"/kalendar/{CalendarFeed.objects.get(user=user).key}.ics"


def events(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return icalendar.Calendar.from_ical(answer.content)


def uids(client, url):
    return [str(event["UID"]) for event in events(client, url).walk("VEVENT")]


def test_it_is_off_until_somebody_switches_it_on(client, jelena):
    client.force_login(jelena)
    assert "/kalendar/" not in client.get("/nalog/kalendar/").text.replace("/nalog/kalendar/", "")
    assert not CalendarFeed.objects.exists()


def test_own_bookings_are_read_without_signing_in(client, jelena, novi_krug, goran, sveti_sava, banja_luka):
    mine = book(make_training(banja_luka, days=2, title="Pravo"), jelena, novi_krug, 1)
    book(make_training(banja_luka, title="Rizik"), goran, sveti_sava, 1)
    url = switch_on(client, jelena)

    calendar = events(client, url)

    assert str(calendar["METHOD"]) == "PUBLISH"
    names = [uid.split("@")[0] for uid in uids(client, url)]
    assert names == [f"booking-{mine.number}", f"booking-{mine.number}-2"]
    assert "Osoba" not in client.get(url).content.decode()


def test_a_cancelled_booking_leaves_and_a_change_raises_the_sequence(client, jelena, novi_krug, banja_luka):
    training = make_training(banja_luka)
    booking = book(training, jelena, novi_krug, 1)
    url = switch_on(client, jelena)
    before = int(events(client, url).walk("VEVENT")[0]["SEQUENCE"])
    with sees_all():
        type(training).objects.update(revision=7)
    assert int(events(client, url).walk("VEVENT")[0]["SEQUENCE"]) == before + 7
    with asking(jelena):
        cancel_booking(booking, actor=jelena)
    assert uids(client, url) == []


def test_staff_see_only_what_their_own_organizer_booked(
    client, jelena, novi_krug, goran, sveti_sava, banja_luka
):
    book(make_training(banja_luka), goran, sveti_sava, 1)
    employ(jelena, banja_luka)
    assert uids(client, switch_on(client, jelena)) == []


def test_a_new_address_closes_the_old_one_and_switching_off_closes_both(client, jelena):
    old = switch_on(client, jelena)
    client.force_login(jelena)
    client.post("/nalog/kalendar/nova-adresa/")
    new = f"/kalendar/{CalendarFeed.objects.get().key}.ics"
    assert new in client.get("/nalog/kalendar/").text
    client.post("/nalog/kalendar/iskljucivanje/")
    client.post("/nalog/kalendar/iskljucivanje/")
    client.logout()
    assert [client.get(url).status_code for url in (old, new, "/kalendar/x.ics")] == [404, 404, 404]


def test_whoever_left_the_organizer_or_was_erased_reads_nothing(client, jelena, novi_krug, banja_luka):
    book(make_training(banja_luka), jelena, novi_krug, 1)
    url = switch_on(client, jelena)
    with sees_all():
        novi_krug.representatives.update(ends_on="2020-01-01", starts_on="2019-01-01")
    assert uids(client, url) == []
    jelena.is_active = False
    jelena.save()
    assert client.get(url).status_code == 404


def test_asking_too_often_is_refused(client, jelena):
    url = switch_on(client, jelena)
    answers = {client.get(url).status_code for _ in range(62)}
    assert answers == {200, 429}


def test_the_key_is_in_no_log_and_in_no_history(client, jelena):
    url = switch_on(client, jelena)
    key = url.split("/")[-1].removesuffix(".ics")
    line = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "%s: %s", ("Too Many Requests", url), None
    )
    SecretPathFilter().filter(line)
    assert line.getMessage() == "Too Many Requests: /kalendar/…"
    with sees_all():
        assert not any(key in str(row.changes) for row in HistoryEntry.objects.all())
    client.force_login(jelena)
    assert key not in client.get("/nalog/podaci/preuzimanje/").content.decode()


def test_it_costs_the_same_for_one_booking_and_for_many(client, jelena, novi_krug, banja_luka):
    def more(count):
        for number in range(count):
            book(make_training(banja_luka, title=f"Obuka {count} {number}"), jelena, novi_krug, 1)

    more(1)
    url = switch_on(client, jelena)
    one = cost(client, url)
    more(12)
    assert cost(client, url) == one
    assert len(uids(client, url)) == 13
