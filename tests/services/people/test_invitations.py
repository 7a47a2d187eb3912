"""Somebody is invited to work in a service."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.models import Notice
from services.models import Invitation
from services.operations.people import (
    invite,
    resend_invitation,
    withdraw_invitation,
)
from services.tokens import hash_of
from tests import cast
from tests.services.people.helpers import ROLE, sent_invitation, token_of, verbs
from vsrs.refusals import Refused


def test_invitation_goes_out_once_and_keeps_only_a_hash(banja_luka, milica):
    first = sent_invitation(milica, banja_luka, "  Nova@Example.org ")
    second = sent_invitation(milica, banja_luka, "nova@example.org")

    token = token_of("nova@example.org")
    with cast.sees_all():
        notices = Notice.objects.filter(kind="services.invitation")
        assert [notice.email for notice in notices] == ["nova@example.org"]
    assert first == second
    assert first.token_hash == hash_of(token) != token
    assert first.expires_at - timezone.now() > timedelta(days=13)
    assert verbs(banja_luka) == ["invitation.sent"]


def test_inviting_with_another_role_replaces_the_open_invitation(banja_luka, milica):
    first = sent_invitation(milica, banja_luka)
    second = sent_invitation(milica, banja_luka, role=ROLE.MANAGER)

    with cast.sees_all():
        first.refresh_from_db()
    assert first.withdrawn_at
    assert second.is_open
    assert second.role == ROLE.MANAGER


@pytest.mark.parametrize(
    ("email", "role", "sentence"),
    [("nemanja@example.org", "staff", "već radi"), ("x@example.org", "observer", "ne daje")],
)
def test_who_cannot_be_invited(banja_luka, milica, nemanja, email, role, sentence):
    with pytest.raises(Refused, match=sentence):
        sent_invitation(milica, banja_luka, email, role)


def test_only_the_republic_office_has_observers(republic, vesna):
    assert sent_invitation(vesna, republic, role=ROLE.OBSERVER).role == ROLE.OBSERVER


def test_mailboxes_are_not_flooded(banja_luka, milica):
    with cast.asking(milica):
        for number in range(30):
            invite(banja_luka, actor=milica, email=f"n{number}@example.org", role=ROLE.STAFF)
        with pytest.raises(Refused, match="Previše poziva"):
            invite(banja_luka, actor=milica, email="jos@example.org", role=ROLE.STAFF)


def test_sending_again_makes_a_new_link_and_ends_the_old_one(banja_luka, milica):
    invitation = sent_invitation(milica, banja_luka)
    old = token_of("nova@example.org")
    with cast.asking(milica), pytest.raises(Refused, match="upravo poslat"):
        resend_invitation(invitation, actor=milica)
    with cast.sees_all():
        Invitation.objects.update(sent_at=timezone.now() - timedelta(hours=1), expires_at=timezone.now())

    with cast.asking(milica):
        resend_invitation(invitation, actor=milica)

    with cast.sees_all():
        invitation.refresh_from_db()
    assert token_of("nova@example.org") != old
    assert invitation.token_hash == hash_of(token_of("nova@example.org"))
    assert invitation.is_open


def test_withdrawing_twice_is_one_withdrawal(banja_luka, milica):
    invitation = sent_invitation(milica, banja_luka)

    with cast.asking(milica):
        withdraw_invitation(invitation, actor=milica)
        withdraw_invitation(invitation, actor=milica)

    assert verbs(banja_luka) == ["invitation.sent", "invitation.withdrawn"]
