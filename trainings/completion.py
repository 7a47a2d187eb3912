"""How much of a held training somebody was there for, and what its programme asks. Reads only."""

from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from trainings.curriculum import curriculum_of
from trainings.models import Attendance

# Where a programme gives no certificate, and so says nothing: who completed it counts as prerequisite.
USUAL_SHARE = 80
NOTHING = 0


@dataclass(frozen=True)
class Terms:
    """By the version of the programme that the training was held by."""

    title: str
    aims: tuple[str, ...]
    share: int  # per cent of the hours held
    months: int | None  # for how long the certificate is valid; None: without end
    gives_certificate: bool


def terms_of(training):
    curriculum = curriculum_of(training)
    return Terms(
        title=curriculum.title,
        aims=tuple(curriculum.aim_list),
        share=curriculum.certificate_share or USUAL_SHARE,
        months=curriculum.certificate_months,
        gives_certificate=bool(curriculum.certificate_share),
    )


@dataclass(frozen=True)
class Presence:
    """Of everybody in one training. By the length of the parts, in whole seconds."""

    held: int
    present: dict[int, int]  # {seat id: seconds}

    def share(self, seat_id):
        """Whole per cents, the rest cut off: 79.9 % is not 80 %."""
        return self.present.get(seat_id, NOTHING) * 100 // self.held if self.held else NOTHING

    def hours(self, seat_id):
        return in_hours(self.present.get(seat_id, NOTHING))

    @property
    def hours_held(self):
        return in_hours(self.held)


def presence_in(training):
    lengths = {part.pk: int((part.ends_at - part.starts_at).total_seconds()) for part in training.parts.all()}
    present = Counter()
    rows = Attendance.objects.filter(training=training, mark=Attendance.Mark.PRESENT)
    for seat, part in rows.filter(seat__released_at=None).values_list("seat", "part"):
        present[seat] += lengths[part]
    return Presence(held=sum(lengths.values()), present=dict(present))


def in_hours(seconds):
    return (Decimal(seconds) / 3600).quantize(Decimal("0.1"), ROUND_HALF_UP)
