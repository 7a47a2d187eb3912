"""What people type about certificates: to check one, to withdraw one, to correct one."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from trainings.models import Certificate
from vsrs.fields import LinesField, WordsField
from vsrs.transliteration import to_latin

NOT_IN_A_CODE = re.compile(r"[\s.-]+")


class CheckForm(forms.Form):
    """By the paper alone: its number and its code, however they are typed."""

    broj = WordsField(label=_("Number"), max_length=30, help_text=_("For example BL-S-2026-0012."))
    kod = WordsField(
        label=_("Code"),
        max_length=40,
        help_text=_("Sixteen letters and digits, for example 3f2a 91bc 77de 0a1b."),
    )

    def clean_broj(self):
        return NOT_IN_A_CODE.sub("-", to_latin(self.cleaned_data["broj"].strip()).upper())

    def clean_kod(self):
        code = NOT_IN_A_CODE.sub("", to_latin(self.cleaned_data["kod"])).lower()
        if not re.fullmatch(r"[0-9a-f]{16}", code):
            raise forms.ValidationError(_("Type all sixteen signs: digits and the letters from a to f."))
        return code


class WithdrawForm(forms.Form):
    reason = LinesField(
        label=_("Reason"),
        max_length=600,
        help_text=_("The organizer and the person read it. The public page shows only the day."),
        widget=forms.Textarea({"rows": 3}),
    )


class CorrectForm(forms.Form):
    holder_name = WordsField(
        label=_("Full name"),
        max_length=120,
        help_text=_("In Latin or Cyrillic; it is written in the script below."),
    )
    script = forms.ChoiceField(
        label=_("Script of the certificate"), choices=Certificate.Script.choices, widget=forms.RadioSelect
    )
