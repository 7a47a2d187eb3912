"""How useful the advice was."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vsrs.fields import LinesField, Scale

SCORES = [
    (1, pgettext_lazy("scale", "not at all")),
    *((score, str(score)) for score in range(2, 5)),
    (5, pgettext_lazy("scale", "very")),
]


class RatingForm(forms.Form):
    score = forms.TypedChoiceField(
        label=_("How useful was the advice?"),
        choices=SCORES,
        coerce=int,
        widget=Scale,
        error_messages={"required": _("Choose a mark from 1 to 5.")},
    )
    words = LinesField(
        label=_("In your words"),
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What helped, or what was missing."),
    )
