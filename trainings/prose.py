"""The text of a training's page, beside the card. It depends only on what is gathered here, so it is
drawn once while that stays the same; the key is the whole content, so nothing old is ever shown."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string

from trainings.agenda import agenda_of
from trainings.curriculum import curriculum_of
from trainings.models import Trainer
from vsrs.dates import language


class Day(NamedTuple):
    """A part of the training; the fields are those of `trainings.access.DAY`."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    agenda: str

    @property
    def items(self):
        return agenda_of(self.agenda)


class Host(NamedTuple):
    slug: str
    name: str
    name_cyrl: str
    town: str
    town_cyrl: str
    email: str
    phone: str

    def __str__(self):
        return self.name


class Prose(NamedTuple):
    aims: str
    audience: str
    days: tuple
    people: tuple
    form: str
    venue: str
    address: str
    access_notes: str
    service: Host

    @property
    def aim_list(self):
        return [line.strip() for line in self.aims.splitlines() if line.strip()]

    @property
    def trainers(self):
        return [Trainer(full_name=name, position=position) for name, position in self.people]

    @property
    def html(self):
        return _drawn(self, language())


def prose_of(training):
    """Of a training as `trainings.access.get_training_to_read` gives it."""
    curriculum = curriculum_of(training)
    return Prose(
        aims=curriculum.aims,
        audience=curriculum.audience,
        days=tuple(map(_day, training.day_rows)),
        people=tuple(map(tuple, training.trainer_rows)),
        form=training.form,
        venue=training.venue,
        address=training.address,
        access_notes=training.access_notes,
        service=Host(*(getattr(training.service, name) for name in Host._fields)),
    )


def _day(row):
    title, starts_at, ends_at, *rest = row
    return Day(title, datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at), *rest)


@lru_cache(maxsize=512)
def _drawn(prose, language):
    return render_to_string("trainings/_prose.html", {"page": prose})
