"""Every notice is sent, and once, whatever is killed in between. Real PostgreSQL, real processes."""

import os
import signal
import smtplib
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend as InMemory
from django.db import connection, transaction
from django.utils import timezone

from notifications import delivery, outbox, schedule
from notifications.models import Notice
from notifications.outbox import To, notify, together
from tests.cast import sees_all

KIND = "organizers.application_confirmed"


def owe(service, *people, key="cause", kind=KIND, **fields):
    """Write notices the way an operation does."""
    with sees_all(), transaction.atomic():
        notify(
            service=service,
            kind=kind,
            key=key,
            to=[To(user=person) if not isinstance(person, str) else To(email=person) for person in people],
            data={"organizer": "Novi krug"},
            url="/nalog/",
            **fields,
        )


def notices():
    with sees_all(), transaction.atomic():
        return list(Notice.objects.order_by("pk"))


def the_notice():
    (notice,) = notices()
    return notice


def pretend(**fields):
    with sees_all(), transaction.atomic():
        Notice.objects.update(**fields)


class NoServer(InMemory):
    """A mail server that does not answer."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("no mail server")


class NoSuchAddress(InMemory):
    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such user")})


# --- writing ------------------------------------------------------------------------------------
def test_same_cause_owes_each_person_one_notice(banja_luka, jelena, ana):
    owe(banja_luka, jelena, ana)
    owe(banja_luka, jelena, ana)
    owe(banja_luka, jelena, key="another cause")

    assert [(n.recipient_id, n.state) for n in notices()] == [
        (jelena.pk, "waiting"),
        (ana.pk, "waiting"),
        (jelena.pk, "waiting"),
    ]


def test_thirty_notices_of_one_event_are_one_insert_and_one_hint(
    banja_luka, django_assert_num_queries, django_capture_on_commit_callbacks
):
    addresses = [f"osoba{number}@example.org" for number in range(30)]
    with sees_all(), django_capture_on_commit_callbacks() as hints, django_assert_num_queries(1):
        notify(
            service=banja_luka,
            kind=KIND,
            key="cause",
            to=[To(email=address) for address in addresses],
            data={"organizer": "Novi krug"},
        )
        outbox.hint_after_commit()

    assert hints == [outbox.hint]
    assert len(notices()) == 30


def test_parts_of_one_event_are_one_insert_too(banja_luka, jelena, ana, django_assert_num_queries):
    def tell(person, key):
        notify(service=banja_luka, kind="booking.made", key=key, to=[To(user=person)], data={})

    with sees_all(), django_assert_num_queries(1), together(), together():
        tell(jelena, "first")
        tell(ana, "second")
        tell(ana, "second")

    assert [notice.recipient_id for notice in notices()] == [jelena.pk, ana.pk]


def test_event_that_breaks_off_writes_nothing(banja_luka, jelena):
    @together()
    def break_off():
        notify(service=banja_luka, kind="booking.made", key="key", to=[To(user=jelena)], data={})
        raise ZeroDivisionError

    with sees_all(), pytest.raises(ZeroDivisionError):
        break_off()

    with sees_all():
        notify(service=banja_luka, kind="booking.made", key="other", to=[To(user=jelena)], data={})
    assert [notice.kind for notice in notices()] == ["booking.made"]


@pytest.mark.django_db(transaction=True)
def test_rolled_back_operation_owes_nothing_and_hints_nothing(banja_luka, jelena, monkeypatch):
    hinted = []
    monkeypatch.setattr(outbox, "_silent_until", 0.0)
    monkeypatch.setattr(outbox.tasks.deliver_due, "apply_async", lambda **options: hinted.append(options))

    with transaction.atomic():
        owe(banja_luka, jelena)
        transaction.set_rollback(True)

    assert (notices(), hinted) == ([], [])

    owe(banja_luka, jelena)
    owe(banja_luka, jelena, key="another cause")
    # Within a second one hint is enough: what the sender misses, the sweep finds.
    assert len(hinted) == 1

    monkeypatch.setattr(outbox, "monotonic", lambda: time.monotonic() + outbox.PAUSE)
    owe(banja_luka, jelena, key="a second later")
    assert len(hinted) == 2


@pytest.mark.django_db(transaction=True)
def test_broker_that_is_down_breaks_nothing_and_the_sweep_sends(banja_luka, jelena, monkeypatch, caplog):
    def refuse(**options):
        raise ConnectionRefusedError("no broker")

    monkeypatch.setattr(outbox, "_silent_until", 0.0)
    monkeypatch.setattr(outbox.tasks.deliver_due, "apply_async", refuse)
    owe(banja_luka, jelena)

    assert "The queue took no hint (no broker)" in caplog.text
    assert delivery.deliver_due() == 1
    assert [message.to for message in mail.outbox] == [["Jelena Marić <jelena@example.org>"]]


def test_after_a_failed_hint_the_next_pages_do_not_try(monkeypatch, caplog):
    tried = []

    def refuse(**options):
        tried.append(options)
        raise ConnectionRefusedError("no broker")

    monkeypatch.setattr(outbox, "_silent_until", 0.0)
    monkeypatch.setattr(outbox.tasks.deliver_due, "apply_async", refuse)
    for _ in range(3):
        outbox.hint()

    assert len(tried) == 1


# --- sending ------------------------------------------------------------------------------------
def test_due_notice_is_sent_once_and_marked(banja_luka, jelena):
    owe(banja_luka, jelena)

    assert (delivery.deliver_due(), delivery.deliver_due()) == (1, 0)
    notice = the_notice()
    assert (notice.state, notice.attempts, notice.leased_until, notice.last_error) == ("sent", 1, None, "")
    assert notice.sent_at is not None
    assert len(mail.outbox) == 1


def test_notice_with_a_later_moment_waits_for_it(banja_luka, jelena):
    owe(banja_luka, jelena, send_after=timezone.now() + timedelta(hours=1))

    assert delivery.deliver_due() == 0
    pretend(send_after=timezone.now())
    assert delivery.deliver_due() == 1


def test_dead_mail_server_is_tried_again_ever_later_and_then_given_up(banja_luka, jelena, settings):
    owe(banja_luka, jelena)
    settings.EMAIL_BACKEND = "tests.notifications.test_delivery.NoServer"
    pauses = []
    for _ in range(schedule.ATTEMPTS):
        before = timezone.now()
        assert delivery.deliver_due() == 0
        notice = the_notice()
        pauses.append((notice.send_after - before).total_seconds())
        assert notice.last_error == "ConnectionRefusedError: no mail server"
        pretend(send_after=timezone.now())

    assert (notice.state, notice.attempts, notice.leased_until) == ("failed", schedule.ATTEMPTS, None)
    assert pauses[:5] == sorted(pauses[:5])
    assert 20 < pauses[0] < 40
    assert mail.outbox == []


def test_pause_grows_fourfold_and_stays_within_four_hours():
    longest = [max(schedule.pause_after(n) for _ in range(200)).total_seconds() for n in range(1, 9)]

    assert longest[0] <= 37.5
    assert all(pause <= 4 * 3600 * 1.25 for pause in longest)
    assert len({schedule.pause_after(3) for _ in range(5)}) > 1


def test_refused_address_is_given_up_at_once(banja_luka, jelena, settings):
    owe(banja_luka, jelena)
    settings.EMAIL_BACKEND = "tests.notifications.test_delivery.NoSuchAddress"

    delivery.deliver_due()

    notice = the_notice()
    assert (notice.state, notice.attempts) == ("failed", 1)
    assert "no such user" in notice.last_error


def test_letter_that_cannot_be_written_goes_to_the_list_and_stops_nobody_else(banja_luka, jelena, ana):
    owe(banja_luka, jelena, key="broken")
    pretend(kind="a.kind.of.yesterday")
    owe(banja_luka, ana, key="whole")

    assert delivery.deliver_due() == 1
    broken, whole = notices()
    assert (broken.state, whole.state) == ("failed", "sent")
    assert "a.kind.of.yesterday" in broken.last_error


def test_batch_without_time_is_given_back_untried(banja_luka, jelena, ana):
    owe(banja_luka, jelena, ana)
    batch = delivery.claim()
    late = timezone.now() + timedelta(seconds=5)
    pretend(leased_until=late)
    for notice in batch:
        notice.leased_until = late

    assert delivery.deliver(batch) == 0
    assert [(n.state, n.attempts, n.leased_until) for n in notices()] == [("waiting", 0, None)] * 2


def test_whoever_kills_the_worker_on_every_attempt_is_put_aside(banja_luka, jelena):
    owe(banja_luka, jelena)
    pretend(attempts=schedule.ATTEMPTS, leased_until=timezone.now() - timedelta(seconds=1))

    assert delivery.deliver_due() == 0
    assert (the_notice().state, the_notice().last_error) == (
        "failed",
        "The sender was interrupted on every attempt.",
    )


def test_lease_that_passed_to_another_is_not_marked(banja_luka, jelena, caplog):
    owe(banja_luka, jelena)
    (mine,) = delivery.claim()
    pretend(leased_until=timezone.now() + timedelta(minutes=5))

    delivery.deliver([mine])

    assert the_notice().state == "waiting"
    assert "changed hands" in caplog.text


# --- killing ------------------------------------------------------------------------------------
SENDER = """
import os, signal, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "vsrs.settings"
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from notifications import delivery

