"""Plain functions for the tests of people who work in services."""

import re

from django.db import transaction

from notifications import letters
from notifications.models import Notice
from services.access import invited
from services.models import HistoryEntry, Membership
from services.operations.people import (
    accept_invitation,
    invite,
)
from services.tenancy import forget_actor
from tests import cast

ROLE = Membership.Role


def token_of(email):
    """The link as the invited person finds it in the letter."""
    with cast.sees_all():
        notice = Notice.objects.filter(kind="services.invitation", email=email).latest("pk")
        words = letters.message_of(notice).body
    assert token_in(words) not in str(notice.data)
    return token_in(words)


def token_in(words):
    return re.search(r"/poziv/([^/]+)/", words)[1]


def roles(service):
    with cast.sees_all():
        return {m.user.email: m.role for m in Membership.objects.current().filter(service=service)}


def verbs(service):
    with cast.sees_all():
        return list(
            HistoryEntry.objects.filter(service=service).order_by("pk").values_list("verb", flat=True)
        )


def sent_invitation(milica, service, email="nova@example.org", role=ROLE.STAFF):
    with cast.asking(milica):
        return invite(service, actor=milica, email=email, role=role)


def accept(user, token):
    forget_actor(user)
    with transaction.atomic(), invited(user, token) as invitation:
        return accept_invitation(invitation, actor=user)


def membership_of(user):
    with cast.sees_all():
        return Membership.objects.select_related("service", "user").get(user=user)
