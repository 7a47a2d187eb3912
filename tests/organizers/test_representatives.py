"""Who acts for an organizer."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from notifications import letters
from notifications.models import Notice
from organizers.models import Representative, RepresentativeInvitation
from organizers.operations.representatives import (
    accept_invitation,
    change_role,
    end_representation,
    invite_to_act,
    withdraw_invitation,
)
from services.tenancy import actor_of
from tests.cast import asking, represent, sees_all
from vsrs.refusals import Refused


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def invited(jelena, novi_krug, email="ana@example.org", role="contact"):
    """Invite and read the token from the message."""
    with asking(jelena):
        invitation = invite_to_act(novi_krug, actor=jelena, email=email, role=role)
    with sees_all():
        notice = Notice.objects.get(key__startswith=f"organizers.invited:{invitation.pk}:")
        token = re.search(r"/zastupanje/([^/]+)/", letters.message_of(notice).body)[1]
    assert token not in f"{notice.url} {notice.data}"
    return invitation, token


def acting(organizer):
    with sees_all():
        rows = Representative.objects.current().filter(organizer=organizer).order_by("pk")
        return [(row.user.full_name, row.role) for row in rows]


def test_an_invited_person_accepts_and_acts(client, jelena, novi_krug, ana):
    _, token = invited(jelena, novi_krug)
    client.force_login(ana)

    page = client.get(f"/nalog/zastupanje/{token}/")
    assert "Novi krug" in page.text
    assert client.post(f"/nalog/zastupanje/{token}/").status_code == 302
    assert client.post(f"/nalog/zastupanje/{token}/").status_code == 302

    assert acting(novi_krug) == [("Jelena Marić", "representative"), ("Ana Simić", "contact")]


def test_an_invitation_opens_for_the_invited_address_only(client, jelena, novi_krug, goran, ana):
    _, token = invited(jelena, novi_krug)
    client.force_login(goran)

    assert client.get(f"/nalog/zastupanje/{token}/").status_code == 410
    assert client.post(f"/nalog/zastupanje/{token}/").status_code == 410
    assert client.get("/nalog/zastupanje/izmišljen/").status_code == 410
    assert acting(novi_krug) == [("Jelena Marić", "representative")]


def test_a_withdrawn_an_old_and_a_used_invitation_are_closed(jelena, novi_krug, ana, ognjen):
    invitation, token = invited(jelena, novi_krug)
    with asking(jelena):
        withdraw_invitation(invitation, actor=jelena)
    with asking(ana), pytest.raises(Refused, match="no longer valid"):
        accept_invitation(token, actor=ana)

    invitation, token = invited(jelena, novi_krug)
    with sees_all():
        RepresentativeInvitation.objects.filter(pk=invitation.pk).update(
            expires_at=timezone.now() - timedelta(hours=1)
        )
    with asking(ana), pytest.raises(Refused, match="no longer valid"):
        accept_invitation(token, actor=ana)

    invitation, token = invited(jelena, novi_krug)
    with asking(ana):
        representation = accept_invitation(token, actor=ana)
    with asking(jelena):
        end_representation(representation, actor=jelena)
    with asking(ana), pytest.raises(Refused, match="has been used"):
        accept_invitation(token, actor=ana)


def test_only_the_hash_of_a_token_is_kept(jelena, novi_krug):
    invitation, token = invited(jelena, novi_krug)
    assert token not in invitation.token_hash


def test_an_address_is_invited_once_and_strangers_are_not_flooded(jelena, novi_krug, ognjen):
    invited(jelena, novi_krug, email="jedna@example.org")
    with asking(jelena):
        for email in ["Jedna@Example.org", "ognjen@example.org"]:
            with pytest.raises(Refused) as refusal:
                invite_to_act(novi_krug, actor=jelena, email=email, role="contact")
            assert refusal.value.field == "email"
        for number in range(19):
            invite_to_act(novi_krug, actor=jelena, email=f"o{number}@example.org", role="contact")
        with pytest.raises(Refused, match="Too many"):
            invite_to_act(novi_krug, actor=jelena, email="jos@example.org", role="contact")


def test_a_contact_cannot_invite_or_take_others_off(jelena, ognjen, novi_krug):
    with sees_all():
        hers = Representative.objects.get(user=jelena)
        his = Representative.objects.get(user=ognjen)
    with asking(ognjen):
        with pytest.raises(Refused):
            invite_to_act(novi_krug, actor=ognjen, email="x@example.org", role="contact")
        with pytest.raises(Refused):
            end_representation(hers, actor=ognjen)
        end_representation(his, actor=ognjen)
    assert acting(novi_krug) == [("Jelena Marić", "representative")]


def test_the_right_ends_at_once_and_the_last_representative_stays(jelena, ognjen, novi_krug):
    with sees_all():
        hers = Representative.objects.get(user=jelena)
        his = Representative.objects.get(user=ognjen)
    with asking(jelena):
        with pytest.raises(Refused, match="at least one"):
            end_representation(hers, actor=jelena)
        end_representation(his, actor=jelena)
        end_representation(his, actor=jelena)

    with asking(ognjen):
        assert actor_of(ognjen).organizers == ()
    with sees_all():
        kinds = list(Notice.objects.filter(recipient=ognjen).values_list("kind", flat=True))
    assert kinds == ["organizers.representation_ended"]


def test_roles_change_and_one_representative_always_remains(jelena, ognjen, novi_krug):
    with sees_all():
        hers, his = Representative.objects.get(user=jelena), Representative.objects.get(user=ognjen)
    with asking(jelena):
        with pytest.raises(Refused, match="at least one"):
            change_role(hers, actor=jelena, role="contact")
        change_role(his, actor=jelena, role="representative")
        change_role(hers, actor=jelena, role="contact")
    assert acting(novi_krug) == [("Ognjen Savić", "representative"), ("Jelena Marić", "contact")]


def test_the_service_gives_an_organizer_a_new_representative(client, milica, jelena, novi_krug, ana):
    client.force_login(milica)
    url = f"/banja-luka/rad/organizatori/{novi_krug.pk}/zastupnici/poziv/"
    assert client.post(url, {"email": "ana@example.org", "role": "representative"}).status_code == 302
    with sees_all():
        notice = Notice.objects.get(kind="organizers.invited")
    assert notice.recipient == ana
    assert "token" not in notice.data

    # Whoever is invited opens it from the inbox too.
    client.force_login(ana)
    page = client.get(f"/nalog/obavjestenja/{notice.pk}/", follow=True)
    assert page.redirect_chain[0][0].startswith("/nalog/zastupanje/")
    assert "Novi krug" in page.text


def test_somebody_elses_representation_is_not_reached_through_ones_own_organizer(
    client, jelena, goran, sveti_sava, novi_krug
):
    with sees_all():
        his = Representative.objects.get(user=goran)
    represent(goran, novi_krug)
    client.force_login(jelena)
    assert client.post(f"/nalog/organizacija/zastupnici/{his.pk}/kraj/").status_code == 404
