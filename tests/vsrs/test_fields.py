import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import translation

from vsrs.fields import (
    LinesField,
    PhoneField,
    SerbianDateField,
    SerbianDateTimeField,
    SerbianDecimalField,
    SerbianTimeField,
    WordsField,
)

SARAJEVO = ZoneInfo("Europe/Sarajevo")


def errors(field, typed):
    with translation.override("en"):
        with pytest.raises(forms.ValidationError) as refused:
            field.clean(typed)
        return refused.value.messages


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "22.11.2026",
            "22. 11. 2026.",
            "22. 11. 2026",
            "22/11/26",
            "22-11-2026",
            "2026-11-22",
            " 22.11.26. ",
        ),
        *("22.\u00a011.\u00a02026.", "nedjelja, 22. 11. 2026.", "22. novembar 2026.", "22. novembra 2026"),
        *("22 November 2026", "Sunday 22 November 2026", "22. нов 2026."),
    ],
)
def test_a_date_is_understood_the_way_people_type_it(typed):
    assert SerbianDateField().clean(typed) == dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    "typed", ["31.2.2026", "22.13.2026", "22. 11.", "sutra", "0.0.0", "1.1.0000", "<script>", "😀"]
)
def test_what_is_not_a_date_is_told_what_to_type(typed):
    assert errors(SerbianDateField(), typed) == ["Enter a date, for example 22. 11. 2026."]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("10.00", (10, 0)),
        ("10:05", (10, 5)),
        ("10", (10, 0)),
        ("9 h", (9, 0)),
        ("9.30h", (9, 30)),
        ("0:00", (0, 0)),
    ],
)
def test_a_time_is_understood_the_way_people_type_it(typed, meant):
    assert SerbianTimeField().clean(typed) == dt.time(*meant)


@pytest.mark.parametrize("typed", ["24:00", "10.60", "deset", "10.0", "-1"])
def test_what_is_not_a_time_is_told_what_to_type(typed):
    assert errors(SerbianTimeField(), typed) == ["Enter a time, for example 10.00."]


@pytest.mark.parametrize(
    "typed",
    [
        *("22. 11. 2026. 10.00", "22.11.2026 10:00", "22. 11. 2026. u 10.00", "22. 11. 2026, 10.00"),
        *("2026-11-22T10:00", "2026-11-22T10:00:00", "2026-11-22 10:00", "22 November 2026 at 10:00"),
    ],
)
def test_a_moment_is_understood_as_time_in_sarajevo(typed):
    assert SerbianDateTimeField().clean(typed) == dt.datetime(2026, 11, 22, 10, 0, tzinfo=SARAJEVO)


@pytest.mark.parametrize(
    "typed", ["22. 11. 2026.", "10.00", "22. 11. 2026. 25.00", "x" * 300, "31. 2. 2026. 10.00"]
)
def test_what_is_not_a_moment_is_told_what_to_type(typed):
    assert errors(SerbianDateTimeField(), typed) == [
        "Enter a date and a time, for example 22. 11. 2026. 10.00."
    ]


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("sr-latn", "1.250,5", "1250.5"),
        ("sr-latn", "1250,5", "1250.5"),
        ("sr-latn", "1250.5", "1250.5"),
        ("sr-latn", "1.250", "1250"),
        ("sr-latn", "1.284.567,50", "1284567.50"),
        ("sr-latn", "1 250,5", "1250.5"),
        ("sr-latn", "1,250.5", "1250.5"),
        ("sr-latn", "0.125", "0.125"),
        ("sr-latn", "−3", "-3"),
        ("sr", "1.250", "1250"),
        ("en", "1,250.5", "1250.5"),
        ("en", "1,250", "1250"),
        ("en", "1.250", "1.250"),
        ("en", "1250,5", "1250.5"),
    ],
)
def test_a_number_is_understood_the_way_people_type_it(language, typed, meant):
    with translation.override(language):
        assert SerbianDecimalField().clean(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed", ["1.2.3", "1,2,3", "1,25.5,0", "abc", "NaN", "Infinity", "1e5", "12.50.5", "--1"]
)
def test_what_is_not_a_number_is_told_what_to_type(typed):
    assert errors(SerbianDecimalField(), typed) == ["Enter a number, for example 1250,5."]


def test_a_number_out_of_bounds_is_refused():
    assert errors(SerbianDecimalField(max_digits=4, decimal_places=1), "12345,6")


class Everything(forms.Form):
    day = SerbianDateField()
    moment = SerbianDateTimeField()
    time = SerbianTimeField()
    hours = SerbianDecimalField()


def test_stored_values_come_back_in_the_local_form_and_can_be_sent_again():
    stored = {
        "day": dt.date(2026, 3, 5),
        "moment": dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC),
        "time": dt.time(9, 5),
        "hours": Decimal("1250.50"),
    }
    with translation.override("sr-latn"):
        form = Everything(initial=stored)
        shown = {name: form[name].subwidgets[0].data["value"] for name in stored}
        sent = Everything(shown, initial=stored)
        valid = sent.is_valid()

    assert shown == {
        "day": "5. 3. 2026.",
        "moment": "22. 11. 2026. 10.00",
        "time": "9.05",
        "hours": "1.250,5",
    }
    assert valid
    assert sent.cleaned_data == stored
    assert not sent.has_changed()


def test_what_was_typed_wrongly_is_kept():
    form = Everything({"day": "prekosutra", "moment": "?", "time": "??", "hours": "sto"})

    assert not form.is_valid()
    assert [form[name].value() for name in form.fields] == ["prekosutra", "?", "??", "sto"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("051 000 000", "051 000 000"),
        ("051/000-000", "051 000 000"),
        ("065123456", "065 123 456"),
        ("+387 51 000 000", "051 000 000"),
        ("0038751000000", "051 000 000"),
        ("+387 (0)51 000 000", "051 000 000"),
        ("060 123 4567", "060 123 4567"),
        ("+381 11 000-0000", "+381 11 000 0000"),
    ],
)
def test_a_telephone_number_is_kept_in_one_form(typed, kept):
    assert PhoneField().clean(typed) == kept


@pytest.mark.parametrize("typed", ["12", "telefon", "051 000 000 ili 111", "1" * 25, "+"])
def test_what_is_not_a_telephone_number_is_told_what_to_type(typed):
    assert errors(PhoneField(), typed) == ["Enter a telephone number, for example 051 000 000."]


def test_one_line_refuses_line_ends_and_many_lines_keep_them():
    assert LinesField().clean("prvi\r\ndrugi") == "prvi\ndrugi"
    assert errors(WordsField(), "prvi\ndrugi") == [
        "Remove the invisible characters: type this text again instead of pasting it."
    ]
    assert WordsField(required=False).clean("") == ""


@pytest.mark.parametrize("typed", ["1.1.0001", "31.12.9999", "1899-12-31", "1. januar 2200."])
def test_a_year_nobody_plans_in_is_a_slip_of_the_finger(typed):
    (message,) = errors(SerbianDateField(), typed)
    assert message.startswith("Enter a date")
    errors(SerbianDateTimeField(), f"{typed} 10.00")
