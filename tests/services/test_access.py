"""Every right of a service as a truth table: who may, in their own service and in another."""

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.functional import SimpleLazyObject

from services import access
from services.models import HistoryEntry, Invitation, Membership
from services.tenancy import forget_actor
from tests import cast

PEOPLE = ["nobody", "ana", "jelena", "ognjen", "nemanja", "milica", "sanja", "zoran", "vesna"]

# Rights in Banja Luka. Vesna and Zoran belong to the republic office, Sanja to Doboj.
MAY = {
    "can_work_in": {"nemanja", "milica"},
    "can_manage": {"milica"},
}
OVERSEERS = {"vesna", "zoran"}


@pytest.fixture
def everybody(request, banja_luka, doboj, republic, novi_krug):
    return {name: AnonymousUser() if name == "nobody" else request.getfixturevalue(name) for name in PEOPLE}


@pytest.mark.parametrize("right", MAY)
def test_rights_in_a_service(everybody, banja_luka, right):
    may = {name for name, user in everybody.items() if getattr(access, right)(user, banja_luka)}

    assert may == MAY[right]


def test_who_oversees_the_network(everybody):
    assert {name for name, user in everybody.items() if access.can_oversee(user)} == OVERSEERS


def outcome(get, *args):
    try:
        get(*args)
    except Http404:
        return 404
    except PermissionDenied:
        return 403
    return 200


@pytest.mark.parametrize(
    ("getter", "expected"),
    [
        ("get_service", dict.fromkeys(PEOPLE, 200)),
        ("get_service_to_work_in", dict.fromkeys(PEOPLE, 404) | {"nemanja": 200, "milica": 200}),
        ("get_service_to_manage", dict.fromkeys(PEOPLE, 404) | {"nemanja": 403, "milica": 200}),
    ],
)
def test_doors_to_a_service(everybody, banja_luka, getter, expected):
    found = {}
    for name, user in everybody.items():
        with cast.asking(user) if user.is_authenticated else cast.acting_as(cast.Actor.public()):
            found[name] = outcome(getattr(access, getter), user, "banja-luka")

    assert found == expected


@pytest.mark.parametrize("getter", ["get_membership_to_manage", "get_invitation_to_manage"])
def test_doors_to_people_of_a_service(everybody, banja_luka, milica, nemanja, getter):
    with cast.sees_all():
        record = {
            "get_membership_to_manage": Membership.objects.get(user=nemanja),
            "get_invitation_to_manage": Invitation.objects.create(
                service=banja_luka,
                email="nova@example.org",
                role="staff",
                token_hash="x",
                invited_by=milica,
                expires_at="2100-01-01T00:00Z",
            ),
        }[getter]
    found = {}
    for name, user in everybody.items():
        with cast.asking(user) if user.is_authenticated else cast.acting_as(cast.Actor.public()):
            found[name] = outcome(getattr(access, getter), user, "banja-luka", record.pk)

    assert found == dict.fromkeys(PEOPLE, 404) | {"nemanja": 403, "milica": 200}


def test_a_manager_of_two_services_does_not_reach_a_person_through_the_other_one(
    banja_luka, doboj, milica, dragan
):
    cast.employ(milica, doboj, Membership.Role.MANAGER)
    with cast.sees_all():
        dragans = Membership.objects.get(user=dragan)

    with cast.asking(milica):
        assert outcome(access.get_membership_to_manage, milica, "doboj", dragans.pk) == 200
        assert outcome(access.get_membership_to_manage, milica, "banja-luka", dragans.pk) == 404


@pytest.mark.parametrize(
    ("name", "level", "services", "managed"),
    [
        ("ana", "member", 0, 0),
        ("jelena", "member", 0, 0),
        ("nemanja", "member", 1, 0),
        ("milica", "member", 1, 1),
        ("zoran", "observer", 0, 0),
        ("vesna", "coordinator", 1, 1),
    ],
)
def test_memberships_make_the_actor(everybody, name, level, services, managed):
    forget_actor(everybody[name])
    roles = access.actor_of(everybody[name])

    assert (roles.level, len(roles.services), len(roles.managed)) == (level, services, managed)


@pytest.mark.parametrize(
    "period",
    [
        {"starts_on": "2999-01-01"},
        {"starts_on": "2020-01-01", "ends_on": "2020-12-31"},
        {"ended_at": "2026-01-01T00:00Z"},
    ],
)
def test_a_membership_outside_its_time_gives_no_right(banja_luka, ana, period):
    cast.employ(ana, banja_luka, Membership.Role.MANAGER, **period)

    assert not access.can_work_in(ana, banja_luka)


VISIBLE = {
    "nobody": 0,
    "ana": 0,
    "jelena": 1,  # what concerns her organizer
    "ognjen": 1,
    "nemanja": 2,
    "milica": 2,
    "sanja": 0,
    "zoran": 0,
    "vesna": 2,
}


def test_who_reads_the_history_of_a_service(everybody, banja_luka, novi_krug, milica):
    from services.history import record

    with cast.sees_all():
        record(service=banja_luka, actor=milica, verb="service.changed", subject=banja_luka)
        record(
            service=banja_luka,
            actor=milica,
            verb="booking.made",
            subject=novi_krug,
            organizer_id=novi_krug.pk,
        )
    found = {}
    for name, user in everybody.items():
        with cast.asking(user) if user.is_authenticated else cast.acting_as(cast.Actor.public()):
            found[name] = HistoryEntry.objects.visible_to(user).count()

    assert found == VISIBLE


COLUMNS = {
    "Visitor": "nobody",
    "Account": "ana",
    "Organizer": "jelena",
    "Staff": "nemanja",
    "Manager": "milica",
    "Staff elsewhere": "sanja",
    "Coordinator": "vesna",
    "Observer": "zoran",
}


def table_of_rights():
    """{function: {column: yes or –}} out of docs/roles.md."""
    text = (settings.BASE_DIR / "docs" / "roles.md").read_text()
    section = text.split("## Rights in a service")[1].split("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in section.splitlines()
        if line[:1] == "|"
    ]
    names = rows[0][2:]
    return {row[1].strip("`"): dict(zip(names, row[2:], strict=True)) for row in rows[2:]}


def test_the_page_of_roles_says_what_the_code_does(everybody, banja_luka):
    calls = {
        "can_work_in": lambda user: access.can_work_in(user, banja_luka),
        "can_manage": lambda user: access.can_manage(user, banja_luka),
        "can_oversee": access.can_oversee,
    }
    does = {
        function: {column: "yes" if call(everybody[name]) else "–" for column, name in COLUMNS.items()}
        for function, call in calls.items()
    }

    assert table_of_rights() == does


def test_rights_are_read_anew_also_for_the_user_of_a_request(banja_luka, ana):
    user = SimpleLazyObject(lambda: ana)  # what `request.user` is
    with cast.asking(user):
        assert not access.can_work_in(user, banja_luka)
    with cast.founding():
        Membership.objects.create(user=ana, service=banja_luka, role=Membership.Role.STAFF)

    forget_actor(user)

    with cast.asking(user):
        assert access.can_work_in(user, banja_luka)
