"""Two trainings that want the same trainer or the same room at the same time."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone

from trainings.models import Part, Trainer, Training
from vsrs.text import fold

TRAINER, ROOM = "trainer", "room"


@dataclass(frozen=True)
class Clash:
    """`part` and `other` overlap; `what` is the name of the trainer or of the room."""

    kind: str
    what: str
    part: Part
    other: Part

    @property
    def is_trainer(self):
        return self.kind == TRAINER


def clashes_of(user, training):
    """Of a training that is still to come with everything the person may see, in other services too."""
    if training.is_over or training.ends_at <= timezone.now():
        return []
    parts = parts_between(user, training.starts_at, training.ends_at)
    mine = [part for part in parts if part.training_id == training.pk]
    others = [part for part in parts if part.training_id != training.pk]
    found = [clash for part in mine for other in others for clash in _between(part, other)]
    # Two of our parts beside one of theirs are one thing to solve.
    return list({(clash.kind, clash.what, clash.other.pk): clash for clash in reversed(found)}.values())[::-1]


def clashes_among(parts, now=None):
    """Of all these parts, each pair once; what is over needs no warning any more."""
    now = now or timezone.now()
    coming = sorted((part for part in parts if part.ends_at > now), key=lambda part: part.starts_at)
    found = []
    for place, part in enumerate(coming):
        for other in coming[place + 1 :]:
            if other.starts_at >= part.ends_at:
                break
            found += _between(part, other)
    return found


def parts_between(user, start, end):
    """Parts of trainings that are not called off, with their trainers."""
    trainers = Prefetch("training__trainers", Trainer.objects.order_by("pk"), to_attr="leaders")
    return list(
        Part.objects.visible_to(user)
        .filter(starts_at__lt=end, ends_at__gt=start)
        .exclude(training__state=Training.State.CANCELLED)
        .select_related("training__service")
        .prefetch_related(trainers)
        .order_by("starts_at", "pk")
    )


def _between(part, other):
    if part.training_id == other.training_id or not _overlap(part, other):
        return
    for trainer in part.training.leaders:
        if any(_same_person(trainer, theirs) for theirs in other.training.leaders):
            yield Clash(TRAINER, trainer.full_name, part, other)
    room = _room(part)
    if room and part.service_id == other.service_id and fold(room) == fold(_room(other)):
        yield Clash(ROOM, room, part, other)


def _overlap(part, other):
    return part.starts_at < other.ends_at and other.starts_at < part.ends_at


def _same_person(one, other):
    """By their profiles; a guest has only a name."""
    if one.profile_id and other.profile_id:
        return one.profile_id == other.profile_id
    return fold(one.full_name) == fold(other.full_name)


def _room(part):
    if part.training.form == Training.Form.ONLINE:
        return ""
    return part.place or part.training.venue
