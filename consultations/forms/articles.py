"""What staff write in an article, and what a second person decides about it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.ask import RefusableForm
from consultations.models import Article, Topic
from vsrs.fields import LinesField, WordsField
from vsrs.text import to_latin

LONGEST = 12_000
MARKUP = _("An empty line parts paragraphs. “## ” begins a heading, “- ” a list, **words** are bold.")


class ArticleForm(RefusableForm):
    """`number`: the version the person began with, so that nobody's is overwritten. Serbian is kept in
    Latin."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    topic = forms.ChoiceField(
        label=_("Topic"),
        choices=[("", _("Choose the topic")), *Topic.choices],
        error_messages={"required": _("Choose the topic.")},
    )
    audience = forms.ChoiceField(
        label=_("Who reads it"),
        choices=Article.Audience.choices,
        initial=Article.Audience.PUBLIC,
        widget=forms.RadioSelect,
    )
    title = WordsField(
        label=_("Title in Serbian"),
        max_length=160,
        error_messages={"required": _("Write the title.")},
        help_text=_("As somebody would ask it, for example: Who signs the contract of a volunteer under age"),
    )
    body = LinesField(
        label=_("Text in Serbian"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"class": "long"}),
        error_messages={"required": _("Write the text.")},
        help_text=MARKUP,
    )
    title_en = WordsField(label=_("Title in English"), max_length=160, required=False)
    body_en = LinesField(
        label=_("Text in English"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"class": "long"}),
    )

    def clean_title(self):
        return to_latin(self.cleaned_data["title"])

    def clean_body(self):
        return to_latin(self.cleaned_data["body"])

    def clean(self):
        said = super().clean()
        if bool(said.get("title_en")) != bool(said.get("body_en")) and not self.errors:
            missing = "body_en" if said.get("title_en") else "title_en"
            self.add_error(missing, _("In English write both the title and the text, or neither."))
        return said

    def show_again(self):
        """What was typed stays as it is, and nothing is judged."""
        self.initial = {name: self.data.get(name, "") for name in self.fields}
        self.is_bound = False


class DecisionForm(RefusableForm):
    """One form with two buttons; only sending back needs a reason."""

    mark_optional = False

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = LinesField(
        label=_("What to change"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only when you send it back."),
    )
    decision = forms.ChoiceField(choices=[("odobri", ""), ("vrati", "")], widget=forms.HiddenInput)

    def clean(self):
        said = super().clean()
        if said.get("decision") == "vrati" and not said.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Write what is to be changed."))
        return said
