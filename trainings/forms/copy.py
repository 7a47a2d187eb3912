"""From which programme and on which days: a run proposed, or copied."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trainings.forms.training import ProgrammeField
from trainings.models import Programme
from vsrs.fields import SerbianDateField


class ProposalForm(forms.Form):
    """Fills the form of a new training; it only asks, so nothing in it is required."""

    mark_optional = False

    program = ProgrammeField(
        label=_("Programme"), queryset=Programme.objects.none(), empty_label=_("Choose a programme")
    )
    pocetak = SerbianDateField(label=_("First day"), help_text=_("For example 22. 11. 2026."))

    def __init__(self, *, programmes, **named):
        super().__init__(auto_id="predlog-%s", **named)
        self.fields["program"].queryset = programmes
        self.use_required_attribute = False


class CopyForm(forms.Form):
    first_day = SerbianDateField(
        label=_("First day of the copy"),
        help_text=_("For example 22. 11. 2026. All parts and deadlines move by as many days."),
    )
