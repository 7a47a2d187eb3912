"""What this room keeps about an organizer's people: reads for their page, their file, and two records side
by side. `trainings.operations.people` follows what is done with the records."""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organizers.models import Person
from organizers.person_records import Section, register
from trainings.completion import terms_of
from trainings.models import Attendance, Certificate, Completion, Seat
from trainings.operations import people
from vsrs.dates import before_comma, date_range, months_after
from vsrs.ui.writing import written

LAST_SHOWN = 3


@dataclass(frozen=True)
class Place:
    """One person's seat in one training, and what came of it."""

    seat: Seat
    training: object
    present: int
    excused: int
    absent: int
    parts: int

    @property
    def is_next(self):
        return self.training.is_announced and self.training.ends_at > timezone.now()

    @property
    def words(self):
        """Attendance in words; "" while nobody has entered any."""
        if not (self.present or self.excused or self.absent):
            return ""
        if self.parts == 1:
            return _("present") if self.present else _("sent apologies") if self.excused else _("absent")
        return _("present for %(n)d of %(all)d parts") % {"n": self.present, "all": self.parts}


def block(user, person):
    """The trainings, completed programmes and certificates on a person's page."""
    places = places_of(user, person)
    coming = sorted((place for place in places if place.is_next), key=lambda place: place.training.starts_at)
    return {
        "template": "trainings/_person_record.html",
        "coming": coming,
        "past": [place for place in places if not place.is_next],
        "completions": completions_of(user, person),
        "certificates": list(certificates_of(user, person)),
    }


def places_of(user, person):
    """The newest first, with attendance; seats of records merged into this one are among them."""
    records = Person.objects.filter(merged_into=person).values("pk")
    seats = Seat.objects.visible_to(user).standing()
    seats = seats.filter(person=person) | seats.filter(person__in=records)
    seats = seats.select_related("training__service", "booking").prefetch_related(
        "attendance", "training__parts"
    )
    return [place_of(seat) for seat in seats.order_by("-training__starts_at", "-pk")]


def place_of(seat):
    marks = Counter(row.mark for row in seat.attendance.all())
    Mark = Attendance.Mark
    return Place(
        seat=seat,
        training=seat.training,
        present=marks[Mark.PRESENT],
        excused=marks[Mark.EXCUSED],
        absent=marks[Mark.ABSENT],
        parts=len(seat.training.parts.all()),
    )


def completions_of(user, person):
    """Of the same human being, whoever sent them."""
    return _completions(user, human=person.human)


def _completions(user, **whose):
    """The newest first; `valid_until` where the programme says how long a completion lasts."""
    rows = Completion.objects.visible_to(user).filter(**whose)
    rows = rows.select_related("programme", "training__service", "training__programme", "training__version")
    found = list(rows.order_by("-completed_on", "-pk"))
    for row in found:
        months = terms_of(row.training).months
        row.valid_until = months_after(row.completed_on, months) if months else None
        row.is_valid = row.valid_until is None or row.valid_until >= timezone.localdate()
    return found


def completed(user, persons):
    """{person id: [(title, is it still valid)]}; each programme once, by its newest completion."""
    by_human = {}
    for row in _completions(user, human__in=[person.human for person in persons]):
        by_human.setdefault(row.human, {}).setdefault(row.programme_id, (row.programme.title, row.is_valid))
    return {person.pk: list(by_human.get(person.human, {}).values()) for person in persons}


def certificates_of(user, person):
    rows = Certificate.objects.visible_to(user).filter(human=person.human)
    return rows.select_related("training__service").order_by("-issued_on", "-pk")


def export(user, person):
    return {
        "trainings": [
            {
                "training": place.training.title,
                "service": place.training.service.name,
                "begins": place.training.starts_at.isoformat(),
                "state": place.training.state,
                "booking": place.seat.booking.number,
                "attendance": [row.mark for row in place.seat.attendance.all()],
            }
            for place in places_of(user, person)
        ],
        "completed": [
            {
                "programme": row.programme.title,
                "on": row.completed_on.isoformat(),
                "hours": str(row.hours),
                "valid_until": row.valid_until and row.valid_until.isoformat(),
            }
            for row in completions_of(user, person)
        ],
        "certificates": [
            {
                "number": row.number,
                "programme": row.programme_title,
                "issued_on": row.issued_on.isoformat(),
                "expires_on": row.expires_on and row.expires_on.isoformat(),
                "withdrawn_at": row.withdrawn_at and row.withdrawn_at.isoformat(),
            }
            for row in certificates_of(user, person)
        ],
    }


def lines(user, person):
    """(kind, what, day, detail), for the CSV file."""
    for place in places_of(user, person):
        state = place.words or place.training.get_state_display()
        yield _("Training"), written(place.training.title), place.training.starts_at, state
    for row in completions_of(user, person):
        yield _("Completed"), written(row.programme.title), row.completed_on, row.hours
    for row in certificates_of(user, person):
        yield _("Certificate"), row.number, row.issued_on, written(row.programme_title)


def summary(user, persons):
    """{person id: sentence}: in how many trainings they were booked, and the last of them."""
    seats = Seat.objects.visible_to(user).standing().filter(person__in=persons)
    booked = {}
    for seat in seats.select_related("training").order_by("-training__starts_at", "-pk"):
        booked.setdefault(seat.person_id, []).append(seat.training)
    return {pk: _in_words(trainings) for pk, trainings in booked.items()}


def _in_words(trainings):
    count = ngettext("%(n)d training", "%(n)d trainings", len(trainings)) % {"n": len(trainings)}
    shown = [
        f"{written(training.title)}, {before_comma(date_range(training.starts_at, training.ends_at))}"
        for training in trainings[:LAST_SHOWN]
    ]
    return f"{count}: {'; '.join(shown)}"


def register_records():
    register(
        Section(
            name="trainings",
            block=block,
            export=export,
            lines=lines,
            summary=summary,
            completed=completed,
            refuse_merge=people.refuse_merge,
            refuse_erase=people.refuse_erase,
            move=people.move,
            put_back=people.put_back,
            share=people.share,
            erase=people.erase,
        )
    )
