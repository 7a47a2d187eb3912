"""What people type about organizers and their people."""

import re

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from organizers.models import FieldOfWork, Organizer, Representative
from organizers.queries import municipalities
from vsrs.fields import LinesField, NamedChoiceField, PhoneField, WordsField
from vsrs.text import normalise_email
from vsrs.ui.writing import in_script, written

# Companies and public enterprises: all six are needed (Law on Volunteering, SG RS 89/13, Art. 9).
CONDITIONS = [
    ("employees", _("Only the company's own employees volunteer.")),
    ("willing", _("They do it of their own free will.")),
    (
        "public-good",
        _("It is for the public good, outside business and premises, together with another organizer."),
    ),
    ("no-profit", _("The company makes no profit from it.")),
    ("no-replacement", _("It does not replace anybody's work.")),
    ("paid-leave", _("It happens in working hours, with paid leave.")),
]
capitalised = lazy(lambda label: str(label)[:1].upper() + str(label)[1:], str)


def sentence_case(choices):
    """Labels that stand alone in a list begin with a capital."""
    return [(value, capitalised(label)) for value, label in choices]


class JIBField(WordsField):
    """Thirteen digits, however they are spaced."""

    default_error_messages = dict.fromkeys(
        ["required", "invalid"], _("JIB has 13 digits, for example 4400123450008.")
    )

    def __init__(self, **named):
        super().__init__(max_length=30, **named)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "translate": "no"}

    def to_python(self, value):
        value = super().to_python(value)
        if value in self.empty_values:
            return value
        digits = re.sub(r"[\s./-]", "", value)
        if not re.fullmatch(r"[0-9]{13}", digits):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return digits


class RegistrationNumberField(WordsField):
    default_error_messages = dict.fromkeys(
        ["required", "invalid"],
        _("Enter the number from the decision on registration, for example 57-01-123/20."),
    )

    def to_python(self, value):
        value = super().to_python(value)
        if value in self.empty_values:
            return value
        if not re.fullmatch(r"[\w./\- ]+", value) or not re.search(r"[0-9]", value):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return value


class MunicipalityField(NamedChoiceField):
    """Each choice says which service looks after it."""

    default_error_messages = dict.fromkeys(
        ["required", "invalid_choice"], _("Choose the city or municipality of the seat from the list.")
    )

    def __init__(self, **named):
        super().__init__(queryset=municipalities(), empty_label=_("Choose"), **named)

    def label_from_instance(self, municipality):
        return f"{written(municipality)} – {in_script(municipality.home_service, 'name')}"


class NameField(WordsField):
    """A name has at least one letter in it."""

    default_error_messages = dict.fromkeys(["required", "no_letters"], _("Enter a name with letters."))

    def to_python(self, value):
        value = super().to_python(value)
        if value and not any(letter.isalpha() for letter in value):
            raise forms.ValidationError(self.error_messages["no_letters"], code="no_letters")
        return " ".join(value.split()) if value else value


class EmailWordsField(forms.EmailField):
    default_error_messages = dict.fromkeys(
        ["required", "invalid"], _("Enter an e-mail address, for example name@example.org.")
    )

    def to_python(self, value):
        value = super().to_python(value)
        return normalise_email(value) if value else value


