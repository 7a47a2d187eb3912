"""Who comes: people to tick, rows for those who are not on the list yet, and what a booking asks besides."""

from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizers.models import Person
from trainings.forms.rules import answer_in, field_for
from vsrs.fields import LinesField, PhoneField, WordsField
from vsrs.text import fold

MOST_ROWS = 20
ROWS = 2


class PeopleForm(forms.Form):
    """`choices` (trainings.card.Choice) are the people who may be ticked; nobody else is accepted.

    Rows of new people are `ime-0`, `eposta-0` and so on; `redova` says how many there are.
    """

    redova = forms.IntegerField(min_value=0, max_value=MOST_ROWS, widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, choices, more_rows=False, unjudged=False, **named):
        super().__init__(data, **named)
        self.choices = choices
        self.rows = _rows_in(data) if data is not None else ROWS
        if more_rows or unjudged:
            self._show_again(data, more_rows=more_rows)
        self.fields["osoba"] = forms.MultipleChoiceField(
            label=gettext_lazy("Who is coming?"),
            choices=[(choice.value, choice.person.full_name) for choice in choices],
            required=False,
            error_messages={
                "invalid_choice": gettext_lazy("Somebody you ticked is no longer on the list. Tick again."),
            },
        )
        for row in range(self.rows):
            self.fields[f"ime-{row}"] = WordsField(
                label=gettext_lazy("Full name"), max_length=120, required=False
            )
            self.fields[f"eposta-{row}"] = forms.EmailField(
                label=gettext_lazy("E-mail"), max_length=254, required=False
            )

    def _show_again(self, data, *, more_rows):
        """Perhaps with one row more; everything typed stays as it is: nothing is judged before it is sent."""
        self.rows = min(self.rows + more_rows, MOST_ROWS)
        self.is_bound = False
        self.initial = {name: data.get(name, "") for name in data} | {"osoba": data.getlist("osoba")}

    @property
    def ticked(self):
        if self.is_bound:
            return set(self.data.getlist("osoba"))
        if "osoba" in self.initial:
            return set(self.initial["osoba"])
        return {choice.value for choice in self.choices if choice.ticked}

    @property
    def people_rows(self):
        """(choice, ticked) for the template."""
        ticked = self.ticked
        return [(choice, choice.value in ticked) for choice in self.choices]

    @property
    def new_rows(self):
        return [(self[f"ime-{row}"], self[f"eposta-{row}"]) for row in range(self.rows)]

    @property
    def wanted(self):
        """How many people were named, once the form has been read."""
        return len(getattr(self, "known", ())) + len(getattr(self, "typed", ()))

    @property
    def can_add_row(self):
        return self.rows < MOST_ROWS

    def clean(self):
        cleaned = super().clean()
        by_value = {choice.value: choice.person for choice in self.choices}
        self.known = [by_value[value] for value in cleaned.get("osoba", [])]
        self.typed = []
        for row in range(self.rows):
            self._clean_row(row)
        if not self.known and not self.typed and not self.errors:
            self.add_error("osoba", _("Tick at least one person or enter a name."))
        return cleaned

    def _clean_row(self, row):
        name, email = self.cleaned_data.get(f"ime-{row}", ""), self.cleaned_data.get(f"eposta-{row}", "")
        if email and not name and f"ime-{row}" not in self.errors:
            self.add_error(f"ime-{row}", _("Enter the full name of the person with this e-mail."))
        if not name:
            return
        words = fold(name)
        if not words:
            self.add_error(f"ime-{row}", _("Enter the full name, for example Jelena Marić."))
        elif any(fold(person.full_name) == words for person in (*self.known, *self.typed)):
            self.add_error(f"ime-{row}", _("This person is on the list already."))
        elif same := next((c.person for c in self.choices if fold(c.person.full_name) == words), None):
            # Typed instead of ticked: the same person, not a second record of them.
            self.known.append(same)
        else:
            person = Person(full_name=name, email=email)
            person.form_field = f"ime-{row}"
            self.typed.append(person)

    def refuse(self, refusal):
        """Show why an operation said no, beside its field when it has one."""
        field = {"people": "osoba"}.get(refusal.field, refusal.field)
        self.add_error(field if field in self.fields else None, ValidationError(str(refusal)))


class SupportForm(PeopleForm):
    """With what a booking says besides: phone, needs, and answers to the `questions` of the training."""

    telefon = PhoneField(
        label=gettext_lazy("Phone for the day of the training"),
        required=False,
        help_text=gettext_lazy("For example 065 000 000."),
    )
    pristup = LinesField(
        label=gettext_lazy("Accessibility"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Sign language interpreting, access by wheelchair, other."),
    )
    hrana = LinesField(
        label=gettext_lazy("Food"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Allergies, fasting, vegetarian food. How many people."),
    )

    def __init__(self, data=None, *, questions=(), **named):
        super().__init__(data, **named)
        self.questions = questions
        for question in questions:
            self.fields[f"pitanje-{question.pk}"] = field_for(question)

    @property
    def question_fields(self):
        return [self[f"pitanje-{question.pk}"] for question in self.questions]

    @property
    def answers(self):
        """As they are kept, with the question as it was asked."""
        rows = [
            {
                "question": question.text,
                "answer": answer_in(question, self.cleaned_data[f"pitanje-{question.pk}"]),
            }
            for question in self.questions
        ]
        return [row for row in rows if row["answer"] != ""]

    @property
    def needs(self):
        return {"access_needs": self.cleaned_data["pristup"], "diet": self.cleaned_data["hrana"]}


class BookingForm(SupportForm):
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    organizator = forms.IntegerField(widget=forms.HiddenInput)


class WaitingForm(SupportForm):
    organizator = forms.IntegerField(widget=forms.HiddenInput)
    manje = forms.BooleanField(
        label=gettext_lazy("We also come with fewer people"),
        required=False,
        help_text=gettext_lazy("You are offered as many seats as are free, for the first ones of your list."),
    )


class ChangeForm(PeopleForm):
    # What the reader saw; a change made meanwhile by somebody else is not overwritten silently.
    revizija = forms.IntegerField(widget=forms.HiddenInput)


def _rows_in(data):
    asked = data.get("redova", "")
    return min(int(asked), MOST_ROWS) if asked.isdecimal() and len(asked) < 4 else ROWS
