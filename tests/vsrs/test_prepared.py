"""Statements that are composed once and run with other values."""

from datetime import date

import pytest
from django.db.models import BigIntegerField, CharField, DateField

from services.models import Membership, Service
from services.tenancy import COORDINATOR, Somebody, ids_of
from tests import cast
from trainings.models import Training
from vsrs.postgresql.prepared import Given, GivenIds, Prepared


def test_the_same_statement_runs_with_other_values(banja_luka, doboj, nemanja):
    statement = Prepared(lambda: Service.objects.filter(slug=Given("slug", CharField())))

    with cast.asking(nemanja):
        for service in (banja_luka, doboj):
            [found] = statement.objects(slug=service.slug)
            assert found == service
            assert found.__dict__.keys() == Service.objects.get(pk=service.pk).__dict__.keys()
        assert statement.objects(slug="nowhere") == []


def test_related_rows_and_plain_values(banja_luka, nemanja):
    today = Given("today", DateField())
    memberships = Membership.objects.current(on=today).filter(user__in=GivenIds("users", BigIntegerField()))

    with cast.asking(nemanja):
        [row] = Prepared(lambda: memberships.select_related("service", "user")).objects(
            today=date.today(), users=[nemanja.pk]
        )
        assert (row.service.name, row.user.email) == (banja_luka.name, nemanja.email)
        rows = Prepared(lambda: memberships.values_list("role", "service__slug"))
        assert rows.rows(today=date.today(), users=[nemanja.pk]) == [("staff", "banja-luka")]
        assert rows.rows(today=date.today(), users=[]) == []


@pytest.mark.parametrize("name", ["jelena", "nemanja", "milica", "goran", "zoran", "vesna"])
def test_somebody_sees_what_the_person_sees(request, banja_luka, doboj, name):
    """The first wall composed in gives each person the rows that `visible_to` gives."""
    person = request.getfixturevalue(name)
    for service in (banja_luka, doboj):
        cast.make_training(service)
        cast.make_training(service, state=Training.State.DRAFT)
    trainings = Prepared(lambda: Training.objects.visible_to(Somebody()).order_by("pk"))
    members = Prepared(lambda: Membership.objects.visible_to(Somebody(COORDINATOR)).order_by("pk"))

    with cast.asking(person) as actor:
        assert trainings.objects(**ids_of(person)) == list(Training.objects.visible_to(person).order_by("pk"))
        if actor.is_coordinator:
            everyone = list(Membership.objects.visible_to(person).order_by("pk"))
            assert members.objects(**ids_of(person)) == everyone
