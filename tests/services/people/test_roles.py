"""Roles change and end; one leaves with all that is about them."""

import pytest

from accounts.models import User
from accounts.operations import erase_person
from notifications.models import Notice
from services.models import HistoryEntry, Invitation
from services.operations.people import (
    change_role,
    end_membership,
)
from tests import cast
from tests.services.people.helpers import ROLE, accept, membership_of, roles, sent_invitation, token_of, verbs
from vsrs.refusals import Refused


# --- roles and ends -----------------------------------------------------------------------------
def test_role_changes_with_its_history(banja_luka, milica, nemanja):
    with cast.asking(milica):
        change_role(membership_of(nemanja), actor=milica, role=ROLE.MANAGER)
        change_role(membership_of(nemanja), actor=milica, role=ROLE.MANAGER)

    assert roles(banja_luka)["nemanja@example.org"] == "manager"
    with cast.sees_all():
        (entry,) = HistoryEntry.objects.filter(verb="membership.role_changed")
    assert entry.changes == {"role": ["staff", "manager"]}
    assert str(entry.words) != entry.verb


def test_ended_person_loses_the_workspace_at_once_and_is_told(client, banja_luka, milica, nemanja):
    with cast.asking(milica):
        end_membership(membership_of(nemanja), actor=milica)
        end_membership(membership_of(nemanja), actor=milica)

    client.force_login(User.objects.get(pk=nemanja.pk))
    assert client.get("/banja-luka/rad/").status_code == 404
    assert verbs(banja_luka) == ["membership.ended"]
    with cast.sees_all():
        assert [n.recipient for n in Notice.objects.filter(kind="services.membership_ended")] == [nemanja]


def test_ended_person_can_come_back(banja_luka, milica, nemanja):
    with cast.asking(milica):
        end_membership(membership_of(nemanja), actor=milica)
    sent_invitation(milica, banja_luka, nemanja.email)
    accept(nemanja, token_of(nemanja.email))

    assert roles(banja_luka)["nemanja@example.org"] == "staff"


def test_a_service_keeps_its_last_manager(banja_luka, milica, nemanja):
    with cast.asking(milica):
        with pytest.raises(Refused, match="jedini rukovodilac"):
            end_membership(membership_of(milica), actor=milica)
        with pytest.raises(Refused, match="jedini rukovodilac"):
            change_role(membership_of(milica), actor=milica, role=ROLE.STAFF)

    assert roles(banja_luka)["milica@example.org"] == "manager"


def test_a_manager_without_an_active_account_does_not_count(banja_luka, milica, ana):
    cast.employ(ana, banja_luka, ROLE.MANAGER)
    User.objects.filter(pk=ana.pk).update(is_active=False)

    with cast.asking(milica), pytest.raises(Refused, match="jedini rukovodilac"):
        end_membership(membership_of(milica), actor=milica)


# --- one's own data -----------------------------------------------------------------------------
def test_erasing_takes_the_address_from_invitations_also_where_one_never_worked(
    banja_luka, doboj, milica, sanja, ana
):
    sent_invitation(milica, banja_luka, ana.email)
    sent_invitation(sanja, doboj, ana.email)

    with cast.asking(ana):
        erase_person(ana)

    with cast.sees_all():
        emails = set(Invitation.objects.values_list("email", flat=True))
        assert emails == {f"obrisano-{ana.pk}@invalid"}
        assert not Invitation.objects.open().exists()
