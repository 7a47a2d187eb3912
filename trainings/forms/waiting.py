"""What staff say when they move a group of a waiting list or take it off."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vsrs.fields import LinesField


class ReasonForm(forms.Form):
    reason = LinesField(
        label=_("Reason"),
        max_length=600,
        help_text=_("The group reads it, and it stays in the history."),
        widget=forms.Textarea({"rows": 3}),
    )

    def refuse(self, refusal):
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class MoveForm(ReasonForm):
    place = forms.TypedChoiceField(label=_("New place"), coerce=int)

    field_order = ["place", "reason"]

    def __init__(self, data=None, *, places, **named):
        super().__init__(data, **named)
        self.fields["place"].choices = [("", "–"), *((place, str(place)) for place in places)]
        self.fields["reason"].help_text = _(
            "The group reads it, and so do those that stand further back by it. It stays in the history."
        )
