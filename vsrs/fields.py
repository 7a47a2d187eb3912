"""Form fields that accept what people here type and show it back in the same form."""

import datetime as dt
import re
from decimal import Decimal

from django import forms
from django.forms.models import ModelChoiceIterator
from django.forms.utils import from_current_timezone
from django.utils.translation import gettext_lazy as _

from vsrs import dates
from vsrs.text import clean_words, fold
from vsrs.ui.writing import in_order, written

MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "avg", "sep", "okt", "nov", "dec")
ENGLISH_MONTHS = {"may": 5, "aug": 8, "oct": 10}


class WordsField(forms.CharField):
    """One line of words."""

    lines = False

    def to_python(self, value):
        value = super().to_python(value)
        return clean_words(value, lines=self.lines) if value else value


class LinesField(WordsField):
    """Several lines; line ends are kept."""

    widget = forms.Textarea
    lines = True


class _InOrder(ModelChoiceIterator):
    def __iter__(self):
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        yield from map(self.choice, in_order(self.queryset, self.field.label_from_instance))


class Scale(forms.RadioSelect):
    """Marks side by side, the words at both ends."""

    template_name = "ui/_scale.html"


class NamedChoiceField(forms.ModelChoiceField):
    """Rows by their names, in the reader's script and alphabet; the queryset comes in Latin order."""

    iterator = _InOrder

    def label_from_instance(self, row):
        return written(row)


def parse_date(text):
    """A date out of 22.11.2026, 22. 11. 2026., 22/11/26, 2026-11-22, 22. novembar 2026; else None.

    Of years in which somebody can live or plan: the first and the last that a calendar knows have no
    day before or after them, which is where other places count to.
    """
    text = re.sub(r"^\s*[^\W\d]+\s*,\s*", "", text.strip())
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        year, month, day = match.groups()
    elif match := re.fullmatch(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})\s*\.?", text):
        day, month, year = match.groups()
    elif match := re.fullmatch(r"(?:[^\W\d]+\s+)?(\d{1,2})\.?\s*([^\W\d]+)\.?\s*(\d{4})\.?", text):
        day, name, year = match.groups()
        name = fold(name)[:3]
        month = ENGLISH_MONTHS.get(name) or (MONTHS.index(name) + 1 if name in MONTHS else 0)
    else:
        return None
    if len(year) == 2:
        year = f"20{year}" if int(year) < 70 else f"19{year}"
    if not 1900 <= int(year) < 2200:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def parse_time(text):
    """A time out of 10.00, 10:00, 10, 10 h; else None."""
    match = re.fullmatch(r"(\d{1,2})(?:\s*[.:,]\s*(\d{2}))?\s*h?\.?", text.strip(), re.IGNORECASE)
    if not match:
        return None
    try:
        return dt.time(int(match[1]), int(match[2] or 0))
    except ValueError:
        return None


def parse_decimal(text):
    """A number out of 1.250,5, 1250,5 and 1250.5; else None.

    Where both signs appear the last one is the decimal sign. One sign alone separates thousands when it
    does so in the reader's language and stands before three figures: 1.250 is 1250 in Serbian.
    """
    text = re.sub(r"\s", "", text).replace(dates.MINUS, "-")
    match = re.fullmatch(r"([+-]?)(\d[\d.,]*)", text)
    if not match:
        return None
    sign, digits = match.groups()
    thousands = "," if dates.language() == "en" else "."
    signs = [character for character in digits if character in ".,"]
    if len(set(signs)) == 2:
        decimal = signs[-1]
    elif len(signs) == 1 and not (signs[0] == thousands and re.fullmatch(r"[1-9]\d{0,2}\D\d{3}", digits)):
        decimal = signs[0]
    else:
        decimal = None
    whole, _sign, fraction = digits.partition(decimal) if decimal else (digits, "", "")
    if fraction and not fraction.isdigit():
        return None
    if not re.fullmatch(r"\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+", whole):
        return None
    return Decimal(f"{sign}{re.sub('[.,]', '', whole)}.{fraction or 0}")


class _DateInput(forms.DateInput):
    def format_value(self, value):
        if isinstance(value, dt.date):
            # Read back by parse_date in any language.
            return f"{value.day}. {value.month}. {value.year}."
        return super().format_value(value)


class _TimeInput(forms.TimeInput):
    def format_value(self, value):
        return dates.clock(value) if isinstance(value, dt.time) else super().format_value(value)


class _DateTimeInput(forms.DateTimeInput):
    def format_value(self, value):
        if isinstance(value, dt.datetime):
            value = dates.local(value)
            return f"{value.day}. {value.month}. {value.year}. {dates.clock(value)}"
        return super().format_value(value)


class SerbianDateField(forms.DateField):
    widget = _DateInput
    default_error_messages = {"invalid": _("Enter a date, for example 22. 11. 2026.")}

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        found = parse_date(value)
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class SerbianTimeField(forms.TimeField):
    widget = _TimeInput
    default_error_messages = {"invalid": _("Enter a time, for example 10.00.")}

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, dt.time):
            return value
        found = parse_time(value)
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class SerbianDateTimeField(forms.DateTimeField):
    """A date and a time of day in one field, in the time of Sarajevo."""

    widget = _DateTimeInput
    default_error_messages = {"invalid": _("Enter a date and a time, for example 22. 11. 2026. 10.00.")}

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, dt.datetime):
            return from_current_timezone(value)
        match = re.fullmatch(
            r"(.+?)(?:T|,\s*|\s+(?:u|у|at)\s+|\s+)(\d{1,2}(?:\s*[.:]\s*\d{2}){0,2}\s*h?\.?)", value.strip()
        )
        # Browsers send seconds with datetime-local when the stored value has them.
        time = match and parse_time(re.sub(r"^(\d+:\d\d):\d\d$", r"\1", match[2]))
        day = match and parse_date(match[1].strip())
        if not match or time is None or day is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return from_current_timezone(dt.datetime.combine(day, time))


class SerbianDecimalField(forms.DecimalField):
    widget = forms.TextInput
    default_error_messages = {"invalid": _("Enter a number, for example 1250,5.")}

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            value = parse_decimal(value)
            if value is None:
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def prepare_value(self, value):
        return dates.number(value) if isinstance(value, Decimal | int | float) else value

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "inputmode": "decimal"}


class PhoneField(WordsField):
    """A telephone number, kept as 051 000 000 or, from abroad, +381 11 000 0000."""

    default_error_messages = {"invalid": _("Enter a telephone number, for example 051 000 000.")}

    def __init__(self, *, max_length=30, **named):
        super().__init__(max_length=max_length, **named)
        self.widget.input_type = "tel"

    def to_python(self, value):
        value = super().to_python(value)
        if value in self.empty_values:
            return value
        spaced = " ".join(re.sub(r"[\s()/.\-–]+", " ", value).split())
        spaced = re.sub(r"^00", "+", spaced)
        digits = re.sub(r"\D", "", spaced)
        if not re.fullmatch(r"\+?[0-9 ]+", spaced) or not 6 <= len(digits) <= 15:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if spaced.startswith("+387"):
            digits = "0" + digits.removeprefix("387").removeprefix("0")
        elif spaced.startswith("+"):
            return spaced
        if digits.startswith("0") and len(digits) >= 9:
            return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
        return spaced
