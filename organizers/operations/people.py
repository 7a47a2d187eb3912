"""An organizer's people: who comes to trainings."""

from uuid import uuid4

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.own_data import erase_letters_to
from organizers import access
from organizers.models import Person, SamePersonDecision
from organizers.operations.common import Similar, lock_organizer, lock_person, write_history
from organizers.operations.pairs import note_pairs_of
from organizers.operations.same_people import everywhere
from organizers.person_records import sections
from organizers.queries import account_with, name_key, phone_key
from services.tenancy import on_behalf_of
from vsrs.refusals import Refused
from vsrs.text import fold, normalise_email, sort_key
from vsrs.transactions import operation

FIELDS = ("full_name", "position", "email", "phone")
WORDS = ("search", "sort", "name_key", "phone_key", "user")
NOBODY = "–"


@operation
def add_person(organizer, *, actor, full_name, position="", email="", phone="", is_another=False):
    """Add somebody to the organizer's people; the same form sent twice adds one person.

    `is_another`: the person typing has seen that the name is there already and says it is another one.
    """
    # The lock: two people who add the same name at once must see each other.
    organizer = lock_organizer(organizer)
    _check_right(actor, organizer)
    said = {"full_name": full_name, "position": position, "email": normalise_email(email), "phone": phone}
    people = Person.objects.filter(organizer=organizer).listed()
    if same := people.active().filter(**said).first():
        return same
    _refuse_same_name(people, full_name, is_another)
    person = Person(service=organizer.service, organizer=organizer, **said)
    _write_words(person)
    person.save(force_insert=True)
    _note_pairs(person)
    write_history(organizer, actor, "person.added", subject=person)
    return person


@operation
def change_person(
    person, *, actor, full_name, position="", email="", phone="", is_another=False, expected_revision=None
):
    """Bookings made earlier keep the name they were made with."""
    organizer = lock_organizer(person.organizer)
    _check_right(actor, organizer)
    current = _still_there(lock_person(person, expected_revision))
    said = {"full_name": full_name, "position": position, "email": normalise_email(email), "phone": phone}
    changed = [name for name in FIELDS if getattr(current, name) != said[name]]
    if not changed:
        return current
    if fold(full_name) != fold(current.full_name):
        people = Person.objects.filter(organizer=organizer).listed().exclude(pk=current.pk)
        _refuse_same_name(people, full_name, is_another)
    # History keeps names, not people's addresses and numbers.
    changes = {"fields": changed}
    if "full_name" in changed:
        changes["full_name"] = [current.full_name, full_name]
    for name in changed:
        setattr(current, name, said[name])
    _write_words(current)
    current.revision += 1
    current.save(update_fields=[*FIELDS, *WORDS, "revision"])
    _note_pairs(current)
    write_history(organizer, actor, "person.changed", subject=current, changes=changes)
    return current


@operation
def mark_left(person, *, actor):
    """They are offered for bookings no more; what they attended stays. Safe to repeat."""
    return _set_left(person, actor, timezone.localdate(), "person.left")


@operation
def bring_back(person, *, actor):
    """Undo `mark_left`."""
    return _set_left(person, actor, None, "person.came_back")


@operation
def erase_person_record(person, *, actor):
    """What says who it was goes, with the records that were merged into this one; counts stay."""
    organizer = lock_organizer(person.organizer)
    if not access.can_erase_people(actor, organizer):
        raise Refused(_("Only its representatives and its service erase an organizer's people."))
    with everywhere():
        current = lock_person(person)
        if current.erased_at:
            return current
        _still_there(current)
        for section in sections.values():
            section.refuse_erase(current)
        people = [current, *current.merged.all()]
        for one in people:
            if one.email:
                erase_letters_to(one.email, one.full_name, instead=f"obrisano-osoba-{one.pk}@invalid")
            _blank(one)
        for section in sections.values():
            section.erase(people, actor=actor)
        pairs = SamePersonDecision.objects.filter(Q(first__in=people) | Q(second__in=people))
        pairs.update(verdict="", reasons="", kept=None, moved={})
        # About the organizer: of the person there is no name left to write.
        write_history(organizer, actor, "person.erased")
    return current


def _blank(person):
    person.full_name = NOBODY
    person.position = person.email = person.phone = ""
    person.search = person.sort = person.name_key = person.phone_key = ""
    person.user = None
    # Nobody's any more: what others of the same human being have completed is not counted for it.
    person.human = uuid4()
    person.left_on = person.left_on or timezone.localdate()
    person.erased_at = timezone.now()
    person.revision += 1
    person.save(
        update_fields=[*FIELDS, *WORDS, "human", "left_on", "erased_at", "revision"],
    )


def _set_left(person, actor, left_on, verb):
    organizer = lock_organizer(person.organizer)
    _check_right(actor, organizer)
    current = _still_there(lock_person(person))
    if bool(current.left_on) == bool(left_on):
        return current
    current.left_on = left_on
    current.revision += 1
    current.save(update_fields=["left_on", "revision"])
    write_history(organizer, actor, verb, subject=current)
    return current


def _check_right(actor, organizer):
    if not access.can_manage_people(actor, organizer):
        raise Refused(_("Only those who act for the organizer keep the list of its people."))


def _still_there(person):
    if person.merged_into_id or person.erased_at:
        raise Refused(_("This record is no longer on the list."))
    return person


def _write_words(person):
    person.search = fold(f"{person.full_name} {person.position} {person.email}")[:300]
    person.sort = sort_key(person.full_name)[:300]
    person.name_key = name_key(person.full_name)
    person.phone_key = phone_key(person.phone)
    # Whoever has proved that the address is theirs reads their own record.
    person.user = account_with(person.email)


def _note_pairs(person):
    """The likeness to people of other organizers is the service's to see, not of whoever types."""
    with on_behalf_of(person.service):
        note_pairs_of(person)


def _refuse_same_name(people, full_name, is_another):
    if is_another:
        return
    name = fold(full_name)
    known = people.filter(search__startswith=name[:300]).only("full_name", "left_on", "position")
    for person in known:
        if fold(person.full_name) == name:
            words = _("%(name)s is already on the list. If this is another person, say so below.")
            if person.left_on:
                words = _("%(name)s is among those who left. If this is another person, say so below.")
            raise Similar(words % {"name": person.full_name}, field="is_another")
