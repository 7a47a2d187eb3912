"""What staff type about a programme: its facts, its parts, what it asks for before."""

from decimal import Decimal

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trainings.forms.rows import FormWithRows, RowField
from trainings.models import Subject
from vsrs.fields import LinesField, SerbianDecimalField, WordsField
from vsrs.ui.writing import written

MOST_PARTS = 20
MOST_PREREQUISITES = 6


class ProgrammeForm(forms.Form):
    """`shares`: whether the service may open its programmes to all (the republic office)."""

    title = WordsField(label=gettext_lazy("Title"), max_length=160)
    subject = forms.ChoiceField(label=gettext_lazy("Subject"), choices=[("", "–"), *Subject.choices])
    summary = LinesField(
        label=gettext_lazy("In two sentences"), max_length=600, widget=forms.Textarea({"rows": 3})
    )
    aims = LinesField(
        label=gettext_lazy("What people learn"),
        max_length=2000,
        help_text=gettext_lazy("One aim a line."),
        widget=forms.Textarea({"rows": 5}),
    )
    audience = LinesField(
        label=gettext_lazy("For whom"), max_length=600, required=False, widget=forms.Textarea({"rows": 2})
    )
    hours = SerbianDecimalField(
        label=gettext_lazy("Hours"),
        min_value=0.5,
        max_value=200,
        max_digits=5,
        decimal_places=1,
        required=False,
        help_text=gettext_lazy("For example 4 or 7,5; empty: those of the parts together."),
    )
    certificate_share = forms.IntegerField(
        label=gettext_lazy("Attendance for the certificate (%)"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=gettext_lazy("Of the hours held; empty: no certificate is given."),
    )
    certificate_months = forms.IntegerField(
        label=gettext_lazy("Certificate valid for (months)"),
        min_value=1,
        max_value=240,
        required=False,
        help_text=gettext_lazy("Empty: without an end."),
    )
    measure_code = WordsField(
        label=gettext_lazy("Measure of the strategy"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("For example 2.1.3; empty: outside the strategy."),
    )
    is_shared = forms.BooleanField(label=gettext_lazy("All services may run it"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    FACTS = (
        *("title", "subject", "summary", "aims", "audience", "hours"),
        *("certificate_share", "certificate_months", "measure_code", "is_shared"),
    )
    # Asked for only where there are no parts, so its label says neither.
    asked_of_some = ("hours",)

    def __init__(self, data=None, *, shares=False, **named):
        super().__init__(data, **named)
        if not shares:
            del self.fields["is_shared"]

    def clean(self):
        said = super().clean()
        if said.get("certificate_months") and not said.get("certificate_share"):
            self.add_error("certificate_share", _("Enter how much attendance the certificate asks for."))
        return said

    @property
    def facts(self):
        return {name: self.cleaned_data[name] for name in self.FACTS if name in self.fields}


class ProgrammePartForm(forms.Form):
    title = WordsField(label=gettext_lazy("Title of the part"), max_length=160)
    hours = SerbianDecimalField(
        label=gettext_lazy("Hours"), min_value=0.5, max_value=100, max_digits=4, decimal_places=1
    )
    agenda = LinesField(
        label=gettext_lazy("Content"), max_length=3000, required=False, widget=forms.Textarea({"rows": 3})
    )


class PrerequisiteForm(forms.Form):
    required = RowField(label=gettext_lazy("Programme"))
    valid_months = forms.IntegerField(
        label=gettext_lazy("Completed in the last (months)"),
        min_value=1,
        max_value=240,
        required=False,
        help_text=gettext_lazy("Empty: whenever."),
    )

    def __init__(self, data=None, *, programmes=(), **named):
        super().__init__(data, **named)
        kept = self.initial.get("required")
        known = [*programmes, *([kept] if kept and kept not in programmes else [])]
        self.fields["required"].offer(known, lambda row: written(row.title))


PartFormSet = formset_factory(
    ProgrammePartForm, extra=0, min_num=1, max_num=MOST_PARTS, absolute_max=MOST_PARTS
)
PrerequisiteFormSet = formset_factory(
    PrerequisiteForm, extra=0, min_num=1, max_num=MOST_PREREQUISITES, absolute_max=MOST_PREREQUISITES
)


class ProgrammeForms(FormWithRows):
    """The form of a programme with its parts and prerequisites. `programmes`: what it may ask for."""

    MOST = {"part": MOST_PARTS, "before": MOST_PREREQUISITES}
    ROW_FIELDS = {"prerequisites": ("before", "required")}

    def __init__(self, data=None, *, programmes=(), shares=False, start=None):
        super().__init__(data)
        facts, parts, before = start or (None, (), ())
        self.form = ProgrammeForm(self.data, shares=shares, initial=facts)
        self.parts = PartFormSet(self.data, prefix="part", initial=list(parts))
        self.before = PrerequisiteFormSet(
            self.data, prefix="before", initial=list(before), form_kwargs={"programmes": programmes}
        )
        self.settle({"part": self.parts, "before": self.before})

    @property
    def can_add_part(self):
        return self.has_room("part")

    @property
    def can_add_prerequisite(self):
        return self.has_room("before")

    def is_valid(self):
        if self.is_more:
            return False
        if not self.has_errors:
            self._settle_hours()
        elif (
            "hours" not in self.form.errors and not self.form.cleaned_data.get("hours") and not self.part_rows
        ):
            self.form.add_error("hours", _("Enter the hours, or parts with theirs."))
        return not self.has_errors

    def _settle_hours(self):
        together = sum((part["hours"] for part in self.part_rows), start=Decimal(0))
        if not self.form.cleaned_data["hours"] and not together:
            self.form.add_error("hours", _("Enter the hours, or parts with theirs."))
        elif not self.form.cleaned_data["hours"]:
            self.form.cleaned_data["hours"] = together

    @property
    def part_rows(self):
        return [row.cleaned_data for row in self.parts.forms if row.has_changed() and row.is_valid()]

    @property
    def prerequisite_rows(self):
        return [row.cleaned_data for row in self.before.forms if row.has_changed() and row.is_valid()]

    @property
    def said(self):
        """What the operations take."""
        return self.form.facts | {"parts": self.part_rows, "prerequisites": self.prerequisite_rows}


def initial_of(programme):
    """What the forms show of a programme: (facts, parts, prerequisites)."""
    facts = {name: getattr(programme, name) for name in ProgrammeForm.FACTS}
    parts = [
        {"title": part.title, "hours": part.hours, "agenda": part.agenda} for part in programme.parts.all()
    ]
    before = [
        {"required": row.required, "valid_months": row.valid_months}
        for row in programme.prerequisites.select_related("required")
    ]
    return facts | {"revision": programme.revision}, parts, before
