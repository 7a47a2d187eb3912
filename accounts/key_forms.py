"""Forms of security keys and passkeys. Apart from the others: allauth reads those before its own.

What the browser sends of a key is JSON; somebody may send something else.
"""

from allauth.mfa.webauthn import forms as allauth_forms
from cryptography.exceptions import InvalidSignature
from django import forms
from django.utils.translation import gettext_lazy as _

from vsrs.fields import WordsField

UNREADABLE = _("The key did not answer as expected. Try again, or use another way.")
ODD_ANSWERS = (TypeError, ValueError, KeyError, AttributeError, InvalidSignature)


class AddKeyForm(allauth_forms.AddWebAuthnForm):
    name = WordsField(
        label=_("Name of the key"),
        required=False,
        max_length=100,
        help_text=_("For example: phone, or the key on the keyring."),
    )

    credential = forms.JSONField(
        widget=forms.HiddenInput, error_messages={"invalid": UNREADABLE, "required": UNREADABLE}
    )

    def clean(self):
        try:
            return super().clean()
        except ODD_ANSWERS:
            raise forms.ValidationError(UNREADABLE) from None


class EditKeyForm(allauth_forms.EditWebAuthnForm):
    name = WordsField(label=_("Name of the key"), max_length=100)


class ReadableCredential:
    def clean_credential(self):
        try:
            return super().clean_credential()
        except ODD_ANSWERS:
            raise forms.ValidationError(UNREADABLE) from None


class LoginKeyForm(ReadableCredential, allauth_forms.LoginWebAuthnForm):
    pass


class AuthenticateKeyForm(ReadableCredential, allauth_forms.AuthenticateWebAuthnForm):
    pass


class ReauthenticateKeyForm(ReadableCredential, allauth_forms.ReauthenticateWebAuthnForm):
    pass
