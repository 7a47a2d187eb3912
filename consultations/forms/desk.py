"""What staff write in a thread, and what they decide about a request."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.ask import LONGEST, RefusableForm
from consultations.forms.files import UploadsField
from consultations.models import Message, Request
from vsrs.fields import LinesField, NamedChoiceField


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
    body = _text(_("Text of the answer"), 8, _("Write the answer."))
    wait = forms.BooleanField(
        label=_("We now wait for the organizer"),
        required=False,
        help_text=_("The clock of your service stands still until the organizer replies."),
    )
    uploads = UploadsField()


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


class AssignForm(RefusableForm):
    prefix = "assign"

    adviser = NamedChoiceField(label=_("Adviser"), queryset=None, required=False, empty_label=_("nobody yet"))

    def __init__(self, *args, advisers, **named):
        super().__init__(*args, **named)
        self.fields["adviser"].queryset = advisers
        self.mark_optional = False


class CloseForm(RefusableForm):
    prefix = "close"

    outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=[("", _("Choose the outcome")), *Request.Outcome.choices],
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
