"""The invited person begins to work."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from services.access import invited
from services.models import Invitation
from services.tenancy import actor_of
from services.views import invitation
from tests import cast
from tests.services.people.helpers import ROLE, accept, roles, sent_invitation, token_of, verbs
from vsrs.refusals import Refused


def test_invited_person_begins_to_work_and_a_second_click_changes_nothing(banja_luka, milica, ana):
    sent_invitation(milica, banja_luka, ana.email, ROLE.MANAGER)
    token = token_of(ana.email)

    first, second = accept(ana, token), accept(ana, token)

    assert first == second
    assert roles(banja_luka) == {"milica@example.org": "manager", "ana@example.org": "manager"}
    assert actor_of(ana).managed == (banja_luka.pk,)
    assert verbs(banja_luka) == ["invitation.sent", "membership.began"]


def test_an_invitation_is_only_for_the_address_it_was_sent_to(banja_luka, milica, jelena):
    sent_invitation(milica, banja_luka, "nova@example.org")

    with pytest.raises(Refused, match="drugu adresu"):
        accept(jelena, token_of("nova@example.org"))

    assert "jelena@example.org" not in roles(banja_luka)


@pytest.mark.parametrize("ended", ["withdrawn_at", "expires_at"])
def test_an_ended_invitation_gives_no_work(banja_luka, milica, ana, ended):
    sent_invitation(milica, banja_luka, ana.email)
    token = token_of(ana.email)
    with cast.sees_all():
        Invitation.objects.update(**{ended: timezone.now() - timedelta(minutes=1)})

    with pytest.raises(Refused, match="više ne važi"):
        accept(ana, token)


def test_a_link_shows_its_own_invitation_only(banja_luka, milica, ana):
    sent_invitation(milica, banja_luka, ana.email)
    sent_invitation(milica, banja_luka, "druga@example.org")

    with invited(ana, token_of(ana.email)):
        assert [row.email for row in Invitation.objects.all()] == [ana.email]


def test_the_invited_page_opens_an_account_with_the_proven_address(client, banja_luka, milica):
    sent_invitation(milica, banja_luka, "nova@example.org")
    token = token_of("nova@example.org")

    page = client.get(reverse("services:invitation", args=[token]))
    done = client.post(
        reverse("services:accept_invitation_anew", args=[token]),
        {"full_name": "Nova Osoba", "password": "dugačka lozinka 7"},
    )

    user = User.objects.get(email="nova@example.org")
    assert page.status_code == 200
    assert done["Location"] == reverse("accounts:after_login")
    assert client.get(reverse("services:desk", args=["banja-luka"])).status_code == 200
    assert user.emailaddress_set.get().verified
    assert roles(banja_luka)["nova@example.org"] == "staff"


def test_an_address_that_got_an_account_meanwhile_breaks_nothing(client, banja_luka, milica, monkeypatch):
    sent_invitation(milica, banja_luka, "nova@example.org")
    token = token_of("nova@example.org")
    cast.make_user("nova@example.org", "Nova Osoba")
    # The other form had not committed when this one looked.
    monkeypatch.setattr(invitation, "account_of", lambda found: None)

    done = client.post(
        reverse("services:accept_invitation_anew", args=[token]),
        {"full_name": "Nova Osoba", "password": "dugačka lozinka 7"},
    )

    assert done["Location"] == reverse("services:invitation", args=[token])
    assert "nova@example.org" not in roles(banja_luka)


@pytest.mark.parametrize(
    ("full_name", "password", "field"),
    [
        ("", "dugačka lozinka 7", "full_name"),
        ("N" * 151, "dugačka lozinka 7", "full_name"),
        ("Nova\u202eOsoba", "dugačka lozinka 7", "full_name"),
        ("Nova Osoba", "kratka", "password"),
        ("Nova Osoba", "1234567890", "password"),
        ("Nova Osoba", "nova@example.org", "password"),
    ],
)
def test_wrong_entries_of_a_new_account_are_told_beside_the_field(
    client, banja_luka, milica, full_name, password, field
):
    sent_invitation(milica, banja_luka, "nova@example.org")

    page = client.post(
        reverse("services:accept_invitation_anew", args=[token_of("nova@example.org")]),
        {"full_name": full_name, "password": password},
    )

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert not User.objects.filter(email="nova@example.org").exists()


def test_the_link_leads_a_known_person_through_sign_in_back_to_it(client, banja_luka, milica, ana):
    sent_invitation(milica, banja_luka, ana.email)
    link = reverse("services:invitation", args=[token_of(ana.email)])

    page = client.get(link)
    assert f"/nalog/prijava/?dalje={link}" in page.text

    client.force_login(ana)
    assert client.get(link).context["is_mine"]
    done = client.post(reverse("services:accept_invitation", args=[token_of(ana.email)]))
    assert done["Location"] == "/banja-luka/rad/"


def test_a_stranger_signed_in_is_told_so(client, banja_luka, milica, jelena):
    sent_invitation(milica, banja_luka, "nova@example.org")
    client.force_login(jelena)

    page = client.get(reverse("services:invitation", args=[token_of("nova@example.org")]))
    done = client.post(
        reverse("services:accept_invitation", args=[token_of("nova@example.org")]), follow=True
    )

    assert not page.context["is_mine"]
    assert "drugu adresu" in done.text


def test_an_unknown_link_does_not_exist(client, banja_luka):
    assert client.get(reverse("services:invitation", args=["nema-ga"])).status_code == 404
