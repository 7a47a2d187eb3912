"""What this room keeps about a person, and how it lets go of it."""

from django.utils import timezone

from services.models import HistoryEntry, Invitation, Membership, Service
from services.operations.people import end_membership
from services.tenancy import on_behalf_of


def export(user):
    memberships = Membership.objects.filter(user=user).select_related("service").order_by("starts_on", "pk")
    return {
        "memberships": [
            {
                "service": str(membership.service),
                "role": membership.role,
                "from": membership.starts_on.isoformat(),
                "until": membership.ends_on.isoformat() if membership.ends_on else None,
            }
            for membership in memberships
        ],
        "actions": [
            {"at": entry.at.isoformat(), "did": entry.verb, "to": entry.subject_text}
            for entry in HistoryEntry.objects.visible_to(user).filter(actor=user).order_by("at", "pk")
        ],
    }


def erase(user):
    """End what they still do; refuse while a service would be left without a manager."""
    for membership in Membership.objects.filter(user=user, ended_at=None).select_related("service", "user"):
        with on_behalf_of(membership.service):
            end_membership(membership, actor=user, tell=False)
    for service in Service.objects.visible_to(user):
        with on_behalf_of(service):
            invitations = Invitation.objects.filter(service=service, email__iexact=user.email)
            invitations.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
            invitations.update(email=f"obrisano-{user.pk}@invalid")
