"""Programmes that services run."""

import pytest
from django.core.exceptions import PermissionDenied

from tests.cast import asking, make_programme
from tests.trainings.helpers import fresh, verbs
from tests.trainings.planning.helpers import PROGRAMME, plan
from trainings.operations.programmes import change_programme, create_programme, retire_programme
from vsrs.refusals import Refused

pytestmark = pytest.mark.usefixtures("in_english")


def test_programme_is_made_and_changed_with_history(banja_luka, nemanja):
    with asking(nemanja):
        programme = create_programme(banja_luka, actor=nemanja, **PROGRAMME)
    with asking(nemanja):
        change_programme(programme, actor=nemanja, expected_revision=0, title="Đačko volontiranje", hours=6)

    changed = fresh(programme)
    assert (changed.title, changed.hours, changed.search.split()[0]) == ("Đačko volontiranje", 6, "dacko")
    assert verbs() == ["programme.created", "programme.changed"]


def test_only_the_republic_office_shares_a_programme(banja_luka, republic, nemanja, vesna):
    with pytest.raises(Refused, match="Only the republic office") as refusal, asking(nemanja):
        create_programme(banja_luka, actor=nemanja, **PROGRAMME, is_shared=True)
    with asking(vesna):
        shared = create_programme(republic, actor=vesna, **PROGRAMME, is_shared=True)

    assert refusal.value.field == "is_shared"
    assert plan(banja_luka, nemanja, programme=shared).programme == shared


def test_programme_of_another_service_cannot_be_run(banja_luka, doboj, nemanja):
    with pytest.raises(PermissionDenied):
        plan(banja_luka, nemanja, programme=make_programme(doboj))


def test_retired_programme_is_not_run_any_more(banja_luka, nemanja):
    programme = make_programme(banja_luka)
    with asking(nemanja):
        retire_programme(programme, actor=nemanja)

    with pytest.raises(Refused, match="no longer run"):
        plan(banja_luka, nemanja, programme=fresh(programme))
