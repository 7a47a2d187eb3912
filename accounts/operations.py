"""What people do with their own account."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from accounts import personal
from accounts.models import User


def open_account(*, email, full_name, language, password=None):
    """An account whose address is already proven: by an invitation's link, or by the founder's word."""
    user = User.objects.create_user(email, password, full_name=full_name, language=language)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def export_person(user):
    """All that the portal keeps about `user`, as plain data for a JSON file."""
    account = {
        "e_mail": user.email,
        "other_addresses": list(
            EmailAddress.objects.filter(user=user).exclude(email=user.email).values_list("email", flat=True)
        ),
        "full_name": user.full_name,
        "language": user.language,
        "keyboard_shortcuts": user.keyboard_shortcuts,
        "opened": user.date_joined.isoformat(),
        "last_sign_in": user.last_login.isoformat() if user.last_login else None,
        "second_factors": list(Authenticator.objects.filter(user=user).values_list("type", flat=True)),
        "sessions": [
            {"from": session.created_at.isoformat(), "ip": session.ip, "browser": session.user_agent}
            for session in UserSession.objects.filter(user=user)
        ],
    }
    rooms = {section.name: section.export(user) for section in personal.sections.values()}
    return {"made": timezone.now().isoformat(), "account": account} | rooms


@transaction.atomic
def erase_person(user):
    """Erase what identifies `user`; what they did stays in the counts, under no name.

    Raises Refused when a room cannot let them go yet (the only manager of a service).
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    for section in personal.sections.values():
        section.erase(user)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.email = f"obrisano-{user.pk}@invalid"
    user.full_name = ""
    user.is_active = False
    user.last_login = None
    user.set_unusable_password()
    user.save(update_fields=["email", "full_name", "is_active", "last_login", "password"])
