"""Times for a conversation, and next steps."""

from datetime import timedelta

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from consultations.forms.ask import RefusableForm
from consultations.models import NextStep
from consultations.operations.times import MOST_OFFERED
from vsrs.fields import PhoneField, SerbianDateField, SerbianDateTimeField, WordsField

PLACE, LINK, PHONE = "place", "link", "phone"
BY = [(PLACE, _("in person")), (LINK, _("online")), (PHONE, _("by telephone"))]
MINUTES = [15, 30, 45, 60, 90, 120]
LINKS = URLValidator(
    schemes=["https", "http"], message=_("Enter the link, for example https://meet.example.org/servis.")
)


class MeetingForm(RefusableForm):
    """How long and where; those below add when."""

    minutes = forms.TypedChoiceField(
        label=_("Minutes"), coerce=int, choices=[(n, n) for n in MINUTES], initial=30
    )
    by = forms.ChoiceField(label=_("How"), choices=BY, initial=PLACE)
    where = WordsField(
        label=_("Place, link or telephone number"),
        max_length=200,
        error_messages={"required": _("Write the place, the link or the number to be called.")},
    )

    def clean(self):
        data = super().clean()
        where, by = data.get("where"), data.get("by")
        if where and by:
            try:
                data["where"] = _check_where(by, where)
            except forms.ValidationError as error:
                self.add_error("where", error)
        return data

    @property
    def place(self):
        """One of place, link and phone."""
        data = self.cleaned_data
        return {name: data["where"] if name == data["by"] else "" for name, _label in BY}

    def period(self, begin):
        return begin, begin + timedelta(minutes=self.cleaned_data["minutes"])


def _check_where(by, where):
    if by == PHONE:
        return PhoneField().clean(where)
    if by == LINK:
        LINKS(where)
    return where


class OfferForm(MeetingForm):
    prefix = "offer"

    def __init__(self, *args, **named):
        super().__init__(*args, **named)
        for number in range(1, MOST_OFFERED + 1):
            self.fields[f"when_{number}"] = _when(
                _("Time %(number)s") % {"number": number}, required=number == 1
            )
        self.fields["when_1"].help_text = _(
            "For example 25. 11. 2026. 10.00. Up to five; the organizer takes one."
        )
        self.order_fields([f"when_{number}" for number in range(1, MOST_OFFERED + 1)])
        self.mark_optional = False

    @property
    def said(self):
        begins = (self.cleaned_data[f"when_{number}"] for number in range(1, MOST_OFFERED + 1))
        return {"times": [self.period(begin) for begin in begins if begin], **self.place}


class MoveForm(MeetingForm):
    field_order = ["when"]

    when = SerbianDateTimeField(label=_("When"), error_messages={"required": _("Write when.")})

    @classmethod
    def initial_of(cls, offer):
        by = next(name for name, _label in BY if getattr(offer, name))
        minutes = (offer.ends_at - offer.starts_at) // timedelta(minutes=1)
        return {"when": offer.starts_at, "minutes": minutes, "by": by, "where": offer.where}

    @property
    def said(self):
        begin, end = self.period(self.cleaned_data["when"])
        return {"starts_at": begin, "ends_at": end, **self.place}


def _when(label, *, required):
    return SerbianDateTimeField(
        label=label, required=required, error_messages={"required": _("Write at least one time.")}
    )


class StepForm(RefusableForm):
    prefix = "step"

    text = WordsField(
        label=_("What is to be done"),
        max_length=300,
        error_messages={"required": _("Write what is to be done.")},
    )
    owner = forms.ChoiceField(label=_("Who"), choices=NextStep.Owner.choices)
    due_on = SerbianDateField(label=_("By when"), required=False)
