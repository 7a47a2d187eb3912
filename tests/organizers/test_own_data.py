"""What a person may take away, and what happens when they go."""

import pytest

from organizers.models import Representative
from organizers.own_data import erase, export
from tests.cast import asking, sees_all
from vsrs.refusals import Refused


def test_a_person_takes_away_whom_they_act_for(jelena, novi_krug, goran, sveti_sava):
    with asking(jelena):
        (row,) = export(jelena)["organizers"]
    assert (row["organizer"], row["role"], row["until"]) == (novi_krug.name, "representative", None)


def test_whoever_goes_acts_for_nobody_but_leaves_no_organizer_alone(jelena, ognjen, novi_krug):
    with asking(ognjen):
        erase(ognjen)
    with asking(jelena), pytest.raises(Refused):
        erase(jelena)
    with sees_all():
        assert [row.user for row in Representative.objects.current()] == [jelena]
