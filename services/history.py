"""The history of what was done: written inside the operation's own transaction."""

from services.desk import renew_counts
from services.models import HistoryEntry
from vsrs.postgresql.inserts import insert
from vsrs.text import fold


def record(*, service, actor, verb, subject, changes=None, organizer_id=None):
    """Append one row: `actor` (a User, or None for the portal itself) did `verb` to `subject`.

    `verb` is a code such as "booking.made"; `services.history_words` holds its words.
    `changes` is {field: [before, after]} or facts worth keeping; no personal data beyond names.
    """
    renew_counts(service)
    # The address of an account without a name may be longer than a name.
    name, text = str(actor)[:150] if actor else "", str(subject)[:250]
    entry = HistoryEntry(
        service=service,
        actor=actor,
        actor_name=name,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_text=text,
        search=fold(f"{name} {text}")[:420],
        organizer_id=organizer_id,
        changes=changes or {},
    )
    insert(entry)
    return entry
