"""Mail of the account goes by the worker, and at once where the queue takes nothing."""

import smtplib

import pytest
from celery.exceptions import Retry
from django.core import mail
from django.test import Client
from kombu.exceptions import OperationalError

from accounts import post
from accounts.tasks import send_letter

ASK = "/nalog/prijava/kod/"


@pytest.fixture
def queue(monkeypatch):
    taken = []
    monkeypatch.setattr(send_letter, "apply_async", lambda args, **options: taken.append((args[0], options)))
    return taken


def test_the_page_waits_for_no_mail_server_and_the_worker_sends(client, signed_up, queue):
    assert client.post(ASK, {"email": "ana@example.org"}).status_code == 302
    assert mail.outbox == []
    ((sealed, options),) = queue

    send_letter.run(sealed)

    (message,) = mail.outbox
    assert message.to == ["ana@example.org"]
    assert message.alternatives[0].mimetype == "text/html"
    assert options["expires"] == 15 * 60


def test_the_queue_holds_no_code_that_anybody_could_read(client, signed_up, queue):
    client.post(ASK, {"email": "ana@example.org"})
    ((sealed, _options),) = queue
    code = post.opened(sealed).subject.split()[0]

    assert len(code) > 5
    assert code not in sealed
    assert "ana@example.org" not in sealed


def test_a_letter_sent_twice_is_one_letter_to_its_mailbox(client, signed_up, queue):
    client.post(ASK, {"email": "ana@example.org"})
    ((sealed, _options),) = queue
    send_letter.run(sealed)
    send_letter.run(sealed)

    first, second = (message.message()["Message-ID"] for message in mail.outbox)
    assert first == second
    assert first.endswith("@localhost>")


def test_without_a_queue_the_letter_leaves_at_once(client, signed_up, monkeypatch):
    def down(*args, **options):
        raise OperationalError

    monkeypatch.setattr(send_letter, "apply_async", down)

    client.post(ASK, {"email": "ana@example.org"})

    assert [message.to for message in mail.outbox] == [["ana@example.org"]]


def test_known_and_unknown_addresses_are_answered_alike(signed_up, queue):
    for address in ("ana@example.org", "nema@example.org"):
        assert Client().post(ASK, {"email": address}).status_code == 302

    assert len(queue) == 2


def test_a_mail_server_that_does_not_answer_is_asked_again(client, signed_up, queue, settings):
    client.post(ASK, {"email": "ana@example.org"})
    ((sealed, _options),) = queue
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1  # nobody listens there

    with pytest.raises((Retry, OSError, smtplib.SMTPException)):
        send_letter.run(sealed)
    assert {OSError, smtplib.SMTPException} <= {*send_letter.autoretry_for}
