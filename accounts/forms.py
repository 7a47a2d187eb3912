"""What people type about themselves."""

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from vsrs.context import HTML_LANG
from vsrs.fields import WordsField


class NameField(WordsField):
    default_error_messages = {"required": _("Enter your first and last name.")}
    widget = forms.TextInput(attrs={"autocomplete": "name"})

    def __init__(self, **named):
        super().__init__(label=_("Full name"), max_length=150, **named)


class SignupForm(forms.Form):
    """Asked when an account is opened, beside e-mail and password."""

    field_order = ["full_name", "email", "password1"]

    full_name = NameField()

    def signup(self, request, user):
        user.full_name = self.cleaned_data["full_name"]
        user.language = get_language()
        user.save(update_fields=["full_name", "language"])


class ProfileForm(forms.ModelForm):
    full_name = NameField()

    class Meta:
        model = User
        fields = ["full_name", "language", "keyboard_shortcuts"]
        widgets = {"language": forms.RadioSelect}
        help_texts = {
            "language": _("Also the language of the e-mails we send you."),
            "keyboard_shortcuts": _("The key / leads to the search field."),
        }

    def __init__(self, *args, **named):
        super().__init__(*args, **named)
        # Each language in its own script, whichever the page is in.
        self.fields["language"].choices = [
            (code, format_html('<span lang="{}">{}</span>', HTML_LANG[code], name))
            for code, name in settings.LANGUAGES
        ]


class EraseForm(forms.Form):
    """Erasing cannot be undone, so it is confirmed by typing one's own e-mail address."""

    email = forms.EmailField(
        label=_("Your e-mail address"), help_text=_("Type it once more to confirm."), max_length=254
    )

    def __init__(self, *args, user, **named):
        super().__init__(*args, **named)
        self.user = user

    def clean_email(self):
        if self.cleaned_data["email"].casefold() != self.user.email.casefold():
            raise forms.ValidationError(_("Type the address of this account: %s") % self.user.email)
        return self.cleaned_data["email"]
