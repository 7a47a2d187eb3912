"""Who acts for an organizer: invited by e-mail, ended when they leave."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notifications.outbox import To, notify
from organizers import access
from organizers.models import Representative, RepresentativeInvitation
from organizers.operations.common import facts, lock_organizer, path_of, tell_representatives, write_history
from organizers.queries import representatives_of
from services.tenancy import acting_as, actor_of, current_actor, forget_actor, on_behalf_of
from services.tokens import hash_of, new_seed, token_of
from vsrs.refusals import Refused
from vsrs.text import normalise_email
from vsrs.transactions import operation

INVITATION_LASTS = timedelta(days=14)
# Enough for any organizer; more would be a way to send mail to strangers.
OPEN_AT_ONCE = 20
# Rooms above take back what somebody who left still holds: functions (user, organizer, heir). The heir,
# perhaps None, acts for the organizer from then on in what the other one has begun.
after_leaving: list[Callable] = []


@operation
def invite_to_act(organizer, *, actor, email, role):
    """Invite the owner of `email` to represent the organizer or to book for it.

    An address with an account and one without get the same, so nobody learns who has an account.
    """
    email = normalise_email(email)
    current = lock_organizer(organizer)
    if not access.can_change_organization(actor, current):
        raise Refused(_("Only a representative of the organizer or its service can invite others."))
    acting = Representative.objects.current().filter(organizer=current)
    if acting.filter(user__email__iexact=email).exists():
        raise Refused(_("This person already acts for the organizer."), field="email")
    invitations = RepresentativeInvitation.objects.open().filter(organizer=current)
    if invitations.filter(email=email).exists():
        raise Refused(
            _("This address already has an invitation. Withdraw it to send another."), field="email"
        )
    if invitations.count() >= OPEN_AT_ONCE:
        raise Refused(_("Too many invitations are open. Withdraw those that are not needed."), field="email")
    seed = new_seed()
    invitation = RepresentativeInvitation.objects.create(
        service=current.service,
        organizer=current,
        email=email,
        role=role,
        token_hash=hash_of(token_of(seed)),
        invited_by=actor,
        expires_at=timezone.now() + INVITATION_LASTS,
    )
    write_history(current, actor, "representative.invited", changes={"role": role})
    _send(invitation, seed, actor)
    return invitation


@operation
def withdraw_invitation(invitation, *, actor):
    """Its link stops working; safe to repeat."""
    organizer = lock_organizer(invitation.organizer)
    if not access.can_change_organization(actor, organizer):
        raise Refused(_("Only a representative of the organizer or its service can withdraw invitations."))
    current = RepresentativeInvitation.objects.select_for_update(of=["self"]).get(pk=invitation.pk)
    if current.accepted_at:
        raise Refused(_("The invitation has already been accepted."))
    if current.withdrawn_at is None:
        current.withdrawn_at = timezone.now()
        current.save(update_fields=["withdrawn_at"])
        write_history(organizer, actor, "representative.invitation_withdrawn")
    return current


def find_invitation(token, *, actor):
    """The open invitation behind a link, for the owner of the invited address; else a refusal."""
    with acting_as(replace(current_actor(), link=hash_of(token))):
        rows = RepresentativeInvitation.objects.filter(token_hash=hash_of(token))
        invitation = rows.select_related("service", "invited_by").first()
    if invitation is None or invitation.withdrawn_at or invitation.expires_at <= timezone.now():
        raise Refused(_("This invitation is no longer valid. Ask for a new one."))
    if invitation.email != normalise_email(actor.email):
        raise Refused(_("This invitation was sent to another address. Sign in with the address that got it."))
    with on_behalf_of(invitation.service):
        # Read here, once: the invited person cannot see the organizer yet.
        invitation.organizer.municipality  # noqa: B018
    return invitation


@operation
def accept_invitation(token, *, actor):
    """`actor` acts for the organizer from now on; a second click changes nothing."""
    invitation = find_invitation(token, actor=actor)
    with on_behalf_of(invitation.service):
        organizer = lock_organizer(invitation.organizer)
        if organizer.is_closed:
            raise Refused(_("The record of this organizer has been closed."))
        current = RepresentativeInvitation.objects.select_for_update(of=["self"]).get(pk=invitation.pk)
        acting = Representative.objects.filter(organizer=organizer, user=actor, ends_on=None).first()
        if current.accepted_at:
            if acting:
                return acting
            raise Refused(_("This invitation has been used. Ask for a new one."))
        if current.withdrawn_at:
            raise Refused(_("This invitation is no longer valid. Ask for a new one."))
        current.accepted_at = timezone.now()
        current.save(update_fields=["accepted_at"])
        if acting is None:
            acting = Representative.objects.create(
                service=organizer.service, organizer=organizer, user=actor, role=current.role
            )
            write_history(organizer, actor, "representative.joined", changes={"role": current.role})
    forget_actor(actor)
    return acting


@operation
def change_role(representation, *, actor, role):
    """A contact becomes a representative or the other way round; the old role stays in the record."""
    organizer = lock_organizer(representation.organizer)
    if not access.can_change_organization(actor, organizer):
        raise Refused(_("Only a representative of the organizer or its service can change roles."))
    current = Representative.objects.select_for_update(of=["self"]).get(pk=representation.pk)
    if current.ends_on is not None or current.role == role:
        return current
    _keep_one_representative(organizer, current)
    current.ends_on = timezone.localdate()
    current.save(update_fields=["ends_on"])
    changed = Representative.objects.create(
        service=organizer.service, organizer=organizer, user=current.user, role=role
    )
    changes = {"who": str(current.user), "role": [current.role, role]}
    write_history(organizer, actor, "representative.role_changed", changes=changes)
    return changed


@operation
def end_representation(representation, *, actor):
    """Takes the right away at once. The last representative stays: somebody must answer for it."""
    organizer = lock_organizer(representation.organizer)
    own = representation.user_id == actor.pk
    if not (own or access.can_change_organization(actor, organizer)):
        raise Refused(_("Only a representative of the organizer or its service can take others off."))
    current = Representative.objects.select_for_update(of=["self"]).get(pk=representation.pk)
    if current.ends_on is not None:
        return current
    _keep_one_representative(organizer, current)
    service = organizer.service
    with on_behalf_of(service):
        current.ends_on = timezone.localdate()
        current.save(update_fields=["ends_on"])
        heir = actor if not own and actor_of(actor).represents(organizer.pk) else None
        heir = heir or representatives_of(organizer).first()
        for take_back in after_leaving:
            take_back(current.user, organizer, heir)
        name = str(current.user)
        write_history(organizer, actor, "representative.ended", changes={"who": name, "role": current.role})
        if not own:
            notify(
                service=service,
                kind="organizers.representation_ended",
                key=f"organizers.representation_ended:{current.pk}",
                to=[To(user=current.user)],
                data=facts(organizer),
                url=path_of("organizers:account"),
            )
        else:
            url = f"{path_of('organizers:organization')}?organizator={organizer.pk}"
            tell_representatives(
                organizer, "organizers.representative_left", url=url, cause=current.pk, who=name
            )
    forget_actor(current.user if not own else actor)
    return current


def _keep_one_representative(organizer, leaving):
    if leaving.role != Representative.Role.REPRESENTATIVE:
        return
    rows = Representative.objects.current().filter(organizer=organizer, role=leaving.role)
    if not rows.exclude(pk=leaving.pk).exists():
        raise Refused(
            _("An organizer needs at least one representative. Invite another one first, then try again.")
        )


def _send(invitation, seed, actor):
    organizer = invitation.organizer
    user = User.objects.filter(email__iexact=invitation.email, is_active=True).first()
    to = To(user=user) if user else To(email=invitation.email, language=actor.language)
    with on_behalf_of(invitation.service):
        notify(
            service=invitation.service,
            kind="organizers.invited",
            key=f"organizers.invited:{invitation.pk}",
            to=[to],
            data=facts(
                organizer,
                role=invitation.role,
                inviter=str(actor),
                expires_at=invitation.expires_at.isoformat(),
                seed=seed,
            ),
        )
