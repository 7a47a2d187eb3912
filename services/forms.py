"""What people type about a service and about those who work in it."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from services.models import Membership, Service
from services.operations.people import roles_in
from services.operations.settings import EDITABLE
from vsrs.fields import LinesField, PhoneField, WordsField
from vsrs.text import normalise_email


def role_choices(service):
    return [(role.value, role.label) for role in roles_in(service)]


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("The invitation goes here, for example ime@primjer.org."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect, initial=Membership.Role.STAFF)

    def __init__(self, *args, service, **named):
        super().__init__(*args, **named)
        self.fields["role"].choices = role_choices(service)

    def clean_email(self):
        return normalise_email(self.cleaned_data["email"])


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args, service, **named):
        super().__init__(*args, **named)
        self.fields["role"].choices = role_choices(service)


class NewAccountForm(forms.Form):
    """For an invited person who has no account: the address is already proven by the link."""

    full_name = WordsField(
        label=_("Full name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=128,
        help_text=_("At least 10 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, email, **named):
        super().__init__(*args, **named)
        self.email = email

    def clean(self):
        cleaned = super().clean()
        if password := cleaned.get("password"):
            user = User(email=self.email, full_name=cleaned.get("full_name", ""))
            try:
                validate_password(password, user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class SettingsForm(forms.ModelForm):
    """What a service says about itself, with what the person saw when they began to type."""

    host = WordsField(label=_("Host organisation"), max_length=200, required=False)
    about = LinesField(
        label=_("About the service"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    address = WordsField(label=_("Address of the office"), max_length=200, required=False)
    office_hours = WordsField(
        label=_("Office hours"),
        max_length=200,
        required=False,
        help_text=_("For example: Monday to Friday 9.00–15.00"),
    )
    phone = PhoneField(label=_("Phone"), required=False)

    class Meta:
        model = Service
        fields = EDITABLE

    def __init__(self, *args, **named):
        super().__init__(*args, **named)
        for name in EDITABLE:
            self.fields[f"seen_{name}"] = forms.CharField(
                required=False,
                strip=False,
                max_length=6000,
                initial=getattr(self.instance, name),
                widget=forms.HiddenInput,
            )

    @property
    def expected(self):
        # A browser turns every line end of a form into two characters.
        return {name: self.cleaned_data[f"seen_{name}"].replace("\r\n", "\n") for name in EDITABLE}

    @property
    def typed(self):
        return {name: self.cleaned_data[name] for name in EDITABLE}
