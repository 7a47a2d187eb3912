"""What staff add to a programme: a file or a link."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trainings.models import Material
from vsrs.fields import WordsField
from vsrs.uploads import UploadField


class MaterialForm(forms.Form):
    title = WordsField(label=gettext_lazy("Title"), max_length=160)
    audience = forms.ChoiceField(label=gettext_lazy("For whom"), choices=Material.Audience.choices)
    upload = UploadField(label=gettext_lazy("File"), required=False)
    link = forms.URLField(
        label=gettext_lazy("Or a link"), max_length=200, required=False, assume_scheme="https"
    )

    # One of the two is, so neither label says that it is not.
    asked_of_some = ("upload", "link")

    def clean(self):
        said = super().clean()
        if self.errors.keys() & {"upload", "link"}:
            return said
        if not said.get("upload") and not said.get("link"):
            self.add_error("upload", _("Choose a file or enter a link."))
        elif said.get("upload") and said.get("link"):
            self.add_error("link", _("Choose a file or enter a link, one of the two."))
        return said
