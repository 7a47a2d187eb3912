"""What staff type about a programme."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trainings.models import Subject
from vsrs.fields import LinesField, SerbianDecimalField, WordsField


class ProgrammeForm(forms.Form):
    """`shares`: whether the service may open its programmes to all (the republic office)."""

    title = WordsField(label=_("Title"), max_length=160)
    subject = forms.ChoiceField(label=_("Subject"), choices=[("", "–"), *Subject.choices])
    summary = LinesField(label=_("In two sentences"), max_length=600, widget=forms.Textarea({"rows": 3}))
    aims = LinesField(
        label=_("What people learn"),
        max_length=2000,
        help_text=_("One aim a line."),
        widget=forms.Textarea({"rows": 5}),
    )
    audience = LinesField(
        label=_("For whom"), max_length=600, required=False, widget=forms.Textarea({"rows": 2})
    )
    hours = SerbianDecimalField(
        label=_("Hours"),
        min_value=0.5,
        max_value=200,
        max_digits=5,
        decimal_places=1,
        help_text=_("For example 4 or 7,5."),
    )
    is_shared = forms.BooleanField(label=_("All services may run it"), required=False)

    FIELDS = ("title", "subject", "summary", "aims", "audience", "hours", "is_shared")

    def __init__(self, data=None, *, programme=None, shares=False):
        initial = {name: getattr(programme, name) for name in self.FIELDS} if programme else None
        super().__init__(data, initial=initial)
        if not shares:
            del self.fields["is_shared"]
