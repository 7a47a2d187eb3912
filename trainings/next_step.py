"""What staff do next with a training: one step, or none."""

from dataclasses import dataclass

from django.utils import timezone

from trainings import queries
from trainings.models import Training
from vsrs.dates import local

PUBLISH, CONFIRM, ATTENDANCE, HELD, CANCEL, SHEET = (
    "publish",
    "confirm",
    "attendance",
    "held",
    "cancel",
    "sheet",
)


@dataclass(frozen=True)
class Now:
    """Where a training stands today."""

    step: str
    has_begun: bool  # its first day has come
    has_ended: bool
    lacks: bool  # fewer people than its minimum

    @classmethod
    def of(cls, training):
        has_begun = local(training.starts_at).date() <= timezone.localdate()
        has_ended = queries.has_ended(training)
        return cls(
            step=_step(training, has_begun, has_ended),
            has_begun=has_begun,
            has_ended=has_ended,
            lacks=training.taken < training.minimum,
        )


def _step(training, has_begun, has_ended):
    if training.state == Training.State.DRAFT:
        return PUBLISH
    if not training.is_announced:
        return ""
    if has_ended and not training.taken:
        return CANCEL
    if has_ended and not queries.unmarked_parts(training):
        return HELD
    if has_begun and training.taken:
        return ATTENDANCE
    if training.state == Training.State.PUBLISHED and not training.has_started():
        return CONFIRM
    return SHEET if training.taken else ""
