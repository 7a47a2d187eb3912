"""Who must sign in with a second factor, and who has one."""

from allauth.mfa.models import Authenticator


def must_have_second_factor(actor):
    """Everybody who sees other people's data: staff, coordinators, the observer."""
    return bool(actor.services) or actor.is_observer


def has_second_factor(user):
    # Recovery codes alone are no factor: they only stand in for one.
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exists()
