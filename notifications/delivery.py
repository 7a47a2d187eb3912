"""Sends what is due. At least once: see docs/notifications.md.

A claim (row lock, lease, attempt counted) is committed before anything is sent, and each notice is
marked in a transaction of its own after it is sent. A worker that is killed in between leaves a
lease that runs out, and the notice goes out again with the same Message-ID.
"""

import logging
import smtplib
from datetime import timedelta

from django.conf import settings
from django.core import mail
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from notifications import letters, schedule
from notifications.models import Notice
from services.tenancy import Actor, acting_as

logger = logging.getLogger(__name__)

BATCH = 20
LEASE = timedelta(minutes=2)
# A run leaves room for others on the worker; the next sweep goes on.
LONGEST_RUN = timedelta(minutes=4)


class CannotBeWritten(Exception):
    """The letter could not be made; sending it again would not help."""


def deliver_due():
    """Send everything that is due, batch after batch. Returns how many were sent."""
    stop_at = timezone.now() + LONGEST_RUN
    sent = 0
    while timezone.now() < stop_at and (batch := claim()):
        sent += deliver(batch)
    return sent


def claim(limit=BATCH):
    """Take up to `limit` due notices, so that no other worker takes them for the time of the lease."""
    with acting_as(Actor.worker()), transaction.atomic():
        now = timezone.now()
        rows = list(
            Notice.objects.due(now)
            .select_related("service")
            .select_for_update(skip_locked=True, of=["self"])
            .order_by("send_after", "pk")[:limit]
        )
        # Whoever was killed on every attempt may well be killed by this notice.
        hopeless = [row for row in rows if row.attempts >= schedule.ATTEMPTS]
        for row in hopeless:
            _give_up(row, "The sender was interrupted on every attempt.")
        batch = [row for row in rows if row not in hopeless]
        for row in batch:
            row.leased_until = now + LEASE
            row.attempts += 1
        Notice.objects.filter(pk__in=[row.pk for row in batch]).update(
            leased_until=now + LEASE, attempts=F("attempts") + 1
        )
    return batch


def deliver(batch):
    """Send the claimed notices over one connection and mark each. Returns how many were sent."""
    connection = mail.get_connection()
    sent = 0
    try:
        for position, notice in enumerate(batch):
            if not _has_time(notice):
                _release(batch[position:])
                break
            sent += _deliver_one(notice, connection)
    finally:
        connection.close()
    return sent


def _has_time(notice):
    """Whether a slow mail server could still answer before the lease runs out."""
    return timezone.now() + timedelta(seconds=settings.EMAIL_TIMEOUT or 20) < notice.leased_until


def _deliver_one(notice, connection):
    try:
        _send(notice, connection)
    except Exception as error:  # one bad notice or a dead mail server must not stop the others
        logger.warning("Notice %s was not sent: %s", notice.pk, _words(error))
        # After an error the conversation with the mail server is in an unknown state.
        connection.close()
        _mark_failure(notice, error)
        return False
    _mark(notice, state=Notice.State.SENT, sent_at=timezone.now(), last_error="")
    return True


def _send(notice, connection):
    try:
        message = letters.message_of(notice)
    except Exception as error:
        raise CannotBeWritten(_words(error)) from error
    message.connection = connection
    message.send()


def _mark_failure(notice, error):
    if _is_final(error) or notice.attempts >= schedule.ATTEMPTS:
        _mark(notice, state=Notice.State.FAILED, last_error=_words(error))
    else:
        again = timezone.now() + schedule.pause_after(notice.attempts)
        _mark(notice, send_after=again, last_error=_words(error))


def _is_final(error):
    """Refused for good: the letter cannot be made, or the server knows no such address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, CannotBeWritten)


def _words(error):
    name = type(error).__name__
    return (str(error) if isinstance(error, CannotBeWritten) else f"{name}: {error}")[:500]


def _mark(notice, **fields):
    """Write the outcome, unless the lease has passed to another worker meanwhile."""
    with acting_as(Actor.worker()), transaction.atomic():
        mine = Notice.objects.filter(
            pk=notice.pk, state=Notice.State.WAITING, leased_until=notice.leased_until
        )
        if not mine.update(leased_until=None, **fields):
            logger.warning("Notice %s changed hands while it was being sent.", notice.pk)


def _release(batch):
    """Give back what there was no time for; it was not attempted."""
    with acting_as(Actor.worker()), transaction.atomic():
        Notice.objects.filter(
            pk__in=[notice.pk for notice in batch],
            state=Notice.State.WAITING,
            leased_until=batch[0].leased_until,
        ).update(leased_until=None, attempts=F("attempts") - 1)


def _give_up(notice, words):
    Notice.objects.filter(pk=notice.pk).update(state=Notice.State.FAILED, leased_until=None, last_error=words)
