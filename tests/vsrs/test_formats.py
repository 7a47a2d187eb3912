import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats, translation

MOMENT = dt.datetime(2026, 11, 26, 9, 5, tzinfo=dt.UTC)


def write(language, template, **values):
    """What Django itself prints in that language, with no-break spaces as underscores."""
    with translation.override(language):
        return Template("{% load l10n %}" + template).render(Context(values)).replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("template", "latin", "cyrillic", "english"),
    [
        ("{{ x|date }}", "26._11._2026.", "26._11._2026.", "26 November 2026"),
        ("{{ x }}", "26._11._2026. 10.05", "26._11._2026. 10.05", "26 November 2026, 10:05"),
        ("{{ x|time }}", "10.05", "10.05", "10:05"),
        (
            "{{ x|date:'l, j. F' }}",
            "četvrtak, 26. novembar",
            "четвртак, 26. новембар",
            "Thursday, 26. November",
        ),
        ("{{ x|date:'D j. N' }}", "čet 26. nov", "чет 26. нов", "Thu 26. Nov."),
        ("{{ x|date:'j. E' }}", "26. novembra", "26. новембра", "26. November"),
        ("{{ x|date:'YEAR_MONTH_FORMAT' }}", "novembar_2026.", "новембар_2026.", "November 2026"),
    ],
)
def test_django_writes_moments_our_way(template, latin, cyrillic, english):
    written = [write(language, template, x=MOMENT) for language in ("sr-latn", "sr", "en")]

    assert written == [latin, cyrillic, english]


@pytest.mark.parametrize(("language", "written"), [("sr-latn", "12,5"), ("sr", "12,5"), ("en", "12.5")])
def test_django_writes_the_decimal_sign_our_way(language, written):
    assert write(language, "{{ x|localize }}", x=Decimal("12.5")) == written


@pytest.mark.parametrize("language", ["sr-latn", "sr", "en"])
def test_a_year_and_a_number_in_a_link_have_no_sign_between_thousands(language):
    assert write(language, "{{ x }}", x=2026) == "2026"


@pytest.mark.parametrize("language", ["sr-latn", "sr", "en"])
def test_weeks_begin_on_monday(language):
    with translation.override(language):
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize("typed", ["22.11.2026", "22. 11. 2026.", "22/11/26", "2026-11-22"])
def test_plain_date_fields_read_the_local_forms(typed):
    with translation.override("sr-latn"):
        assert forms.DateField().clean(typed) == dt.date(2026, 11, 22)


@pytest.mark.parametrize("day", range(7))
def test_week_days_are_ijekavian_in_both_scripts(day):
    moment = dt.date(2026, 11, 23) + dt.timedelta(days=day)
    latin = ["ponedjeljak", "utorak", "srijeda", "četvrtak", "petak", "subota", "nedjelja"]
    cyrillic = ["понедјељак", "уторак", "сриједа", "четвртак", "петак", "субота", "недјеља"]

    assert write("sr-latn", "{{ x|date:'l' }}", x=moment) == latin[day]
    assert write("sr", "{{ x|date:'l' }}", x=moment) == cyrillic[day]
