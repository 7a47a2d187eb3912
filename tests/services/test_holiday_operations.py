"""Coordinators keep the calendar; every change has a reason in the history of the republic office."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from services.holidays import is_computed, shipped
from services.models import HistoryEntry, Holiday
from services.operations.holidays import add_holiday, add_year, remove_holiday, rename_holiday
from tests.cast import asking, sees_all
from vsrs.refusals import Refused

DAY = dt.date(2031, 3, 20)


def history():
    with sees_all():
        rows = HistoryEntry.objects.filter(subject_type="services.holiday").order_by("pk")
        return [(row.service.slug, row.verb, row.subject_text, row.changes) for row in rows]


@pytest.fixture
def bayram(vesna):
    with asking(vesna):
        holiday, moved = add_holiday(actor=vesna, day=DAY, name="Bajram", reason="Objavljen datum.")
    assert moved == 0
    return holiday


def test_a_day_is_added_with_its_name_in_both_scripts(bayram):
    assert (bayram.day, bayram.name, bayram.name_cyrl) == (DAY, "Bajram", "Бајрам")
    facts = {"day": "2031-03-20", "reason": "Objavljen datum."}
    assert history() == [("republika", "holiday.added", "Bajram", facts)]


def test_a_day_stands_in_the_calendar_once(bayram, vesna):
    with asking(vesna), pytest.raises(Refused) as refusal:
        add_holiday(actor=vesna, day=DAY, name="Drugi", reason="Opet.")

    assert refusal.value.field == "day"


def test_a_day_is_renamed_and_removed_with_a_reason(bayram, vesna):
    with asking(vesna):
        rename_holiday(bayram, actor=vesna, name="Ramazanski bajram", reason="Puni naziv.")
        remove_holiday(bayram, actor=vesna, reason="Nije neradni dan za sve.")
        assert remove_holiday(bayram, actor=vesna, reason="Opet.") == 0

    assert not Holiday.objects.filter(day=DAY).exists()
    assert [(verb, text) for _, verb, text, _ in history()] == [
        ("holiday.added", "Bajram"),
        ("holiday.renamed", "Ramazanski bajram"),
        ("holiday.removed", "Ramazanski bajram"),
    ]


def test_a_year_is_added_once_and_keeps_what_was_there(bayram, vesna):
    with asking(vesna):
        added, _moved = add_year(2031, actor=vesna)
        again, _moved = add_year(2031, actor=vesna)

    assert (added, again) == (len(shipped(2031)), 0)
    assert Holiday.objects.filter(day__year=2031).count() == added + 1


def test_feasts_that_move_are_known_as_computed():
    assert [is_computed(dt.date(2026, 4, day)) for day in (10, 13, 3, 6, 12)] == [True] * 4 + [False]
    assert not is_computed(dt.date(2026, 1, 9))


@pytest.mark.parametrize("name", ["milica", "zoran", "jelena"])
def test_nobody_else_changes_the_calendar(request, republic, name):
    person = request.getfixturevalue(name)
    with asking(person), pytest.raises(PermissionDenied):
        add_holiday(actor=person, day=DAY, name="Moj dan", reason="Tako.")
