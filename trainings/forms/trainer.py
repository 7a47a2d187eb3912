"""What staff type about a trainer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vsrs.fields import LinesField, PhoneField, WordsField
from vsrs.ui.writing import in_order, written


class TrainerProfileForm(forms.Form):
    """`programmes`: what they may be said to lead; `people`: of the service, one of whom a manager may say it
    is. Of two people with one name the second needs a tick."""

    full_name = WordsField(label=_("Full name"), max_length=120)
    position = WordsField(
        label=_("Position"),
        max_length=160,
        required=False,
        help_text=_("As the page of a training shows it."),
    )
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = PhoneField(label=_("Phone"), max_length=40, required=False)
    about = LinesField(
        label=_("Experience"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4})
    )
    teaches = forms.MultipleChoiceField(
        label=_("Can lead"), required=False, widget=forms.CheckboxSelectMultiple
    )
    user = forms.ChoiceField(
        label=_("Account"),
        required=False,
        help_text=_("Who is chosen here sees their own trainings and what people thought of them."),
    )
    another_person = forms.BooleanField(label=_("This is another person of the same name"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    FACTS = ("full_name", "position", "email", "phone", "about")

    def __init__(self, data=None, *, programmes, people=(), trainer=None):
        initial = None
        if trainer:
            initial = {name: getattr(trainer, name) for name in self.FACTS}
            initial["revision"] = trainer.revision
            initial["user"] = trainer.user_id or ""
            initial["teaches"] = [str(row.programme_id) for row in trainer.lessons]
            # What is no longer run they can lead all the same.
            known = {programme.pk for programme in programmes}
            others = [row.programme for row in trainer.lessons if row.programme_id not in known]
            programmes = [*programmes, *others]
        super().__init__(data, initial=initial)
        self.programmes = {str(row.pk): row for row in programmes}
        ordered = in_order(programmes, title_of)
        self.fields["teaches"].choices = [(str(row.pk), title_of(row)) for row in ordered]
        self.people = {str(person.pk): person for person in people}
        named = [(pk, written(str(person))) for pk, person in self.people.items()]
        self.fields["user"].choices = [("", _("Whoever of the service has this e-mail")), *named]
        if not people:
            del self.fields["user"]
        if not programmes:
            del self.fields["teaches"]
        if "another_person" not in (data or {}):
            self.fields["another_person"].widget = forms.HiddenInput()

    @property
    def said(self):
        cleaned = self.cleaned_data
        chosen = [self.programmes[pk] for pk in cleaned.get("teaches", [])]
        return {name: cleaned[name] for name in self.FACTS} | {
            "teaches": chosen,
            "another_person": cleaned["another_person"],
        }

    @property
    def said_user(self):
        """The person chosen, or None."""
        return self.people.get(self.cleaned_data["user"])

    def refuse(self, refusal):
        if refusal.field == "full_name":
            # Now there is a reason to ask.
            self.fields["another_person"].widget = forms.CheckboxInput()
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


def title_of(programme):
    return written(programme.title)
