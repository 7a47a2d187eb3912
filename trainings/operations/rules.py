"""Who may be booked besides there being a seat: people who have completed what the training asks for."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organizers.models import Person
from organizers.operations.same_people import everywhere
from services.tenancy import actor_of
from trainings.curriculum import curriculum_of
from trainings.models import Booking, Completion, Programme, Training
from trainings.operations.demand import note_unmet
from vsrs.dates import before_comma, local, months_after, short_date
from vsrs.refusals import Refused
from vsrs.ui.writing import written


class Unmet(Refused):
    """Somebody has not completed what the training asks for. `missing`: [(person id or None, Lack)]."""

    def __init__(self, message, *, missing):
        super().__init__(message, field="people")
        self.missing = missing


@dataclass(frozen=True)
class Asked:
    """What a training asks for: a programme, and how recently it must have been completed."""

    programme: int
    title: str
    months: int | None

    @property
    def within(self):
        if self.months is None:
            return ""
        return ngettext(
            "completed in the %(months)d month before the training",
            "completed in the %(months)d months before the training",
            self.months,
        ) % {"months": self.months}


@dataclass(frozen=True)
class Lack:
    asked: Asked
    run: Training | None  # the next one somebody could go to

    @property
    def words(self):
        """“Osnove koordinacije” first (completed in …); next run 12. 3. in Doboj"""
        title = _("“%(title)s” first") % {"title": written(self.asked.title)}
        words = f"{title} ({self.asked.within})" if self.asked.months else title
        return f"{words}; {self.run_words}" if self.run else words

    @property
    def run_words(self):
        if not self.run:
            return ""
        where = written(self.run.service.town)
        day = before_comma(short_date(self.run.starts_at))
        return _("next run %(day)s, %(town)s") % {"day": day, "town": where}


def asked_by(training):
    """[Asked] of the version of the programme that the training is held by: read with it, no statement more.
    Runs from before versions were kept are from before programmes asked for anything."""
    if not training.version_id:
        return []
    rows = curriculum_of(training).prerequisites
    return [Asked(row["programme"], row["title"], row["valid_months"]) for row in rows]


def refuse_unmet(training, guests):
    """Before anything is locked: what the training asks for does not change, what was completed stays."""
    if not (asked := asked_by(training)):
        return
    known = {guest.person_id for guest in guests if guest.person_id}
    lacking = lacking_of(training, known, asked)
    nameless = [Lack(one, next_run(one, training)) for one in asked]
    missing = [
        (guest, lack)
        for guest in guests
        for lack in (lacking[guest.person_id] if guest.person_id else nameless)
    ]
    if missing:
        sentences = [_sentence(guest, lack) for guest, lack in missing]
        raise Unmet(" ".join(sentences), missing=[(guest.person_id, lack) for guest, lack in missing])


def _sentence(guest, lack):
    words = {"person": written(guest.full_name), "programme": lack.words}
    if guest.person_id:
        return _("%(person)s needs %(programme)s.") % words
    return (
        _(
            "%(person)s needs %(programme)s. The portal knows what people of the organizer's own list have "
            "completed, not of a name typed here."
        )
        % words
    )


def lacking_of(training, people, asked=None):
    """{person id: [Lack]} of what each of `people` (ids) has not completed in time.

    Counted is what the same human being completed, whoever sent them and wherever it was held; the asker
    learns nothing but whether it is enough.
    """
    asked = asked_by(training) if asked is None else asked
    if not (asked and people):
        return {person: [] for person in people}
    with everywhere():
        humans = dict(Person.objects.filter(pk__in=people).values_list("pk", "human"))
        rows = Completion.objects.filter(
            human__in=set(humans.values()), programme__in=[one.programme for one in asked]
        )
        last = {}
        for human, programme, day in rows.values_list("human", "programme", "completed_on"):
            last[human, programme] = max(day, last.get((human, programme), day))
    lacks = {one: Lack(one, next_run(one, training)) for one in asked}
    return {
        person: [
            lacks[one]
            for one in asked
            if not is_met(one, last.get((humans.get(person), one.programme)), training)
        ]
        for person in people
    }


def is_met(asked, day, training):
    """Completed at all, and recently enough on the first day of the training."""
    first_day = local(training.starts_at).date()
    return day is not None and (asked.months is None or months_after(day, asked.months) >= first_day)


def next_run(asked, training):
    runs = Training.objects.public().upcoming(timezone.now()).filter(programme=asked.programme)
    runs = runs.exclude(pk=training.pk).filter(audience=Training.Audience.NETWORK)
    return runs.select_related("service").order_by("starts_at", "pk").first()


def note_demand(refusal, training, *, actor, organizer):
    """After a booking was refused and nothing of it is left: those who lacked something are demand."""
    if not isinstance(refusal, Unmet) or not actor_of(actor).represents(organizer.pk):
        return
    people = {pk for pk, _lack in refusal.missing if pk}
    own = Person.objects.visible_to(actor).filter(organizer=organizer, pk__in=people).in_bulk()
    missing = [(own[pk], Programme(pk=lack.asked.programme)) for pk, lack in refusal.missing if pk in own]
    if missing:
        note_unmet(training, actor=actor, organizer=organizer, missing=missing)


def refuse_people_to_be_approved(booking, training, actor, new):
    """Whom the service has not looked at cannot come by way of a booking it has approved."""
    if not (new and training.needs_approval and booking.state == Booking.State.BOOKED):
        return
    if actor and actor_of(actor).works_in(booking.service_id):
        return
    service = training.service
    raise Refused(
        _("The service has approved this booking as it is; only it can add people: %(contact)s.")
        % {"contact": service.phone or service.email or service.name},
        field="people",
    )
