"""What coordinators decide: how soon the network answers, and on which days nobody works."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.ask import RefusableForm
from vsrs.fields import LinesField, SerbianDateField, WordsField

MOST_DAYS = 60
FIRST_YEAR, LAST_YEAR = 2025, 2099


def _days(label):
    sentence = _("Enter working days as a number from 1 to 60.")
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=MOST_DAYS,
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], sentence),
    )


def _reason():
    return LinesField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stays in the history of the republic office."),
        error_messages={"required": _("Write the reason.")},
    )


def _name():
    return WordsField(
        label=_("Name of the holiday"),
        max_length=120,
        error_messages={"required": _("Write the name of the holiday.")},
    )


class TargetForm(RefusableForm):
    first_days = _days(_("Working days to the first answer"))
    solution_days = _days(_("Working days to the solution"))
    reason = _reason()

    def clean(self):
        said = super().clean()
        first, solution = said.get("first_days"), said.get("solution_days")
        if first and solution and solution < first:
            self.add_error("solution_days", _("The solution cannot be promised before the first answer."))
        return said


class HolidayForm(RefusableForm):
    day = SerbianDateField(label=_("Day"), error_messages={"required": _("Enter the day.")})
    name = _name()
    reason = _reason()

    def clean_day(self):
        day = self.cleaned_data["day"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(_("Enter a day between 2025 and 2099."))
        return day


class RenameForm(RefusableForm):
    prefix = "rename"

    name = _name()
    reason = _reason()


class RemoveForm(RefusableForm):
    prefix = "remove"

    reason = _reason()


class YearForm(RefusableForm):
    prefix = "year"

    year = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, widget=forms.HiddenInput)
