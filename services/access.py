"""Who works where, and what each may do in a service. One function a right."""

from contextlib import contextmanager
from dataclasses import replace

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField, CharField, DateField
from django.db.models.functions import JSONArray
from django.http import Http404
from django.shortcuts import get_object_or_404

from services import tenancy
from services.models import Invitation, Membership, Service
from services.tenancy import actor_of
from services.tokens import hash_of
from vsrs.postgresql.prepared import Given, Prepared

# The register is public: everybody sees the same.
REGISTER = Prepared(lambda: Service.objects.visible_to(None).filter(slug=Given("slug", CharField())))


WHOLE_REGISTER = Prepared(lambda: Service.objects.visible_to(None).order_by("sort"))


def memberships():
    """[[service, role, kind of the service]] of a person who is given."""
    current = Membership.objects.current(on=Given("today", DateField()))
    mine = current.filter(user=Given("user", BigIntegerField())).order_by()
    return ArraySubquery(mine.values(row=JSONArray("service_id", "role", "service__kind")))


def roles(rows):
    """The Actor fields that memberships decide: services, managed, level."""
    works = [(service, role, kind) for service, role, kind in rows if role != Membership.Role.OBSERVER]
    level = tenancy.MEMBER
    if any(kind == Service.Kind.REPUBLIC for _, _, kind in works):
        level = tenancy.COORDINATOR
    elif any(role == Membership.Role.OBSERVER and kind == Service.Kind.REPUBLIC for _, role, kind in rows):
        level = tenancy.OBSERVER
    return {
        "level": level,
        "services": tuple(sorted({service for service, _, _ in works})),
        "managed": tuple(sorted({service for service, role, _ in works if role == Membership.Role.MANAGER})),
    }


def can_work_in(user, service):
    return actor_of(user).works_in(service.pk)


def can_manage(user, service):
    return actor_of(user).manages(service.pk)


def can_oversee(user):
    """Sees the whole network: coordinators and, without personal data, the observer."""
    actor = actor_of(user)
    return actor.is_coordinator or actor.is_observer


def get_service(user, slug):
    """A service of the public register; one that has closed keeps its page."""
    for service in REGISTER.objects(slug=slug):
        return service
    raise Http404


def all_services(user):
    """The whole public register, in Serbian order."""
    return WHOLE_REGISTER.objects()


def get_service_to_work_in(user, slug):
    """A service whose workspace this user may open. Anybody else's workspace looks like none: 404."""
    service = get_service(user, slug)
    if not can_work_in(user, service):
        raise Http404
    return service


def get_service_to_manage(user, slug):
    """Works there but does not manage it: 403."""
    service = get_service_to_work_in(user, slug)
    if not can_manage(user, service):
        raise PermissionDenied
    return service


def get_membership_to_manage(user, slug, pk):
    """A person's place in a service this user manages, with the service."""
    service = get_service_to_manage(user, slug)
    memberships = Membership.objects.visible_to(user).select_related("user", "service")
    return get_object_or_404(memberships, service=service, pk=pk)


def get_invitation_to_manage(user, slug, pk):
    service = get_service_to_manage(user, slug)
    invitations = Invitation.objects.visible_to(user).select_related("service")
    return get_object_or_404(invitations, service=service, pk=pk)


@contextmanager
def invited(user, token):
    """`with invited(user, token) as invitation:` the link opens its invitation, and nothing else."""
    link = hash_of(token)
    with tenancy.acting_as(replace(actor_of(user), link=link)):
        invitations = Invitation.objects.select_related("service", "invited_by")
        yield get_object_or_404(invitations, token_hash=link)
