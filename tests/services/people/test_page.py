"""The page of people."""

import pytest
from django.utils import timezone

from services.models import Invitation
from tests import cast
from tests.services.people.helpers import membership_of, sent_invitation


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
