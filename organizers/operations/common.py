"""What the operations of this room share: locks, stored words, messages."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from notifications.outbox import To, notify
from organizers.models import FieldOfWork, Organizer, Person
from organizers.queries import representatives_of
from services.desk import renew_counts
from services.history import record
from services.models import Service
from vsrs.refusals import Refused
from vsrs.text import fold, sort_key, to_cyrillic, to_latin

ROOM = "organizers"  # whose figures a change makes stale


class Conflict(Refused):
    """Somebody else saved the same record meanwhile; `current` is what they left."""

    def __init__(self, message, *, current):
        super().__init__(message)
        self.current = current


class Similar(Refused):
    """It looks like something that is already there; the person may say that it is another."""


def lock_register(service):
    """One change at a time of what tells two organizers of a service apart.

    NO KEY: rows that only point at the service (bookings, notices) need not wait.
    """
    return Service.objects.select_for_update(no_key=True).get(pk=service.pk)


def lock_organizer(organizer, expected_revision=None):
    """The organizer as it stands now, and nobody else changes it until the transaction ends."""
    current = Organizer.objects.select_for_update(no_key=True, of=["self"]).get(pk=organizer.pk)
    if expected_revision is not None and expected_revision != current.revision:
        raise Conflict(
            _("Somebody else has changed this record meanwhile. Compare, then save again."), current=current
        )
    return current


def lock_person(person, expected_revision=None):
    current = Person.objects.select_for_update(no_key=True, of=["self"]).get(pk=person.pk)
    if expected_revision is not None and expected_revision != current.revision:
        raise Conflict(
            _("Somebody else has changed this record meanwhile. Compare, then save again."), current=current
        )
    return current


def is_cyrillic(text):
    return any("\u0400" <= letter <= "\u04ff" for letter in text)


def both_scripts(name, name_cyrl):
    """The legal name in Latin and Cyrillic; one typed in Cyrillic where Latin is asked is understood."""
    if is_cyrillic(name):
        return to_latin(name), name_cyrl or name
    # Nothing is kept that the portal writes by itself: a better transliterator then helps everybody.
    return name, "" if name_cyrl == to_cyrillic(name) else name_cyrl


def field_codes(codes):
    """Codes of fields of work as they are stored: known ones, in one order, once."""
    return ",".join(code for code in FieldOfWork.values if code in set(codes))


def write_words(organizer):
    """What searching and ordering compare."""
    town = organizer.municipality.name
    parts = (organizer.name, organizer.name_cyrl, organizer.registration_number, organizer.email, town)
    organizer.search = f"{organizer.jib} {fold(' '.join(parts))}"[:700]
    organizer.sort = sort_key(organizer.name)[:400]


def facts(organizer, **more):
    """What a message about an organizer is written from; the sender sees no tenant row."""
    service = organizer.service
    return {
        "organizer": organizer.name,
        "organizer_id": organizer.pk,
        "service": service.name,
        "service_cyrl": service.name_cyrl,
        "service_slug": service.slug,
        "service_email": service.email,
        "service_phone": service.phone,
        **more,
    }


def tell_representatives(organizer, kind, *, url, cause=None, **more):
    """Must run where the service's rows may be written. `cause` (else the revision of the record) makes
    each message one of its own, however often the operation is repeated."""
    notify(
        service=organizer.service,
        kind=kind,
        key=f"{kind}:{organizer.pk}:{cause or organizer.revision}",
        to=[To(user=user) for user in representatives_of(organizer)],
        data=facts(organizer, **more),
        url=url,
    )


def path_of(name, *args):
    """A path for a message: without the language of whoever causes it."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(name, args=args)


def decide(organizer, status, actor, verb, reason=""):
    """Move a locked organizer to another status, with its line of history."""
    before = organizer.status
    organizer.status = status
    organizer.returned_reason = reason
    organizer.decided_at = timezone.now()
    if status == Organizer.Status.CONFIRMED:
        organizer.confirmed_at = organizer.confirmed_at or organizer.decided_at
    organizer.revision += 1
    organizer.save(update_fields=["status", "returned_reason", "decided_at", "confirmed_at", "revision"])
    changes = {"status": [before, status]} | ({"reason": reason} if reason else {})
    write_history(organizer, actor, verb, changes=changes)
    renew_counts(organizer.service)


def write_history(organizer, actor, verb, *, subject=None, changes=None):
    return record(
        service=organizer.service,
        actor=actor,
        verb=verb,
        subject=subject or organizer,
        organizer_id=organizer.pk,
        changes=changes,
    )


def changes_between(before, row):
    """{field: [before, after]} of what changed, as text."""
    after = {name: getattr(row, name) for name in before}
    return {name: [str(before[name]), str(after[name])] for name in before if before[name] != after[name]}