def die(*args, **fields):
    print("claimed", flush=True)
    signal.pause()

setattr(delivery, sys.argv[2], die)
delivery.deliver_due()
"""


def kill_a_sender(step):
    """A worker process that claims what is due and is killed at `step`."""
    name = connection.settings_dict["NAME"]
    process = subprocess.Popen(
        [sys.executable, "-c", SENDER, name, step], stdout=subprocess.PIPE, text=True, env=os.environ
    )
    assert process.stdout.readline() == "claimed\n"
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    process.stdout.close()


@pytest.mark.django_db(transaction=True)
def test_worker_killed_between_claim_and_sending_loses_nothing_and_sends_once(banja_luka, jelena):
    owe(banja_luka, jelena)
    kill_a_sender("_send")

    assert (the_notice().state, the_notice().attempts) == ("waiting", 1)
    assert delivery.deliver_due() == 0  # the lease still holds

    pretend(leased_until=timezone.now() - timedelta(seconds=1))
    assert (delivery.deliver_due(), delivery.deliver_due()) == (1, 0)
    assert (the_notice().state, the_notice().attempts, len(mail.outbox)) == ("sent", 2, 1)


@pytest.mark.django_db(transaction=True)
def test_worker_killed_between_sending_and_marking_sends_again_under_the_same_message_id(
    banja_luka, jelena, tmp_path, monkeypatch
):
    monkeypatch.setenv("VSRS_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
    monkeypatch.setenv("VSRS_VAR_DIR", str(tmp_path))
    owe(banja_luka, jelena)
    kill_a_sender("_mark")

    pretend(leased_until=timezone.now() - timedelta(seconds=1))
    assert delivery.deliver_due() == 1
    (first,) = (tmp_path / "mail").iterdir()
    (again,) = mail.outbox
    assert f"Message-ID: {again.message()['Message-ID']}" in first.read_text()


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_never_send_the_same_notice(banja_luka):
    owe(banja_luka, *[f"osoba{number}@example.org" for number in range(60)])
    start = threading.Barrier(4)
    sent = []

    def run():
        try:
            start.wait()
            while batch := delivery.claim(limit=5):
                sent.extend(notice.pk for notice in batch)
                time.sleep(0.005)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(sent) == 60
    assert set(sent) == {notice.pk for notice in notices()}
