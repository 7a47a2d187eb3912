"""The one door by which a message leaves: `notify`, inside the transaction of its cause."""

import logging
from dataclasses import dataclass
from hashlib import blake2b
from time import monotonic

from django.db import connection, transaction
from django.utils import timezone

from notifications import kinds, schedule, tasks
from notifications.models import Notice, Preference
from services.tasks_context import HEADER
from vsrs.postgresql.inserts import insert
from vsrs.postgresql.inserts import together as together  # the notices of one event in one INSERT
from vsrs.text import fold

logger = logging.getLogger(__name__)

# After a hint, seconds in which this process sends no other: a hint costs more than writing the notices,
# the sender takes everything that is due by then, and beat finds the rest within five seconds.
PAUSE = 1
# The same after one that failed: nobody's page should wait for a broker that is down.
SILENCE = 10
_silent_until = 0.0


@dataclass(frozen=True)
class To:
    """Who gets it: an account (inbox and e-mail) or only an address (a booked person)."""

    user: object = None
    email: str = ""
    name: str = ""
    language: str = "sr-latn"


def notify(*, service, kind, key, to, data, url="", send_after=None):
    """Owe the notice `kind` to everybody in `to`; written once per `key` and address.

    `data` is JSON that holds everything the words and the calendar file are made from, because the
    sender sees no other tenant row. Must be called where `service`'s rows may be written (staff of
    it, or inside `on_behalf_of(service)`).
    """
    kind = kinds.get(kind)
    to = list(to)
    wishes = _wishes(kind, to)
    rows = []
    for person in to:
        row = _notice(service, kind, key, person, data, url)
        frequency = wishes.get(person.user.pk, kind.group.default) if person.user else kinds.AT_ONCE
        _plan(row, kind, frequency, send_after)
        rows.append(row)
    if rows:
        # One INSERT for all recipients; a repeated cause meets the unique key and adds nothing.
        insert(*rows, skip_known=True)
        hint_after_commit()


def _wishes(kind, to):
    """{user: frequency} of those who chose one for this group; others have the group's own."""
    users = [person.user.pk for person in to if person.user]
    if not users or not kind.can_be_switched_off:
        return {}
    chosen = Preference.objects.filter(user__in=users, group=kind.group.code)
    return dict(chosen.values_list("user_id", "frequency"))


def _plan(row, kind, frequency, send_after):
    """When and how the row leaves."""
    row.send_after = send_after or timezone.now()
    if not row.email or (kind.can_be_switched_off and frequency == kinds.NEVER):
        row.state = Notice.State.SILENT
    elif kind.can_be_switched_off and frequency in {kinds.DAILY, kinds.WEEKLY}:
        row.state = Notice.State.DIGEST
        row.send_after = schedule.next_digest(frequency, row.send_after)


def _notice(service, kind, key, person, data, url):
    user = person.user
    email = person.email or (user.email if user else "")
    name = person.name or (user.full_name if user else "")
    return Notice(
        service=service,
        kind=kind.code,
        # A long address would not fit beside the key, so a digest of it stands there.
        key=f"{key}:{blake2b(email.casefold().encode(), digest_size=8).hexdigest()}",
        recipient=user,
        email=email,
        name=name,
        language=user.language if user else person.language,
        data=data,
        url=url,
        in_portal=user is not None,
        search=fold(f"{name} {email} {data.get('title', '')} {data.get('number', '')}")[:700],
    )


def hint_after_commit():
    """Wake the sender once this transaction is committed; one hint however many notices it holds.

    A rollback to a savepoint takes the hint away together with the notices written since.
    """
    if not any(callback is hint for _, callback, _ in connection.run_on_commit):
        transaction.on_commit(hint, robust=True)


def hint():
    """Tell the queue that something is due. Losing a hint loses nothing: PostgreSQL holds the truth."""
    global _silent_until
    if monotonic() < _silent_until:
        return
    _silent_until = monotonic() + PAUSE
    try:
        # In nobody's name: the sender takes on its own.
        tasks.deliver_due.apply_async(retry=False, expires=60, headers={HEADER: {}})
    except Exception as error:  # whatever the broker's trouble is, the person's work is already saved
        _silent_until = monotonic() + SILENCE
        logger.warning("The queue took no hint (%s); the next sweep sends what is due.", error)
