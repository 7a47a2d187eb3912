"""The calendar of holidays as it is shipped."""

import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps

from services.holidays import catholic_easter, holidays, orthodox_easter, shipped
from services.models import Holiday


@pytest.mark.parametrize(
    ("year", "orthodox", "catholic"),
    [
        (2025, (4, 20), (4, 20)),
        (2026, (4, 12), (4, 5)),
        (2027, (5, 2), (3, 28)),
        (2028, (4, 16), (4, 16)),
        (2024, (5, 5), (3, 31)),
    ],
)
def test_both_easters_are_computed(year, orthodox, catholic):
    assert orthodox_easter(year) == dt.date(year, *orthodox)
    assert catholic_easter(year) == dt.date(year, *catholic)


def test_a_year_has_fixed_days_and_those_around_easter():
    days = shipped(2026)

    assert list(days) == sorted(days)
    assert days[dt.date(2026, 1, 9)] == "Dan Republike"
    assert days[dt.date(2026, 4, 10)] == "Veliki petak (pravoslavni)"
    assert days[dt.date(2026, 4, 6)] == "Vaskršnji ponedjeljak (katolički)"


def test_two_feasts_on_one_day_stand_once():
    assert shipped(2025)[dt.date(2025, 4, 18)] == "Veliki petak (pravoslavni)"
    # 2027: the Orthodox Easter Monday is 3 May, beside the days of work.
    assert dt.date(2027, 5, 3) in shipped(2027)


def test_the_portal_is_shipped_with_four_years(db):
    Holiday.objects.all().delete()
    import_module("services.migrations.0006_holidays").ship(apps, None)

    known = holidays()

    assert known == {day for year in range(2025, 2029) for day in shipped(year)}
