"""An organizer's people: who comes to trainings."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizers import access
from organizers.models import Person
from organizers.operations.common import Similar, lock_organizer, lock_person, write_history
from vsrs.refusals import Refused
from vsrs.text import fold, normalise_email, sort_key
from vsrs.transactions import operation

FIELDS = ("full_name", "position", "email", "phone")


@operation
def add_person(organizer, *, actor, full_name, position="", email="", phone="", is_another=False):
    """Add somebody to the organizer's people; the same form sent twice adds one person.

    `is_another`: the person typing has seen that the name is there already and says it is another one.
    """
    # The lock: two people who add the same name at once must see each other.
    organizer = lock_organizer(organizer)
    _check_right(actor, organizer)
    said = {"full_name": full_name, "position": position, "email": normalise_email(email), "phone": phone}
    people = Person.objects.filter(organizer=organizer)
    if same := people.active().filter(**said).first():
        return same
    _refuse_same_name(people, full_name, is_another)
    person = Person(service=organizer.service, organizer=organizer, **said)
    _write_words(person)
    person.save(force_insert=True)
    write_history(organizer, actor, "person.added", subject=person)
    return person


@operation
def change_person(
    person, *, actor, full_name, position="", email="", phone="", is_another=False, expected_revision=None
):
    """Bookings made earlier keep the name they were made with."""
    organizer = lock_organizer(person.organizer)
    _check_right(actor, organizer)
    current = lock_person(person, expected_revision)
    said = {"full_name": full_name, "position": position, "email": normalise_email(email), "phone": phone}
    changed = [name for name in FIELDS if getattr(current, name) != said[name]]
    if not changed:
        return current
    if fold(full_name) != fold(current.full_name):
        people = Person.objects.filter(organizer=organizer).exclude(pk=current.pk)
        _refuse_same_name(people, full_name, is_another)
    # History keeps names, not people's addresses and numbers.
    changes = {"fields": changed}
    if "full_name" in changed:
        changes["full_name"] = [current.full_name, full_name]
    for name in changed:
        setattr(current, name, said[name])
    _write_words(current)
    current.revision += 1
    current.save(update_fields=[*FIELDS, "search", "sort", "revision"])
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


def _set_left(person, actor, left_on, verb):
    organizer = lock_organizer(person.organizer)
    _check_right(actor, organizer)
    current = lock_person(person)
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


def _write_words(person):
    person.search = fold(f"{person.full_name} {person.position} {person.email}")[:300]
    person.sort = sort_key(person.full_name)[:300]


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
