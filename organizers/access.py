"""Who may see and do what with organizers and their people. One function a right."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from organizers.models import Organizer, Person, Representative, RepresentativeInvitation
from services.access import get_service
from services.tenancy import actor_of


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


def get_person_to_change(user, pk):
    """One of the people of an organizer this person acts for."""
    rows = Person.objects.visible_to(user).filter(organizer__in=actor_of(user).organizers)
    person = get_object_or_404(rows.select_related("organizer__service"), pk=pk)
    if not can_manage_people(user, person.organizer):
        raise PermissionDenied
    return person


def get_representation(user, organizer, pk):
    rows = Representative.objects.visible_to(user).current().filter(organizer=organizer)
    return get_object_or_404(rows.select_related("user", "organizer__service"), pk=pk)


def get_invitation(user, organizer, pk):
    rows = RepresentativeInvitation.objects.visible_to(user).open().filter(organizer=organizer)
    return get_object_or_404(rows.select_related("organizer__service"), pk=pk)
