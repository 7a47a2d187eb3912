"""The rules of booking in the form of a training, and its questions in the form of a booking."""

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizers.models import Municipality
from trainings.models import Question
from trainings.models.training import KeptFor
from vsrs.fields import LinesField, SerbianDateTimeField, WordsField
from vsrs.ui.writing import written

MOST_QUESTIONS = Question.MOST
LONGEST_ANSWER = 500


class MunicipalitiesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, municipality):
        return written(municipality)


class RulesForm(forms.Form):
    """Approval, and seats kept for organizers of some municipalities."""

    needs_approval = forms.BooleanField(
        label=gettext_lazy("The service approves each booking"),
        required=False,
        help_text=gettext_lazy(
            "Seats are held from the moment of booking; you approve it or refuse it with a reason."
        ),
    )
    kept_seats = forms.IntegerField(
        label=gettext_lazy("Seats kept"),
        min_value=0,
        max_value=1000,
        required=False,
        help_text=gettext_lazy("For organizers of the municipalities below; empty: none."),
    )
    kept_until = SerbianDateTimeField(
        label=gettext_lazy("Kept until"),
        required=False,
        help_text=gettext_lazy("What is left of them then is open to everybody, the waiting list first."),
    )
    kept_for = MunicipalitiesField(
        label=gettext_lazy("For organizers from"),
        queryset=Municipality.objects.order_by("sort"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    FACTS = ("needs_approval", "kept_seats", "kept_until")

    def clean(self):
        said = super().clean()
        said["kept_seats"] = said.get("kept_seats") or 0
        if not said["kept_seats"]:
            said["kept_until"] = None
            return said
        if not said.get("kept_until") and "kept_until" not in self.errors:
            self.add_error("kept_until", _("Enter until when the seats are kept."))
        if not said.get("kept_for") and "kept_for" not in self.errors:
            self.add_error("kept_for", _("Choose for whom the seats are kept."))
        return said

    @property
    def facts(self):
        facts = {name: self.cleaned_data[name] for name in self.FACTS}
        return facts | {"kept_for": list(self.cleaned_data["kept_for"])}


class QuestionForm(forms.Form):
    text = WordsField(label=gettext_lazy("Question"), max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of answer"), choices=Question.Kind.choices, required=False
    )
    choices = LinesField(
        label=gettext_lazy("Answers to choose from"),
        max_length=600,
        required=False,
        help_text=gettext_lazy("One a line; only for “one of several”."),
        widget=forms.Textarea({"rows": 2}),
    )
    is_required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)

    def has_changed(self):
        """A kind alone asks nothing."""
        return bool({*self.changed_data} - {"kind"})

    def clean(self):
        said = super().clean()
        said["kind"] = said.get("kind") or Question.Kind.TEXT
        if said["kind"] != Question.Kind.CHOICE:
            said["choices"] = ""
        elif len({*said.get("choices", "").split("\n")} - {""}) < 2 and "choices" not in self.errors:
            self.add_error("choices", _("Enter at least two answers, one a line."))
        return said

    @property
    def question(self):
        return {name: self.cleaned_data[name] for name in ("text", "kind", "choices", "is_required")}


QuestionFormSet = formset_factory(
    QuestionForm, extra=0, min_num=1, max_num=MOST_QUESTIONS, absolute_max=MOST_QUESTIONS
)


def rules_of(training):
    """What the form shows of a training: (rules, questions)."""
    rules = {name: getattr(training, name) for name in RulesForm.FACTS}
    rules["kept_seats"] = rules["kept_seats"] or None
    rules["kept_for"] = list(KeptFor.objects.filter(training=training).values_list("municipality", flat=True))
    names = ("text", "kind", "choices", "is_required")
    questions = [{name: getattr(row, name) for name in names} for row in questions_of(training)]
    return rules, questions


def questions_of(training):
    return list(Question.objects.filter(training=training).order_by("ordinal"))


def questions_to_ask(training):
    """The same for one read by its address, which knows whether it has any: most have none."""
    return questions_of(training) if training.has_questions else []


# --- answers -----------------------------------------------------------------------------------
def field_for(question):
    """Of the form of a booking."""
    common = {"label": written(question.text), "required": question.is_required}
    if question.kind == Question.Kind.TEXT:
        return WordsField(max_length=LONGEST_ANSWER, **common)
    if question.kind == Question.Kind.YES_NO:
        choices = [("da", _("Yes")), ("ne", _("No"))]
    else:
        choices = [(choice, written(choice)) for choice in question.choice_list]
    return forms.ChoiceField(choices=[("", "–"), *choices], **common)


def answer_in(question, said):
    """As it is kept: the words, or whether it is so. "" when nothing was answered."""
    if question.kind == Question.Kind.YES_NO:
        return {"da": True, "ne": False}.get(said, "")
    return said
