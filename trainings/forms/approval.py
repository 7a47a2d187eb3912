"""The service's answer to bookings that wait for it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vsrs.fields import LinesField

APPROVE, REFUSE = "odobri", "odbij"


class ApprovalForm(forms.Form):
    """`bookings`: those that wait. The button says which of the two answers it is."""

    prijava = forms.MultipleChoiceField(
        label=gettext_lazy("Bookings"),
        error_messages={
            "required": gettext_lazy("Tick at least one booking."),
            "invalid_choice": gettext_lazy("Somebody has answered one of these meanwhile. Tick again."),
        },
    )
    reason = LinesField(
        label=gettext_lazy("Why not"),
        max_length=600,
        required=False,
        help_text=gettext_lazy("Only for a refusal: the organizer reads it, and it stays in the history."),
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, data=None, *, bookings, **named):
        super().__init__(data, **named)
        self.bookings = {booking.number: booking for booking in bookings}
        self.fields["prijava"].choices = [(number, number) for number in self.bookings]

    def clean(self):
        said = super().clean()
        if self.data.get("odluka") not in {APPROVE, REFUSE}:
            self.add_error(None, _("Choose whether you approve or refuse them."))
        elif self.refuses and not said.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why; the organizer reads it."))
        return said

    @property
    def refuses(self):
        return self.data.get("odluka") == REFUSE

    @property
    def ticked(self):
        return set(self.data.getlist("prijava")) if self.is_bound else set()

    @property
    def chosen(self):
        return [self.bookings[number] for number in self.cleaned_data["prijava"]]

    def refuse(self, refusal):
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
