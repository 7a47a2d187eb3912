"""What staff add to a programme: files or a link."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trainings.models import Material
from vsrs.fields import WordsField
from vsrs.uploads import UploadsField


class MaterialForm(forms.Form):
    title = WordsField(
        label=gettext_lazy("Title"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Files may go without one: then their names are shown."),
    )
    audience = forms.ChoiceField(label=gettext_lazy("For whom"), choices=Material.Audience.choices)
    uploads = UploadsField(
        label=gettext_lazy("Files"),
        required=False,
        help_text=gettext_lazy(
            "One or several at one go: PDF, office documents, pictures or plain text. "
            "If one is refused, none is stored."
        ),
    )
    link = forms.URLField(
        label=gettext_lazy("Or a link"), max_length=200, required=False, assume_scheme="https"
    )

    # One of the two is, so neither label says that it is not.
    asked_of_some = ("title", "uploads", "link")

    def clean(self):
        said = super().clean()
        if self.errors.keys() & {"uploads", "link"}:
            return said
        if not said["uploads"] and not said["link"]:
            self.add_error("uploads", _("Choose a file or enter a link."))
        elif said["uploads"] and said["link"]:
            self.add_error("link", _("Choose a file or enter a link, one of the two."))
        elif said["link"] and not said.get("title") and "title" not in self.errors:
            self.add_error("title", _("Enter what the link leads to."))
        return said
