"""Who works in a service: inviting, accepting, changing roles, ending."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.operations import erase_person
from notifications import letters
from notifications.models import Notice
from services.access import invited
from services.models import HistoryEntry, Invitation, Membership
from services.operations.people import (
    accept_invitation,
    change_role,
    end_membership,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from services.tenancy import acting_as, actor_of, forget_actor
from services.tokens import hash_of
from services.views import invitation
from tests import cast
from vsrs.refusals import Refused

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


# --- inviting -----------------------------------------------------------------------------------


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


# --- accepting ----------------------------------------------------------------------------------


def accept(user, token):
    forget_actor(user)
    with transaction.atomic(), invited(user, token) as invitation:
        return accept_invitation(invitation, actor=user)


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


# --- roles and ends -----------------------------------------------------------------------------


def membership_of(user):
    with cast.sees_all():
        return Membership.objects.select_related("service", "user").get(user=user)


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


# --- races: two people, two connections ----------------------------------------------------------


def at_once(*doings):
    """Run each in its own thread and connection, all starting together; returns what each raised."""
    gate, outcomes = threading.Barrier(len(doings)), {}

    def run(number, doing):
        try:
            gate.wait(10)
            doing()
            outcomes[number] = None
        except Exception as error:
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(doings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return [outcomes[number] for number in range(len(doings))]


def rights_of(user):
    with cast.asking(user) as actor:
        return actor


@pytest.fixture
def committed(transactional_db):
    service = cast.make_service("banja-luka", "Banja Luka", "BL")
    milica = cast.make_user("milica@example.org", "Milica Đurić")
    cast.employ(milica, service, ROLE.MANAGER)
    return service, milica


@pytest.mark.parametrize("round_number", range(5))
def test_two_managers_ending_each_other_leave_one(committed, round_number):
    service, milica = committed
    sanja = cast.make_user("sanja@example.org", "Sanja Lukić")
    cast.employ(sanja, service, ROLE.MANAGER)
    pair = {milica: sanja, sanja: milica}
    # Both have opened the page before either presses the button.
    memberships = {user: membership_of(other) for user, other in pair.items()}
    actors = {user: rights_of(user) for user in pair}

    def ending(user):
        def end():
            with acting_as(actors[user]):
                end_membership(memberships[user], actor=user)

        return end

    outcomes = at_once(*map(ending, pair))

    assert sorted(type(outcome) for outcome in outcomes if outcome) == [Refused]
    assert len(roles(service)) == 1


@pytest.mark.parametrize("round_number", range(5))
def test_two_clicks_on_an_invitation_make_one_membership(committed, round_number):
    service, milica = committed
    ana = cast.make_user("ana@example.org", "Ana Simić")
    sent_invitation(milica, service, ana.email)
    token = token_of(ana.email)

    outcomes = at_once(*[lambda: accept(User.objects.get(pk=ana.pk), token)] * 3)

    assert outcomes == [None] * 3
    with cast.sees_all():
        assert Membership.objects.filter(user=ana).count() == 1
    assert verbs(service).count("membership.began") == 1
    assert not connection.in_atomic_block


def test_two_managers_inviting_the_same_person_send_one_invitation(committed):
    service, milica = committed

    outcomes = at_once(*[lambda: sent_invitation(User.objects.get(pk=milica.pk), service)] * 3)

    assert outcomes == [None] * 3
    with cast.sees_all():
        assert Invitation.objects.count() == 1
        assert Notice.objects.count() == 1


# --- the page -----------------------------------------------------------------------------------


def test_staff_see_the_people_and_cannot_invite(client, banja_luka, milica, nemanja):
    client.force_login(nemanja)

    page = client.get("/banja-luka/rad/ljudi/")

    assert "Milica Đurić" in page.text
    assert "Pošaljite poziv" not in page.text
    assert client.post("/banja-luka/rad/ljudi/poziv/", {"email": "x@example.org"}).status_code == 403


def test_manager_invites_from_the_page(client, banja_luka, milica):
    client.force_login(milica)

    page = client.post(
        "/banja-luka/rad/ljudi/poziv/", {"email": "Nova@Example.org", "role": "staff"}, follow=True
    )

    assert page.redirect_chain == [("/banja-luka/rad/ljudi/", 302)]
    assert "Poziv je poslat: nova@example.org" in page.text
    with cast.sees_all():
        assert [(i.email, i.role) for i in Invitation.objects.all()] == [("nova@example.org", "staff")]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": "", "role": "staff"}, "email"),
        ({"email": "nije adresa", "role": "staff"}, "email"),
        ({"email": "a" * 250 + "@example.org", "role": "staff"}, "email"),
        ({"email": "x\x00@example.org", "role": "staff"}, "email"),
        ({"email": "<script>@example.org", "role": "staff"}, "email"),
        ({"email": "x@example.org", "role": ""}, "role"),
        ({"email": "x@example.org", "role": "observer"}, "role"),
        ({"email": "x@example.org", "role": "🙂"}, "role"),
        ({"email": "nemanja@example.org", "role": "staff"}, "email"),
    ],
)
def test_wrong_invitations_are_told_beside_the_field(client, banja_luka, milica, nemanja, typed, field):
    client.force_login(milica)

    page = client.post("/banja-luka/rad/ljudi/poziv/", typed)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert page.context["form"]["email"].value() == typed["email"]


def test_refusals_of_the_list_are_said_on_it(client, banja_luka, milica):
    client.force_login(milica)
    own = membership_of(milica)

    end = client.post(f"/banja-luka/rad/ljudi/{own.pk}/kraj/", follow=True)
    role = client.post(f"/banja-luka/rad/ljudi/{own.pk}/uloga/", {"role": "staff"})

    assert "jedini rukovodilac" in end.text
    assert role.status_code == 422
    assert "jedini rukovodilac" in role.text


def test_the_list_costs_the_same_with_a_hundred_people(
    client, banja_luka, milica, django_assert_num_queries, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(40) as counted:
            assert client.get("/banja-luka/rad/ljudi/").status_code == 200
        return len(counted)

    client.force_login(milica)
    sent_invitation(milica, banja_luka)
    few = queries()
    for number in range(100):
        cast.employ(cast.make_user(f"o{number}@example.org", f"Osoba {number}"), banja_luka)
    with cast.sees_all():
        Invitation.objects.bulk_create(
            Invitation(
                service=banja_luka,
                email=f"p{number}@example.org",
                role="staff",
                token_hash=f"h{number}",
                invited_by=milica,
                expires_at=timezone.now(),
            )
            for number in range(100)
        )

    assert queries() == few


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
