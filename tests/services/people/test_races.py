"""Two people at once, on two connections."""

import threading

import pytest
from django.db import connection, connections

from accounts.models import User
from notifications.models import Notice
from services.models import Invitation, Membership
from services.operations.people import (
    end_membership,
)
from services.tenancy import acting_as
from tests import cast
from tests.services.people.helpers import ROLE, accept, membership_of, roles, sent_invitation, token_of, verbs
from vsrs.refusals import Refused


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
