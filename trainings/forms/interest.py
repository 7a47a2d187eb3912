"""An organizer says that it wants a programme."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trainings.models import Interest
from trainings.operations.demand import MOST_PEOPLE
from vsrs.fields import WordsField
from vsrs.ui.writing import written


class InterestForm(forms.Form):
    organizer = forms.TypedChoiceField(
        label=_("Organizer"),
        coerce=int,
        error_messages={"required": _("Choose the organizer.")},
    )
    people_count = forms.IntegerField(
        label=_("How many people"),
        min_value=1,
        max_value=MOST_PEOPLE,
        error_messages=dict.fromkeys(
            ["required", "invalid", "min_value", "max_value"],
            _("Enter how many people would come, as a number from 1 to 200."),
        ),
    )
    note = WordsField(
        label=Interest._meta.get_field("note").verbose_name,
        max_length=300,
        required=False,
        help_text=_("For example: working days after 16.00, from February."),
    )

    def __init__(self, *args, organizers, known=None, **named):
        """`known`: {organizer id: Interest} said already, whose words stand in the form."""
        said = next(iter((known or {}).values()), None)
        if said:
            fields = {"organizer": said.organizer_id, "people_count": said.people_count, "note": said.note}
            named["initial"] = fields
        super().__init__(*args, **named)
        self.fields["organizer"].choices = [(row.pk, written(row)) for row in organizers]
        if len(organizers) == 1:
            self.fields["organizer"].widget = forms.HiddenInput()
            self.fields["organizer"].initial = organizers[0].pk
