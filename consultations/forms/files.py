"""Several files in one field."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consultations.operations.common import MOST_FILES
from vsrs.uploads import UploadField


class _Several(forms.FileInput):
    allow_multiple_selected = True


class UploadsField(UploadField):
    """Up to five files; the cleaned value is a list of `Upload`. One that is refused refuses the form."""

    widget = _Several

    def __init__(self, **named):
        named.setdefault("label", _("Attachments"))
        named.setdefault("required", False)
        named.setdefault("help_text", _("Up to five files: PDF, office document, picture or plain text."))
        super().__init__(**named)

    def clean(self, data, initial=None):
        files = [file for file in (data or []) if file]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                ngettext("Attach at most %(most)d file.", "Attach at most %(most)d files.", MOST_FILES)
                % {"most": MOST_FILES}
            )
        clean_one = super().clean
        return [clean_one(file) for file in files]
