"""A template of an answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.ask import LONGEST, RefusableForm
from consultations.models import Topic
from consultations.placeholders import KNOWN
from vsrs.fields import LinesField, WordsField


class TemplateForm(RefusableForm):
    title = WordsField(label=_("Title"), max_length=120, error_messages={"required": _("Write the title.")})
    topic = forms.ChoiceField(
        label=_("Topic"), choices=[("", _("every topic")), *Topic.choices], required=False
    )
    body = LinesField(
        label=_("Text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": _("Write the text.")},
    )

    def __init__(self, *args, **named):
        super().__init__(*args, **named)
        self.mark_optional = False

    @staticmethod
    def placeholders():
        return [(f"{{{name}}}", label) for name, label in KNOWN.items()]