class ContactsForm(forms.Form):
    """What an organizer keeps up to date by itself."""

    address = WordsField(label=_("Address of the seat"), max_length=200, required=False)
    email = EmailWordsField(
        label=_("E-mail of the organization"), max_length=254, help_text=_("Where the service can write to.")
    )
    phone = PhoneField(label=_("Phone"), required=False, help_text=_("For example 051 000 000."))
    responsible_person = WordsField(
        label=_("Responsible person"),
        max_length=120,
        required=False,
        help_text=_("Who signs for the organization. Seen by your service only."),
    )
    responsible_function = WordsField(
        label=_("Function"), max_length=120, required=False, help_text=_("For example president or director.")
    )
    fields_of_work = forms.MultipleChoiceField(
        label=_("Fields of work"),
        choices=sentence_case(FieldOfWork.choices),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, organizer=None, **named):
        if organizer is not None:
            named["initial"] = self.values_of(organizer) | (named.get("initial") or {})
        super().__init__(*args, **named)
        for name, token in {"address": "street-address", "email": "email", "phone": "tel"}.items():
            self.fields[name].widget.attrs["autocomplete"] = token

    def values_of(self, organizer):
        names = [name for name in self.base_fields if hasattr(organizer, name)]
        return {name: getattr(organizer, name) for name in names} | {"fields_of_work": organizer.field_codes}

    def said(self):
        """What was typed, for the operation."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"revision"}}


class RecordForm(ContactsForm):
    """The whole record, as the service corrects it."""

    kind = forms.ChoiceField(
        label=_("Kind of organizer"),
        choices=sentence_case(Organizer.Kind.choices),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], _("Choose the kind of organizer.")),
    )
    name = NameField(
        label=_("Legal name"), max_length=200, help_text=_("As in the decision on registration.")
    )
    name_cyrl = WordsField(
        label=_("Legal name in Cyrillic"),
        max_length=200,
        required=False,
        help_text=_("Leave it empty and the portal writes it from the Latin name."),
    )
    jib = JIBField(label=_("Tax number (JIB)"), help_text=_("13 digits, for example 4400123450008."))
    registration_number = RegistrationNumberField(
        label=_("Registration number"), max_length=30, help_text=_("From the decision on registration.")
    )
    municipality = MunicipalityField(
        label=_("City or municipality of the seat"),
        help_text=_("The service beside it confirms the organizer and helps it."),
    )
    field_order = [
        "kind",
        "name",
        "name_cyrl",
        "jib",
        "registration_number",
        "municipality",
        "address",
        "email",
        "phone",
        "responsible_person",
        "responsible_function",
        "fields_of_work",
    ]

    def __init__(self, *args, **named):
        super().__init__(*args, **named)
        self.fields["name"].widget.attrs["autocomplete"] = "organization"

    def values_of(self, organizer):
        return super().values_of(organizer) | {"municipality": organizer.municipality_id}


class ApplicationForm(RecordForm):
    """An application: the record, the conditions for companies, and the word of who may be asked twice."""

    conditions = forms.MultipleChoiceField(
        label=_("Conditions of the Law, all six"),
        choices=CONDITIONS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    partner_organizer = WordsField(
        label=_("Organizer with which the company does it"), max_length=200, required=False
    )
    # Needed from some: their labels must not say that they are not required.
    asked_of_some = ("conditions", "partner_organizer")
    is_another = forms.BooleanField(label=_("This is another organizer"), required=False)

    def values_of(self, organizer):
        values = super().values_of(organizer)
        if organizer.conditions_confirmed_on:
            values["conditions"] = [code for code, _words in CONDITIONS]
        return values

    def clean(self):
        data = super().clean()
        if data.get("kind") == Organizer.Kind.COMPANY:
            if "conditions" in data and len(data["conditions"]) < len(CONDITIONS):
                self.add_error(
                    "conditions",
                    _("All six conditions are needed: tick each that is met."),
                )
            if "partner_organizer" in data and not data["partner_organizer"]:
                self.add_error(
                    "partner_organizer", _("Enter the organizer with which the company does this.")
                )
        return data

    def said(self):
        said = super().said()
        said["conditions_confirmed"] = len(said.pop("conditions")) == len(CONDITIONS)
        return said


class ReasonForm(forms.Form):
    reason = LinesField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the reason: the organizer will read it.")},
    )

    def __init__(self, *args, label=None, help_text="", **named):
        super().__init__(*args, **named)
        if label:
            self.fields["reason"].label = label
        self.fields["reason"].help_text = help_text


class ReturnForm(ReasonForm):
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


def role_choices():
    roles = Representative.Role
    return [
        (roles.CONTACT, _("Contact: books seats and keeps the list of people")),
        (roles.REPRESENTATIVE, _("Representative: also changes the organization's data")),
    ]


class InviteForm(forms.Form):
    email = EmailWordsField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("The person gets a message with a link; without an account they make one first."),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=role_choices,
        initial=Representative.Role.CONTACT,
        widget=forms.RadioSelect,
    )


class PersonForm(forms.Form):
    full_name = NameField(label=_("Full name"), max_length=120)
    position = WordsField(
        label=_("Position"), max_length=120, required=False, help_text=_("For example volunteer coordinator.")
    )
    email = EmailWordsField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("For confirmations and reminders of trainings."),
    )
    phone = PhoneField(label=_("Phone"), required=False)
    is_another = forms.BooleanField(label=_("This is another person of the same name"), required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, person=None, **named):
        if person is not None:
            names = ("full_name", "position", "email", "phone", "revision")
            named["initial"] = {name: getattr(person, name) for name in names}
        super().__init__(*args, **named)
        for name in ("full_name", "email", "phone"):
            # Somebody else's data: the browser must not offer those of whoever types.
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def said(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}
