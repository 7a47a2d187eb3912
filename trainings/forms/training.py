"""What staff type about a training: its facts, its parts (days), its trainers."""

import datetime as dt
from zoneinfo import ZoneInfo

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from trainings.forms.rows import FormWithRows, RowField
from trainings.forms.rules import MOST_QUESTIONS, QuestionFormSet, RulesForm
from trainings.models import Programme, Subject, Training
from vsrs.dates import local, short_date
from vsrs.fields import LinesField, SerbianDateField, SerbianDateTimeField, SerbianTimeField, WordsField
from vsrs.ui.writing import short_name, written

ZONE = ZoneInfo("Europe/Sarajevo")
MOST_PARTS = 15
MOST_TRAINERS = 8
TWO_DAYS = dt.timedelta(days=2)
DEFAULT_OFFER_HOURS = 24


class ProgrammeField(forms.ModelChoiceField):
    def label_from_instance(self, programme):
        return written(programme.title)


class TrainingForm(forms.Form):
    """The facts of a training. `programmes`: those a new one may run; None when it has its programme."""

    programme = ProgrammeField(
        label=gettext_lazy("Programme"),
        queryset=Programme.objects.none(),
        empty_label=gettext_lazy("Choose a programme"),
    )
    title = WordsField(label=gettext_lazy("Title"), max_length=160)
    subject = forms.ChoiceField(label=gettext_lazy("Subject"), choices=[("", "–"), *Subject.choices])
    summary = LinesField(
        label=gettext_lazy("In two sentences"), max_length=600, widget=forms.Textarea({"rows": 3})
    )
    form = forms.ChoiceField(label=pgettext_lazy("training", "Form"), choices=Training.Form.choices)
    venue = WordsField(label=gettext_lazy("Venue"), max_length=160, required=False)
    address = WordsField(label=pgettext_lazy("place", "Address"), max_length=200, required=False)
    access_notes = LinesField(
        label=gettext_lazy("How to get in"),
        max_length=600,
        required=False,
        help_text=gettext_lazy("Entrance without steps, lift, parking, how to ask for support."),
        widget=forms.Textarea({"rows": 2}),
    )
    link = forms.URLField(
        label=gettext_lazy("Link for joining online"),
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Only those who have booked get it."),
    )
    seats = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=1000)
    minimum = forms.IntegerField(
        label=gettext_lazy("Fewest people for it to be held"), min_value=1, max_value=1000, initial=1
    )
    organizer_cap = forms.IntegerField(
        label=gettext_lazy("Most seats for one organizer"), min_value=1, max_value=1000, required=False
    )
    audience = forms.ChoiceField(label=gettext_lazy("Open to"), choices=Training.Audience.choices)
    opens_at = SerbianDateTimeField(
        label=gettext_lazy("Booking opens"),
        required=False,
        help_text=gettext_lazy("For example 22. 11. 2026. 8.00; empty: as soon as it is published."),
    )
    closes_at = SerbianDateTimeField(
        label=gettext_lazy("Booking closes"),
        required=False,
        help_text=gettext_lazy("Empty: when the training begins."),
    )
    cancel_by = SerbianDateTimeField(
        label=gettext_lazy("Free cancellation until"),
        required=False,
        help_text=gettext_lazy("Empty: until noon two days before."),
    )
    decide_on = SerbianDateField(
        label=gettext_lazy("Day of decision"),
        required=False,
        help_text=gettext_lazy("When too few have booked by then, the desk asks whether it is held."),
    )
    offer_hours = forms.IntegerField(
        label=gettext_lazy("Hours to answer an offered seat"),
        min_value=1,
        max_value=240,
        required=False,
        initial=DEFAULT_OFFER_HOURS,
        help_text=gettext_lazy("Counted between 8 and 20 o'clock, so 24 hours are two days."),
    )
    first_timers_first = forms.BooleanField(
        label=gettext_lazy("On the waiting list those who have not been to it yet go first"), required=False
    )
    follows = RowField(
        label=gettext_lazy("Follows"),
        required=False,
        help_text=gettext_lazy("The training this one continues: workshop 1, workshop 2, action."),
    )
    measure_code = WordsField(
        label=gettext_lazy("Measure of the strategy"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("For example 2.1.3; empty: outside the strategy."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    FACTS = (
        *("title", "subject", "summary", "follows", "measure_code"),
        *("form", "venue", "address", "access_notes", "link"),
        *("seats", "minimum", "decide_on", "organizer_cap"),
        *("audience", "opens_at", "closes_at", "cancel_by"),
        *("offer_hours", "first_timers_first"),
    )

    # What a new training takes from its programme where nothing is typed.
    FROM_PROGRAMME = ("title", "subject", "summary", "measure_code")

    # Required or not by the form of the training, so their labels say neither.
    asked_of_some = ("venue", "link")

    def __init__(self, data=None, *, programmes=None, earlier=(), **named):
        super().__init__(data, **named)
        kept = self.initial.get("follows")
        known = [*earlier, *([kept] if kept and kept not in earlier else [])]
        self.fields["follows"].offer(known, name_with_day, _("– no other training –"))
        if programmes is None:
            del self.fields["programme"]
            return
        self.fields["programme"].queryset = programmes
        for name in self.FROM_PROGRAMME:
            self.fields[name].required = False
            self.fields[name].help_text = _("Empty: as in the programme.")

    def clean(self):
        said = super().clean()
        if said.get("form") == Training.Form.ON_SITE:
            said["link"] = ""
        elif said.get("form") == Training.Form.ONLINE and not said.get("link") and "link" not in self.errors:
            self.add_error("link", _("Enter the link people will join by."))
        if said.get("form") != Training.Form.ONLINE and not said.get("venue") and "venue" not in self.errors:
            self.add_error("venue", _("Enter where the training takes place."))
        said["offer_hours"] = said.get("offer_hours") or DEFAULT_OFFER_HOURS
        if (said.get("minimum") or 0) > (said.get("seats") or 1000):
            self.add_error("minimum", _("Enter at most as many as there are seats."))
        return said

    @property
    def facts(self):
        facts = {name: self.cleaned_data[name] for name in self.FACTS}
        if "programme" not in self.fields:
            return facts
        typed = {name: value for name, value in facts.items() if value or name not in self.FROM_PROGRAMME}
        return typed | {"programme": self.cleaned_data["programme"]}


def name_with_day(training):
    return f"{written(training.title)}, {short_date(training.starts_at)}"


class PartForm(forms.Form):
    """One part, usually a day."""

    day = SerbianDateField(label=gettext_lazy("Day"))
    starts = SerbianTimeField(label=pgettext_lazy("time", "From"))
    ends = SerbianTimeField(label=pgettext_lazy("time", "To"))
    title = WordsField(label=gettext_lazy("Title of the part"), max_length=160, required=False)
    place = WordsField(label=gettext_lazy("Place, if another"), max_length=160, required=False)
    agenda = LinesField(
        label=gettext_lazy("Agenda"),
        max_length=3000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("One line each, for example: 10.00–10.20 Getting to know each other"),
    )

    def clean(self):
        said = super().clean()
        if said.get("starts") and said.get("ends") and said["ends"] <= said["starts"]:
            self.add_error("ends", _("Enter a time after the beginning."))
        return said

    @property
    def part(self):
        said = self.cleaned_data
        return {
            "title": said["title"],
            "starts_at": dt.datetime.combine(said["day"], said["starts"], ZONE),
            "ends_at": dt.datetime.combine(said["day"], said["ends"], ZONE),
            "place": said["place"],
            "agenda": said["agenda"],
        }


class TrainerForm(forms.Form):
    """Somebody of the network, by their profile, or a guest by name."""

    profile = RowField(label=gettext_lazy("Trainer of the network"), required=False)
    full_name = WordsField(label=gettext_lazy("Or a guest: full name"), max_length=120, required=False)
    position = WordsField(label=gettext_lazy("Position"), max_length=160, required=False)

    def __init__(self, data=None, *, profiles=(), **named):
        super().__init__(data, **named)
        kept = self.initial.get("profile")
        # Somebody who has retired since still leads what they were to lead.
        known = [*profiles, *([kept] if kept and kept not in profiles else [])]
        self.fields["profile"].offer(known, name_of_profile, _("– a guest –"))

    def clean(self):
        said = super().clean()
        if not said.get("profile") and not said.get("full_name") and "full_name" not in self.errors:
            self.add_error("full_name", _("Choose a trainer or enter a name."))
        return said

    @property
    def trainer(self):
        said = self.cleaned_data
        name = said["profile"].full_name if said["profile"] else said["full_name"]
        return {"profile": said["profile"], "full_name": name, "position": said["position"]}


def name_of_profile(profile):
    return f"{written(profile.full_name)}, {short_name(profile.service)}"


PartFormSet = formset_factory(PartForm, extra=0, min_num=1, max_num=MOST_PARTS, absolute_max=MOST_PARTS)
TrainerFormSet = formset_factory(
    TrainerForm, extra=0, min_num=1, max_num=MOST_TRAINERS, absolute_max=MOST_TRAINERS
)


class TrainingForms(FormWithRows):
    """The form of a training with its parts and trainers, as one thing for the view."""

    MOST = {"part": MOST_PARTS, "trainer": MOST_TRAINERS, "question": MOST_QUESTIONS}
    ROW_FIELDS = {"parts": ("part", "day")}

    def __init__(
        self,
        data=None,
        *,
        initial=None,
        parts=(),
        trainers=(),
        profiles=(),
        rules=None,
        questions=(),
        **choices,
    ):
        super().__init__(data)
        self.form = TrainingForm(self.data, initial=initial, **choices)
        self.parts = PartFormSet(self.data, prefix="part", initial=list(parts))
        self.trainers = TrainerFormSet(
            self.data, prefix="trainer", initial=list(trainers), form_kwargs={"profiles": profiles}
        )
        self.rules = RulesForm(self.data, initial=rules)
        self.questions = QuestionFormSet(self.data, prefix="question", initial=list(questions))
        self.settle({"part": self.parts, "trainer": self.trainers, "question": self.questions})

    @property
    def all_forms(self):
        return [self.form, self.rules, *self.rows]

    def refuse(self, refusal):
        if refusal.field in self.rules.fields:
            self.rules.add_error(refusal.field, str(refusal))
        else:
            super().refuse(refusal)

    @property
    def can_add_question(self):
        return self.has_room("question")

    @property
    def can_add_part(self):
        return self.has_room("part")

    @property
    def can_add_trainer(self):
        return self.has_room("trainer")

    def is_valid(self):
        if self.is_more:
            return False
        if not any(row.has_changed() for row in self.parts.forms):
            self.parts.forms[0].add_error("day", _("Enter when the training takes place."))
        return not self.has_errors

    @property
    def part_rows(self):
        return [row.part for row in self.parts.forms if row.has_changed()]

    @property
    def trainer_rows(self):
        return [row.trainer for row in self.trainers.forms if row.has_changed()]

    @property
    def said(self):
        """What the operations take; free cancellation defaults to noon two days before."""
        parts = self.part_rows
        facts = self.form.facts
        if facts["cancel_by"] is None:
            first = min(part["starts_at"] for part in parts)
            facts["cancel_by"] = dt.datetime.combine(first.date() - TWO_DAYS, dt.time(12), ZONE)
        questions = [row.question for row in self.questions.forms if row.has_changed()]
        return (
            facts | self.rules.facts | {"parts": parts, "trainers": self.trainer_rows, "questions": questions}
        )


def initial_of(training):
    """What the forms show of a training: (facts, parts, trainers)."""
    facts = {name: getattr(training, name) for name in TrainingForm.FACTS}
    facts["revision"] = training.revision
    parts = [
        {
            "day": local(part.starts_at).date(),
            "starts": local(part.starts_at).time(),
            "ends": local(part.ends_at).time(),
            "title": part.title,
            "place": part.place,
            "agenda": part.agenda,
        }
        for part in training.parts.all()
    ]
    trainers = [
        {"profile": row.profile, "full_name": row.full_name, "position": row.position}
        for row in training.trainers.select_related("profile__service")
    ]
    return facts, parts, trainers
