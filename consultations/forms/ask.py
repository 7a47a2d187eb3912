"""What an organizer writes: a question and, in its thread, replies."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.files import UploadsField
from consultations.models import Request, Topic
from vsrs.fields import LinesField, WordsField
from vsrs.ui.writing import written

LONGEST = 6000


class RefusableForm(forms.Form):
    @property
    def said(self):
        """As the operation takes it."""
        return self.cleaned_data

    def refuse(self, refusal):
        """Show why an operation said no, beside its field when it has one."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))

    def show_again(self, **changed):
        """Everything typed stays as it is, and nothing is judged before it is sent; files are lost."""
        typed = {name: self[name].data for name in self.fields if name != "uploads"}
        self.initial = typed | changed
        self.is_bound = False


class AskForm(RefusableForm):
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    organizer = forms.TypedChoiceField(
        label=_("Organizer"), coerce=int, error_messages={"required": _("Choose the organizer.")}
    )
    topic = forms.ChoiceField(
        label=_("Topic"),
        choices=[("", _("Choose the topic")), *Topic.choices],
        error_messages={"required": _("Choose the topic.")},
    )
    subject = WordsField(
        label=_("In one line"),
        max_length=160,
        error_messages={"required": _("Write in one line what it is about.")},
        help_text=_("For example: contract with a volunteer under age."),
    )
    question = LinesField(
        label=_("Question"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write the question.")},
        help_text=_("Leave out names and other data of people unless the answer depends on them."),
    )
    way = forms.ChoiceField(
        label=_("How you want the answer"),
        choices=Request.Way.choices,
        initial=Request.Way.WRITTEN,
        widget=forms.RadioSelect,
    )
    urgent_reason = WordsField(
        label=_("If it is urgent, why"),
        max_length=300,
        required=False,
        help_text=_("For example: the action is on Saturday."),
    )
    uploads = UploadsField()

    def __init__(self, *args, organizers, **named):
        super().__init__(*args, **named)
        self.fields["organizer"].choices = [(row.pk, written(row)) for row in organizers]
        if len(organizers) == 1:
            self.fields["organizer"].widget = forms.HiddenInput()
            self.fields["organizer"].initial = organizers[0].pk


class ReplyForm(RefusableForm):
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    body = LinesField(
        label=_("Your reply"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write the reply.")},
    )
    uploads = UploadsField()


class ReopenForm(ReplyForm):
    """What is still unclear after a request was closed."""

    def __init__(self, *args, **named):
        super().__init__(*args, **named)
        self.fields["body"].label = _("What is still unclear")
        self.fields["body"].error_messages["required"] = _("Write what is still unclear.")
