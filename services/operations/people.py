"""Who works in a service: invited, accepted, given another role, ended."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from services import history, notices
from services.models import Invitation, Membership, Service
from services.tenancy import forget_actor, on_behalf_of
from services.tokens import hash_of, new_seed, token_of
from vsrs import dates
from vsrs.refusals import Refused
from vsrs.text import normalise_email
from vsrs.transactions import operation

VALID_FOR = timedelta(days=14)
# A second letter so soon would only help somebody who fills another's mailbox.
RESEND_AFTER = timedelta(minutes=10)
OPEN_AT_ONCE = 30


def roles_in(service):
    """The roles a service can give. Observers belong to the republic office alone."""
    roles = [Membership.Role.STAFF, Membership.Role.MANAGER]
    return [*roles, Membership.Role.OBSERVER] if service.is_republic else roles


@operation
def invite(service, *, actor, email, role):
    """Invite the owner of `email` to work in `service`.

    Safe to repeat: the invitation that is already open is returned.
    """
    service = _locked(service)
    email = normalise_email(email)
    _check_role(service, role)
    if Membership.objects.current().filter(service=service, user__email__iexact=email).exists():
        raise Refused(_("This person already works in the service."), field="email")
    open_ones = Invitation.objects.filter(service=service, accepted_at=None, withdrawn_at=None)
    earlier = open_ones.filter(email__iexact=email).first()
    if earlier and earlier.is_open and earlier.role == role:
        return earlier
    if earlier:
        earlier.withdrawn_at = timezone.now()
        earlier.save(update_fields=["withdrawn_at"])
    if open_ones.open().count() >= OPEN_AT_ONCE:
        raise Refused(_("Too many invitations wait for an answer. Withdraw those that are not needed."))
    seed = new_seed()
    invitation = Invitation.objects.create(
        service=service,
        email=email,
        role=role,
        token_hash=hash_of(token_of(seed)),
        invited_by=actor,
        sent_at=timezone.now(),
        expires_at=timezone.now() + VALID_FOR,
    )
    _send(invitation, seed, actor)
    history.record(
        service=service, actor=actor, verb="invitation.sent", subject=invitation, changes={"role": role}
    )
    return invitation


@operation
def resend_invitation(invitation, *, actor):
    """Send a new link; the earlier one stops working."""
    invitation = _open_and_locked(invitation, even_expired=True)
    if timezone.now() - invitation.sent_at < RESEND_AFTER:
        raise Refused(_("The invitation was sent a moment ago. Wait ten minutes before sending it again."))
    seed = new_seed()
    invitation.token_hash = hash_of(token_of(seed))
    invitation.sent_at = timezone.now()
    invitation.expires_at = timezone.now() + VALID_FOR
    invitation.save(update_fields=["token_hash", "sent_at", "expires_at"])
    _send(invitation, seed, actor)
    history.record(service=invitation.service, actor=actor, verb="invitation.resent", subject=invitation)


@operation
def withdraw_invitation(invitation, *, actor):
    """Safe to repeat."""
    invitation = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    if invitation.accepted_at:
        raise Refused(_("The invitation has already been accepted."))
    if invitation.withdrawn_at:
        return
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    history.record(service=invitation.service, actor=actor, verb="invitation.withdrawn", subject=invitation)


@operation
def accept_invitation(invitation, *, actor):
    """`actor`, whose address was invited, begins to work in the service.

    Safe to repeat: the second click finds the membership of the first.
    """
    service = invitation.service
    if normalise_email(actor.email) != normalise_email(invitation.email):
        raise Refused(_("The invitation was sent to another address. Sign in with that one."))
    with on_behalf_of(service):
        # The service first, as everywhere here, so that no two of us wait for each other.
        _locked(service)
        invitation = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
        if invitation.accepted_at:
            return Membership.objects.current().filter(service=service, user=actor).first()
        if not invitation.is_open:
            raise Refused(_("The invitation is no longer valid. Ask the service for a new one."))
        membership = _employ(service, actor, invitation.role)
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
        history.record(
            service=service,
            actor=actor,
            verb="membership.began",
            subject=membership,
            changes={"role": membership.role},
        )
    forget_actor(actor)
    return membership


@operation
def change_role(membership, *, actor, role):
    """Safe to repeat. A service keeps at least one manager."""
    service = _locked(membership.service)
    membership = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
    _check_role(service, role)
    if membership.ended_at:
        raise Refused(_("This person no longer works in the service."))
    if membership.role == role:
        return membership
    if membership.role == Membership.Role.MANAGER:
        _refuse_if_last_manager(service, membership)
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    history.record(
        service=service,
        actor=actor,
        verb="membership.role_changed",
        subject=membership,
        changes={"role": [before, role]},
    )
    return membership


@operation
def end_membership(membership, *, actor, tell=True):
    """From this moment on. Safe to repeat. A service keeps at least one manager."""
    service = _locked(membership.service)
    membership = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
    if membership.ended_at:
        return
    if membership.role == Membership.Role.MANAGER:
        _refuse_if_last_manager(service, membership)
    now = timezone.now()
    membership.ended_at = now
    membership.ends_on = max(timezone.localdate(), membership.starts_on)
    membership.save(update_fields=["ended_at", "ends_on"])
    history.record(service=service, actor=actor, verb="membership.ended", subject=membership)
    person = membership.user
    if tell and person.is_active:
        with translation.override(person.language):
            data = {"title": str(service), "ends_on": dates.short_date(membership.ends_on)}
        notices.owe(
            service=service,
            kind="services.membership_ended",
            key=f"membership-ended:{membership.pk}",
            to=notices.Recipient(user=person),
            data=data,
            url=reverse("accounts:profile"),
        )


def _locked(service):
    """Changes of who works in a service wait for one another, so that they count the same managers."""
    return Service.objects.select_for_update(no_key=True).get(pk=service.pk)


def _open_and_locked(invitation, *, even_expired=False):
    invitation = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    if invitation.accepted_at:
        raise Refused(_("The invitation has already been accepted."))
    if invitation.withdrawn_at or not (even_expired or invitation.is_open):
        raise Refused(_("The invitation is no longer valid. Invite the person anew."))
    return invitation


def _check_role(service, role):
    if role not in roles_in(service):
        raise Refused(_("This service does not give such a role."), field="role")


def _employ(service, user, role):
    current = Membership.objects.current().filter(service=service, user=user).first()
    if current is None:
        return Membership.objects.create(service=service, user=user, role=role)
    if current.role != role:
        current.role = role
        current.save(update_fields=["role"])
    return current


def _refuse_if_last_manager(service, membership):
    managers = Membership.objects.current().filter(service=service, role=Membership.Role.MANAGER)
    if not managers.filter(user__is_active=True).exclude(pk=membership.pk).exists():
        raise Refused(_("This is the only manager of the service. Give the role to somebody else first."))


def _send(invitation, seed, actor):
    known = User.objects.filter(email__iexact=invitation.email, is_active=True).first()
    language = known.language if known else get_language() or settings.LANGUAGE_CODE
    with translation.override(language):
        data = {
            "title": str(invitation.service),
            "role_name": str(invitation.get_role_display()),
            "inviter": str(actor),
            "expires_at": invitation.expires_at.isoformat(),
            "seed": seed,
        }
    notices.owe(
        service=invitation.service,
        kind="services.invitation",
        key=f"invitation:{invitation.pk}:{invitation.token_hash[:12]}",
        to=notices.Recipient(
            email=invitation.email, name=known.full_name if known else "", language=language
        ),
        data=data,
    )
