"""What this room keeps about a person with an account, and how it lets go of it."""

from allauth.account.models import EmailAddress
from django.urls import reverse

from organizers.access import reading_person
from organizers.models import Organizer, Person, Representative
from organizers.operations.representatives import end_representation
from organizers.operations.same_people import everywhere
from organizers.person_records import sections
from services.tenancy import on_behalf_of


def export(user):
    # An organizer they have left is no longer theirs to read.
    mine = Organizer.objects.visible_to(user)
    rows = Representative.objects.filter(user=user, organizer__in=mine).select_related("organizer")
    return {
        "people_lists": [export_own_record(user, pk) for pk in own_records(user)],
        "organizers": [
            {
                "organizer": row.organizer.name,
                "role": row.role,
                "from": row.starts_on.isoformat(),
                "until": row.ends_on.isoformat() if row.ends_on else None,
            }
            for row in rows.order_by("starts_on", "pk")
        ],
    }


def erase(user):
    """End what they still do; refuse while an organizer would be left without a representative."""
    rows = Representative.objects.current().filter(user=user).select_related("organizer__service", "user")
    for representation in rows:
        with on_behalf_of(representation.organizer.service):
            end_representation(representation, actor=user)
    with everywhere():
        Person.objects.filter(user=user).update(user=None)


def own_records(user):
    """Ids of the records of this person in the lists of organizers."""
    return list(Person.objects.listed().filter(user=user.pk).order_by("pk").values_list("pk", flat=True))


def links(user):
    """[(words, address)] of the own records, for the page about one's data."""
    found = []
    for pk in own_records(user):
        with reading_person(user, pk) as (person, _reader):
            found.append((person.organizer, reverse("organizers:person", args=[pk])))
    return found


def export_own_record(user, pk):
    with reading_person(user, pk) as (person, reader):
        return export_record(reader, person)


def export_record(user, person):
    """All that the portal keeps about one of an organizer's people, as plain data."""
    record = {
        "organizer": person.organizer.name,
        "full_name": person.full_name,
        "position": person.position,
        "e_mail": person.email,
        "phone": person.phone,
        "left_on": person.left_on and person.left_on.isoformat(),
    }
    return record | {section.name: section.export(user, person) for section in sections.values()}


def join_accounts(service):
    """Records with the proven address of an account that was opened after they were entered."""
    rows = Person.objects.filter(service=service, user=None).listed().exclude(email="")
    known = EmailAddress.objects.filter(verified=True, user__is_active=True, email__in=rows.values("email"))
    for address in known.order_by("pk"):
        rows.filter(email=address.email).update(user=address.user_id)
