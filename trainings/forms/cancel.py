"""Why a training is called off."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vsrs.fields import LinesField


class CancelForm(forms.Form):
    reason = LinesField(
        label=_("Reason"),
        max_length=600,
        help_text=_("Everybody who booked reads it, so say also what comes next."),
        widget=forms.Textarea({"rows": 3}),
    )
