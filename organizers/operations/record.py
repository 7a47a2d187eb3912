"""Changes of an organizer's record, and openings of it by the network's coordinators."""

from django.utils.translation import gettext_lazy as _

from organizers import access
from organizers.models import Organizer
from organizers.operations.common import (
    both_scripts,
    changes_between,
    field_codes,
    lock_organizer,
    lock_register,
    write_history,
    write_words,
)
from services.tenancy import actor_of
from vsrs.refusals import Refused
from vsrs.transactions import operation

CONTACT_FIELDS = ("address", "email", "phone", "fields_of_work", "responsible_person", "responsible_function")
LEGAL_FIELDS = ("kind", "name", "name_cyrl", "registration_number", "jib", "municipality")


@operation
def change_contacts(organizer, *, actor, expected_revision=None, **fields):
    """What an organizer keeps up to date by itself: contacts, fields of work, who answers for it."""
    current = lock_organizer(organizer, expected_revision)
    if not access.can_change_organization(actor, current):
        raise Refused(_("Only a representative of the organizer or its service can change these data."))
    if "fields_of_work" in fields:
        fields["fields_of_work"] = field_codes(fields["fields_of_work"])
    return _save(current, actor, "organizer.contacts_changed", _only(fields, CONTACT_FIELDS))


@operation
def change_record(organizer, *, actor, expected_revision=None, **fields):
    """The whole record, by the service that answers for it: also name, kind, numbers, seat."""
    lock_register(organizer.service)
    current = lock_organizer(organizer, expected_revision)
    if not access.can_decide(actor, current):
        raise Refused(_("The service of the organizer's municipality decides about its record."))
    fields = _only(fields, LEGAL_FIELDS + CONTACT_FIELDS)
    if fields["municipality"].home_service_id != current.service_id:
        raise Refused(
            _("Another service looks after this municipality. The organizer has to apply there."),
            field="municipality",
        )
    if fields["kind"] == Organizer.Kind.COMPANY and current.conditions_confirmed_on is None:
        raise Refused(
            _("A company has to confirm the six conditions itself: return the application to it."),
            field="kind",
        )
    others = Organizer.objects.filter(service=current.service, jib=fields["jib"]).exclude(pk=current.pk)
    if not current.is_closed and others.exclude(status=Organizer.Status.CLOSED).exists():
        raise Refused(_("Another organizer with this JIB is registered in this service."), field="jib")
    fields["name"], fields["name_cyrl"] = both_scripts(fields["name"], fields["name_cyrl"])
    fields["fields_of_work"] = field_codes(fields["fields_of_work"])
    return _save(current, actor, "organizer.changed", fields)


@operation
def note_sight(organizer, *, actor):
    """A coordinator has opened a record with people's data: the organizer and its service can see that."""
    if not access.can_decide(actor, organizer) and actor_of(actor).is_coordinator:
        write_history(organizer, actor, "organizer.opened")


@operation
def note_sight_of_person(person, *, actor, as_file):
    """A coordinator has opened what is kept about somebody, or taken it away."""
    if not access.can_decide(actor, person.organizer) and actor_of(actor).is_coordinator:
        verb = "person.taken" if as_file else "person.opened"
        write_history(person.organizer, actor, verb, subject=person)


def _only(fields, known):
    unknown = set(fields) - set(known)
    if unknown:
        raise TypeError(f"Not changed here: {', '.join(sorted(unknown))}")
    return fields


def _save(organizer, actor, verb, fields):
    before = {name: getattr(organizer, name) for name in fields}
    for name, value in fields.items():
        setattr(organizer, name, value)
    changes = changes_between(before, organizer)
    if not changes:
        return organizer
    write_words(organizer)
    organizer.revision += 1
    organizer.save(update_fields=[*fields, "search", "sort", "revision"])
    write_history(organizer, actor, verb, changes=changes)
    return organizer
