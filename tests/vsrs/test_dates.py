import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from vsrs import dates

THURSDAY = dt.date(2026, 11, 26)
# Nine in Greenwich is ten in Sarajevo in winter and eleven in summer.
WINTER = dt.datetime(2026, 11, 26, 9, 0, tzinfo=dt.UTC)
SUMMER = dt.datetime(2026, 7, 3, 4, 5, tzinfo=dt.UTC)


def say(language, function, *arguments, **named):
    """What the function writes in that language, with no-break spaces as underscores."""
    with translation.override(language):
        return function(*arguments, **named).replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("function", "arguments", "latin", "cyrillic", "english"),
    [
        (
            dates.long_date,
            [THURSDAY],
            "četvrtak, 26._11._2026.",
            "четвртак, 26._11._2026.",
            "Thursday 26 November 2026",
        ),
        (dates.short_date, [THURSDAY], "26._11._2026.", "26._11._2026.", "26 November 2026"),
        (dates.short_date, [dt.date(2026, 3, 5)], "5._3._2026.", "5._3._2026.", "5 March 2026"),
        (dates.day_month, [THURSDAY], "26._nov", "26._нов", "26_Nov"),
        (dates.short_day, [THURSDAY], "26._11.", "26._11.", "26_November"),
        (dates.weekday, [THURSDAY], "četvrtak", "четвртак", "Thursday"),
        (dates.month_year, [THURSDAY], "Novembar_2026.", "Новембар_2026.", "November_2026"),
        (
            dates.date_time,
            [WINTER],
            "26._11._2026. u_10.00",
            "26._11._2026. у_10.00",
            "26 November 2026 at_10:00",
        ),
        (dates.clock, [WINTER], "10.00", "10.00", "10:00"),
        (dates.clock, [SUMMER], "6.05", "6.05", "06:05"),
        (dates.clock, [dt.time(10, 0)], "10.00", "10.00", "10:00"),
        (dates.clock_range, [dt.time(10), dt.time(14)], "10.00–14.00", "10.00–14.00", "10:00–14:00"),
        (
            dates.date_time_range,
            [WINTER, WINTER + dt.timedelta(hours=4)],
            "četvrtak, 26._11._2026, 10.00–14.00",
            "четвртак, 26._11._2026, 10.00–14.00",
            "Thursday 26 November 2026, 10:00–14:00",
        ),
        (
            dates.date_range,
            [THURSDAY, dt.date(2026, 11, 28)],
            "26–28._11._2026.",
            "26–28._11._2026.",
            "26–28 November 2026",
        ),
        (
            dates.date_range,
            [THURSDAY, dt.date(2026, 12, 3)],
            "26._11. – 3._12._2026.",
            "26._11. – 3._12._2026.",
            "26 November – 3 December 2026",
        ),
        (
            dates.date_range,
            [THURSDAY, dt.date(2027, 1, 3)],
            "26._11._2026. – 3._1._2027.",
            "26._11._2026. – 3._1._2027.",
            "26 November 2026 – 3 January 2027",
        ),
        (dates.date_range, [THURSDAY, THURSDAY], "26._11._2026.", "26._11._2026.", "26 November 2026"),
        (dates.number, [Decimal("1284567.5")], "1.284.567,5", "1.284.567,5", "1,284,567.5"),
        (dates.number, [-3], "−3", "−3", "−3"),
        (dates.number, [0], "0", "0", "0"),
        (dates.number, [1000], "1.000", "1.000", "1,000"),
        (dates.number, [0.1 + 0.2], "0,3", "0,3", "0.3"),
        (dates.number, [Decimal("-0.004"), 2], "0,00", "0,00", "0.00"),
        (dates.number, [Decimal("1E+3")], "1.000", "1.000", "1,000"),
        (dates.number, [2.345, 2], "2,35", "2,35", "2.35"),
        (dates.percent, [87.4], "87,4%", "87,4%", "87.4%"),
        (dates.percent, [Decimal(200) / 3], "66,7%", "66,7%", "66.7%"),
        (dates.percent, [100], "100%", "100%", "100%"),
        (dates.money, [Decimal("3450"), "BAM"], "3.450,00_KM", "3.450,00_КМ", "BAM_3,450.00"),
        (dates.money, [Decimal("-12.5"), "EUR"], "−12,50_EUR", "−12,50_EUR", "EUR_−12.50"),
    ],
)
def test_each_language_writes_it_its_own_way(function, arguments, latin, cyrillic, english):
    written = [say(language, function, *arguments) for language in ("sr-latn", "sr", "en")]

    assert written == [latin, cyrillic, english]


def test_the_week_is_ijekavian_and_starts_on_monday():
    monday = dt.date(2026, 11, 23)
    week = [say("sr-latn", dates.weekday, monday + dt.timedelta(days=n)) for n in range(7)]

    assert week == ["ponedjeljak", "utorak", "srijeda", "četvrtak", "petak", "subota", "nedjelja"]


@pytest.mark.parametrize("language", ["sr-latn", "sr", "en"])
def test_nothing_is_written_for_nothing(language):
    one = (
        dates.long_date,
        dates.short_date,
        dates.day_month,
        dates.short_day,
        dates.weekday,
        dates.month_year,
        dates.date_time,
        dates.clock,
        dates.number,
        dates.percent,
        dates.money,
    )
    two = dates.clock_range, dates.date_range, dates.date_time_range

    assert {say(language, function, None) for function in one} == {""}
    assert {say(language, function, None, None) for function in two} == {""}


def test_a_range_with_one_end_is_that_end():
    assert say("sr-latn", dates.date_range, THURSDAY, None) == "26._11._2026."
    assert say("sr-latn", dates.clock_range, dt.time(10), None) == "10.00"


def test_the_clock_is_in_sarajevo_whatever_zone_is_active():
    with timezone.override(ZoneInfo("America/New_York")):
        assert say("sr-latn", dates.date_time, WINTER) == "26._11._2026. u_10.00"


def test_a_moment_just_before_midnight_in_greenwich_belongs_to_the_next_day():
    moment = dt.datetime(2026, 11, 25, 23, 30, tzinfo=dt.UTC)

    assert say("sr-latn", dates.long_date, moment) == "četvrtak, 26._11._2026."


def test_without_a_language_the_reader_gets_serbian_latin():
    with translation.override(None):
        assert dates.weekday(THURSDAY) == "četvrtak"
