"""Rollups follow their rows: by marks, by kills, by repetition."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from network import operations
from network.figures import all_figures
from network.models import Rollup, Stale
from network.operations import mark_stale, recount, recount_everything, recount_stale
from services.tenancy import Actor, acting_as
from tests.cast import asking, make_training, sees_all
from tests.trainings.helpers import book
from trainings.models import Training


def rollups(figure, service):
    with sees_all():
        rows = Rollup.objects.filter(figure=figure, service=service)
        return {row.month: (row.value, row.of) for row in rows}


def this_month():
    return timezone.localdate().replace(day=1)


@pytest.fixture
def booked(novi_krug, jelena):
    return book(make_training(novi_krug.service, seats=10), jelena, novi_krug, 3)


def test_a_booking_marks_its_service_and_the_recount_clears_the_mark(booked, banja_luka, doboj):
    with sees_all():
        assert set(Stale.objects.values_list("service", "room")) == {(banja_luka.pk, "trainings")}

    assert recount_stale() == 1

    assert rollups("rezervacije", banja_luka) == {this_month(): (Decimal(1), None)}
    assert rollups("rezervacije", doboj) == {}
    with sees_all():
        assert not Stale.objects.exists()
    assert recount_stale() == 0


def test_a_month_without_rows_any_more_leaves_no_rollup_behind(banja_luka):
    with sees_all():
        Rollup.objects.create(service=banja_luka, figure="rezervacije", month=date(2020, 1, 1), value=7)

    recount(banja_luka, "trainings")

    assert rollups("rezervacije", banja_luka) == {}


def test_recounting_again_changes_nothing(booked, banja_luka):
    recount_everything()
    before = rollups("rezervacije", banja_luka)

    recount_everything()

    assert rollups("rezervacije", banja_luka) == before != {}


def test_a_recount_that_is_killed_keeps_the_mark_and_the_old_numbers(booked, banja_luka, monkeypatch):
    recount_stale()
    before = rollups("rezervacije", banja_luka)
    with sees_all():
        mark_stale(service=banja_luka, room="trainings")

    def killed(service, figure):
        Rollup.objects.filter(service=service).delete()
        raise KeyboardInterrupt

    monkeypatch.setattr(operations, "_rewrite", killed)
    with pytest.raises(KeyboardInterrupt):
        recount_stale()

    with sees_all():
        assert Stale.objects.filter(service=banja_luka).count() == 1
    assert rollups("rezervacije", banja_luka) == before


def test_a_service_that_cannot_be_recounted_holds_up_no_other(booked, banja_luka, doboj, monkeypatch):
    rewrite = operations._rewrite

    def fails_at_home(service, figure):
        if service == banja_luka:
            raise ArithmeticError
        rewrite(service, figure)

    monkeypatch.setattr(operations, "_rewrite", fails_at_home)
    with sees_all():
        mark_stale(service=doboj, room="trainings")

    recount_stale()

    with sees_all():
        assert set(Stale.objects.values_list("service", flat=True)) == {banja_luka.pk}


def test_a_mark_of_a_rolled_back_change_is_gone_with_it(banja_luka):
    with sees_all(), transaction.atomic():
        mark_stale(service=banja_luka, room="trainings")
        transaction.set_rollback(True)

    with sees_all():
        assert not Stale.objects.exists()


def test_every_figure_equals_the_rows_it_opens(booked, novi_krug, jelena, nemanja, vesna):
    training = booked.training
    with sees_all():
        Training.objects.filter(pk=training.pk).update(state=Training.State.HELD)
    recount_everything()

    for figure in all_figures():
        for month, (value, of) in rollups(figure.code, novi_krug.service).items():
            with asking(vesna):
                rows = list(figure.rows(vesna, [novi_krug.service_id], month, operations_month_end(month)))
            parts = [figure.row_value(row) if figure.row_value else (1, None) for row in rows]
            assert sum(part[0] for part in parts) == value, figure.code
            assert of is None or sum(part[1] for part in parts) == of, figure.code
    assert rollups("odrzane-obuke", novi_krug.service)
    assert rollups("popunjenost", novi_krug.service)


def operations_month_end(month):
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def test_rollups_of_figures_that_are_not_public_stay_inside(booked, dragan, nemanja, ana):
    recount_everything()

    def seen_by(user):
        with asking(user):
            return set(Rollup.objects.values_list("figure", flat=True))

    public = {figure.code for figure in all_figures() if figure.is_public}
    assert "rezervacije" in seen_by(nemanja)
    assert "rezervacije" not in seen_by(dragan)
    assert seen_by(ana) <= public
    with acting_as(Actor.public()), transaction.atomic():
        assert set(Rollup.objects.values_list("figure", flat=True)) <= public
