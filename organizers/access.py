"""Who may see and do what with organizers and their people. One function a right."""

from contextlib import contextmanager
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from organizers.models import (
    SIDES,
    Organizer,
    Person,
    Representative,
    RepresentativeInvitation,
    SamePersonDecision,
)
from services.access import get_service, get_service_to_work_in
from services.tenancy import acting_as, actor_of


def is_representative(user, organizer):
    """Represents it fully; a contact only books and keeps the list of people."""
    if not actor_of(user).represents(organizer.pk):
        return False
    rows = Representative.objects.current().filter(organizer=organizer, user=user.pk)
    return rows.filter(role=Representative.Role.REPRESENTATIVE).exists()


def can_decide(user, organizer):
    """Confirm, return, pause, close: the staff of its home service."""
    return actor_of(user).works_in(organizer.service_id)


def can_change_organization(user, organizer):
    """Contact data and who acts for it: its representatives and the staff of its home service."""
    if organizer.is_closed:
        return False
    return can_decide(user, organizer) or is_representative(user, organizer)


def can_correct_application(user, organizer):
    """An application that came back is corrected by its representatives."""
    return organizer.is_returned and is_representative(user, organizer)


def can_manage_people(user, organizer):
    """Everybody who acts for the organizer, and the staff of its home service."""
    if organizer.is_closed:
        return False
    return actor_of(user).represents(organizer.pk) or can_decide(user, organizer)


def own_organizers(user):
    """The organizers this person acts for, in Serbian order."""
    mine = Organizer.objects.visible_to(user).filter(pk__in=actor_of(user).organizers)
    return mine.select_related("service", "municipality")


def get_own_organizer(user, pk):
    return get_object_or_404(own_organizers(user), pk=pk)


def get_own_organizer_to_change(user, pk):
    """Acts for it, but only as a contact: 403."""
    organizer = get_own_organizer(user, pk)
    if not is_representative(user, organizer):
        raise PermissionDenied
    return organizer


def get_workspace(user, slug):
    """The service whose organizers this person may look at: its staff, and coordinators who only read."""
    service = get_service(user, slug)
    actor = actor_of(user)
    if not (actor.works_in(service.pk) or actor.is_coordinator):
        raise Http404
    return service


def get_organizer(user, slug, pk):
    """The record as the service keeps it. For anybody else there is none: 404."""
    service = get_workspace(user, slug)
    rows = Organizer.objects.visible_to(user).select_related("service", "municipality", "registered_by")
    return get_object_or_404(rows, service=service, pk=pk)


def get_organizer_to_decide(user, slug, pk):
    """Sees it, but does not work in its service: 403."""
    organizer = get_organizer(user, slug, pk)
    if not can_decide(user, organizer):
        raise PermissionDenied
    return organizer


def can_merge_people(user, organizer):
    """Two records of its own people become one: its representatives, not its contacts."""
    return not organizer.is_closed and (can_decide(user, organizer) or is_representative(user, organizer))


def can_erase_people(user, organizer):
    """What cannot be taken back is for its representatives and the staff of its home service."""
    return can_merge_people(user, organizer)


def can_decide_pair(user, pair):
    """Staff within their services, representatives within their organizer, coordinators across services."""
    actor = actor_of(user)
    if actor.works_in(pair.service_id) and actor.works_in(pair.other_service_id):
        return True
    if pair.service_id != pair.other_service_id:
        return actor.is_coordinator
    return pair.organizer_id is not None and is_representative(user, pair.organizer)


def _pairs(user):
    sides = [f"{side}__organizer__service" for side in SIDES]
    rows = SamePersonDecision.objects.visible_to(user).shown()
    return rows.select_related("organizer", "decided_by", *sides)


def get_pair(user, slug, pk):
    """Two records of people of organizers at home in one service this user works in."""
    service = get_service_to_work_in(user, slug)
    return get_object_or_404(_pairs(user).within(service), pk=pk)


def get_own_pair(user, pk):
    """Two records of one organizer this person acts for; as a contact only: 403."""
    pair = get_object_or_404(_pairs(user).filter(organizer__in=actor_of(user).organizers), pk=pk)
    if not is_representative(user, pair.organizer):
        raise PermissionDenied
    return pair


def get_pair_across(user, pk):
    """Two records in two services: coordinators only."""
    require_coordinator(user)
    return get_object_or_404(_pairs(user).across(), pk=pk)


def _people(user):
    return Person.objects.visible_to(user).listed().select_related("organizer__service", "service")


@contextmanager
def reading_person(user, pk):
    """`with reading_person(user, pk) as (person, reader):` one of the people of an organizer this person
    acts for, or their own record, which they read as its organizer does. Every read names the person, so
    nobody else's record comes with it; what is drawn must be drawn inside.
    """
    actor = actor_of(user)
    mine = Q(organizer__in=actor.organizers) | Q(user=actor.user_id)
    person = get_object_or_404(Person.objects.visible_to(user).listed().filter(mine), pk=pk)
    if actor.represents(person.organizer_id):
        reader = user
    else:
        reader = Oneself(replace(actor, organizers=(*actor.organizers, person.organizer_id)))
    with acting_as(actor_of(reader)):
        yield _people(reader).get(pk=person.pk), reader


class Oneself:
    """Stands for a person who reads their own record."""

    is_authenticated = False

    def __init__(self, actor):
        self._actor = actor


def get_person_at_home(user, slug, pk):
    """One of the people of an organizer of this service: its staff, and coordinators who only read."""
    service = get_workspace(user, slug)
    return get_object_or_404(_people(user).filter(service=service), pk=pk)


def get_person_at_home_to_erase(user, slug, pk):
    """Sees it, but does not work in the organizer's service: 403."""
    person = get_person_at_home(user, slug, pk)
    if not can_erase_people(user, person.organizer):
        raise PermissionDenied
    return person


def require_coordinator(user):
    if not actor_of(user).is_coordinator:
        raise Http404


def get_person_to_change(user, pk):
    """One of the people of an organizer this person acts for."""
    rows = Person.objects.visible_to(user).listed().filter(organizer__in=actor_of(user).organizers)
    person = get_object_or_404(rows.select_related("organizer__service"), pk=pk)
    if not can_manage_people(user, person.organizer):
        raise PermissionDenied
    return person


def get_person_to_erase(user, pk):
    """Acts for the organizer, but only as a contact: 403."""
    person = get_person_to_change(user, pk)
    if not can_erase_people(user, person.organizer):
        raise PermissionDenied
    return person


def get_representation(user, organizer, pk):
    rows = Representative.objects.visible_to(user).current().filter(organizer=organizer)
    return get_object_or_404(rows.select_related("user", "organizer__service"), pk=pk)


def get_invitation(user, organizer, pk):
    rows = RepresentativeInvitation.objects.visible_to(user).open().filter(organizer=organizer)
    return get_object_or_404(rows.select_related("organizer__service"), pk=pk)
