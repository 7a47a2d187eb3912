"""What staff write in a thread, and what they decide about a request."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.ask import LONGEST, RefusableForm
from consultations.forms.files import UploadsField
from consultations.models import Message, Request, Topic
from vsrs.fields import LinesField, NamedChoiceField
from vsrs.ui.writing import written

# What is merged ends by merging.
CAME_OF_IT = [choice for choice in Request.Outcome.choices if choice[0] != Request.Outcome.MERGED]


def _text(label, rows, missing):
    return LinesField(
        label=label,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


class AnswerForm(RefusableForm):
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    # The last message the adviser has read; a newer one is shown before anything is sent.
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    template = NamedChoiceField(
        label=_("Template"), queryset=None, required=False, empty_label=_("no template")
    )
    body = _text(_("Text of the answer"), 8, _("Write the answer."))
    wait = forms.BooleanField(
        label=_("We now wait for the organizer"),
        required=False,
        help_text=_("The clock of your service stands still until the organizer replies."),
    )
    uploads = UploadsField()

    def __init__(self, *args, templates, **named):
        super().__init__(*args, **named)
        self.fields["template"].queryset = templates

    @property
    def said(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "template"}

    def chosen_template(self):
        """Also of a form that is not complete yet."""
        try:
            return self.fields["template"].clean(self["template"].data)
        except forms.ValidationError:
            return None


class NoteForm(RefusableForm):
    prefix = "note"

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    body = _text(_("Internal note"), 3, _("Write the note."))
    uploads = UploadsField()


class TalkForm(RefusableForm):
    prefix = "talk"

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    kind = forms.ChoiceField(
        label=_("How you talked"),
        choices=[(kind.value, kind.label) for kind in (Message.Kind.CALL, Message.Kind.VISIT)],
    )
    minutes = forms.IntegerField(
        label=_("Minutes spent"),
        min_value=1,
        max_value=600,
        error_messages=dict.fromkeys(
            ["required", "invalid", "min_value", "max_value"],
            _("Enter the minutes as a number from 1 to 600."),
        ),
    )
    body = _text(_("What was said and agreed"), 4, _("Write what was said."))
    internal = forms.BooleanField(label=_("Only for colleagues, not for the organizer"), required=False)


class TriageForm(RefusableForm):
    prefix = "triage"

    topic = forms.ChoiceField(label=_("Topic"), choices=Topic.choices)
    depth = forms.ChoiceField(
        label=_("Depth"),
        choices=[("", _("not known yet")), *Request.Depth.choices],
        required=False,
        help_text=_("How far the organizer is: knows, plans, does, keeps it up."),
    )
    adviser = NamedChoiceField(label=_("Adviser"), queryset=None, required=False, empty_label=_("nobody yet"))

    def __init__(self, *args, advisers, suggestion=None, **named):
        super().__init__(*args, **named)
        self.fields["adviser"].queryset = advisers
        if suggestion:
            self.fields["adviser"].help_text = suggestion.reason
        self.mark_optional = False


class GiveOutForm(RefusableForm):
    """Several of a list to one adviser."""

    zahtjev = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="number",
        error_messages={
            "required": _("Tick at least one request."),
            "invalid_choice": _("One of the ticked requests is not there any more. Look at the list again."),
        },
    )
    adviser = NamedChoiceField(
        label=_("Give the ticked ones to"),
        queryset=None,
        empty_label=_("Choose the adviser"),
        error_messages={"required": _("Choose the adviser.")},
    )

    def __init__(self, *args, requests, advisers, **named):
        super().__init__(*args, **named)
        self.fields["zahtjev"].queryset = requests
        self.fields["adviser"].queryset = advisers

    @property
    def ticked(self):
        return self["zahtjev"].data or [] if self.is_bound else []


class CloseForm(RefusableForm):
    prefix = "close"

    outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=[("", _("Choose the outcome")), *CAME_OF_IT],
        error_messages={"required": _("Choose the outcome.")},
    )
    depth = forms.ChoiceField(
        label=_("How far the organizer got"),
        choices=[("", _("Choose")), *Request.Depth.choices],
        error_messages={"required": _("Choose how far the organizer got.")},
    )


class ReferForm(RefusableForm):
    prefix = "refer"

    to_service = NamedChoiceField(
        label=_("Referred to"),
        queryset=None,
        empty_label=_("Choose the service"),
        error_messages={"required": _("Choose the service.")},
    )
    reason = _text(_("Reason"), 3, _("Write why it is referred."))

    def __init__(self, *args, services, **named):
        super().__init__(*args, **named)
        self.fields["to_service"].queryset = services


class ContactForm(RefusableForm):
    prefix = "contact"

    words = _text(_("What was agreed with the organizer"), 3, _("Write what was agreed."))


class MergeForm(RefusableForm):
    prefix = "merge"

    other = NamedChoiceField(
        label=_("The other request"),
        queryset=None,
        empty_label=_("Choose the request"),
        error_messages={"required": _("Choose the request.")},
        help_text=_("The younger one goes on in the older. This cannot be undone."),
    )

    def __init__(self, *args, others, **named):
        super().__init__(*args, **named)
        self.fields["other"].queryset = others
        self.fields["other"].label_from_instance = lambda row: f"{row.number}: {written(row.subject)}"
