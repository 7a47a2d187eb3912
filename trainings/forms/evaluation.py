"""The questions about a training that is over."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trainings.evaluations import MARKS, RECOMMEND, RECOMMENDS, STATEMENTS, TRAINERS
from vsrs.fields import LinesField, Scale
from vsrs.ui.writing import written

SCALE = [
    (1, pgettext_lazy("scale", "not at all")),
    *((mark, str(mark)) for mark in MARKS[1:-1]),
    (5, pgettext_lazy("scale", "entirely")),
]
LEADER = "predavac-"


def _mark(label, *, required=True):
    return forms.TypedChoiceField(
        label=label,
        choices=SCALE,
        coerce=int,
        empty_value=None,
        required=required,
        widget=Scale,
        error_messages={"required": _("Choose a mark from 1 to 5.")},
    )


class EvaluationForm(forms.Form):
    def __init__(self, *args, leaders, **kwargs):
        super().__init__(*args, **kwargs)
        for code, label in STATEMENTS.items():
            self.fields[code] = _mark(label)
        for leader in leaders:
            label = _("The trainer led it well: %(name)s") % {"name": written(leader.full_name)}
            self.fields[f"{LEADER}{leader.pk}"] = _mark(label, required=False)
        self.fields[RECOMMEND] = forms.ChoiceField(
            label=_("Would you recommend this training to others?"),
            choices=list(RECOMMENDS.items()),
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one of the answers.")},
        )
        for name, label in (
            ("best", _("What was most useful")),
            ("better", _("What should be better")),
        ):
            self.fields[name] = LinesField(
                label=label, max_length=600, required=False, widget=forms.Textarea({"rows": 3})
            )
        self.fields["better"].help_text = _("Write no names, so that nobody can tell who wrote it.")

    @property
    def said(self):
        """As `submit_evaluation` takes it."""
        data = self.cleaned_data
        leaders = {
            name.removeprefix(LEADER): mark
            for name, mark in data.items()
            if name.startswith(LEADER) and mark is not None
        }
        answers = {code: data[code] for code in STATEMENTS} | {RECOMMEND: data[RECOMMEND]}
        return {
            "answers": answers | {TRAINERS: leaders},
            "best": data["best"],
            "better": data["better"],
        }
