"""The form of one's own e-mail address. Apart from the others: allauth reads those before its own."""

from allauth.account.forms import AddEmailForm
from django import forms
from django.utils.translation import gettext_lazy as _


class NewAddressForm(AddEmailForm):
    email = forms.EmailField(
        label=_("New e-mail address"),
        help_text=_("We send a code to it. Until you type the code, the present address stays."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
