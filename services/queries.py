"""Reads that join several tables for one page."""

from django.db.models import BigIntegerField

from services.access import can_work_in
from services.desk import side_counts
from services.models import HistoryEntry, Invitation, Membership
from services.tenancy import Somebody, ids_of
from vsrs.postgresql.prepared import Given, Prepared
from vsrs.text import sort_key


def people_of(user, service):
    """Who works here now, managers first; then those who no longer do, the latest first."""
    memberships = list(
        Membership.objects.visible_to(user).filter(service=service).select_related("user", "service")
    )
    now = [membership for membership in memberships if membership.is_current]
    before = [membership for membership in memberships if not membership.is_current]
    now.sort(key=lambda m: (m.role != Membership.Role.MANAGER, sort_key(str(m.user)), m.pk))
    before.sort(key=lambda m: (m.ends_on or m.starts_on, m.pk), reverse=True)
    return now, before


def work_of(user):
    """What a person does in the network: {membership, desk or not, how many tasks wait}, by service."""
    own = Membership.objects.visible_to(user).current().filter(user=user)
    own = own.select_related("service").order_by("service__sort", "pk")
    work = []
    for membership in own:
        has_desk = can_work_in(user, membership.service)
        tasks = side_counts(user, membership.service)["tasks"] if has_desk else 0
        work.append({"membership": membership, "has_desk": has_desk, "tasks": tasks})
    return work


def waiting_invitations(user, service):
    """Sent and not yet answered, the expired ones too: they can be sent again."""
    unanswered = Invitation.objects.visible_to(user).filter(
        service=service, accepted_at=None, withdrawn_at=None
    )
    return list(unanswered.select_related("invited_by"))


CHANGES = Prepared(
    lambda: HistoryEntry.objects.visible_to(Somebody()).filter(service=Given("service", BigIntegerField()))
)


def latest_changes(user, service, *, limit):
    """What was done in a service in which this person works."""
    return CHANGES.first(limit, service=service.pk, **ids_of(user))
