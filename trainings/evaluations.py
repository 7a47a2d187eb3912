"""What is asked when a training is over, and what the answers say together. Reads only.

Nothing is shown below `LEAST` answers, neither a number nor a text: in a group that small each answer is
somebody's. Later ones are added `STEP` at a time, so that whoever watches the results cannot read one answer
from what changed.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from trainings.models import Evaluation, EvaluationInvitation, Training
from vsrs import dates
from vsrs.text import sort_key

LEAST, STEP = 5, 3
MARKS = (1, 2, 3, 4, 5)
TRAINERS, RECOMMEND = "trainers", "preporuka"
# Statements to agree with, so that 5 is always the good end.
STATEMENTS = {
    "korisnost": gettext_lazy("What I learned is useful in my work"),
    "jasnoca": gettext_lazy("It was clear"),
    "tempo": gettext_lazy("The pace suited me"),
    "organizacija": gettext_lazy("It was well organized"),
}
SHORT = {
    "korisnost": gettext_lazy("Usefulness"),
    "jasnoca": gettext_lazy("Clarity"),
    "tempo": gettext_lazy("Pace"),
    "organizacija": gettext_lazy("Organization"),
}
RECOMMENDS = {
    "da": pgettext_lazy("recommend", "yes"),
    "mozda": pgettext_lazy("recommend", "perhaps"),
    "ne": pgettext_lazy("recommend", "no"),
}


@dataclass(frozen=True)
class Item:
    """One statement: how many gave each mark from 1 to 5."""

    name: str
    counts: tuple[int, ...]

    @property
    def count(self):
        return sum(self.counts)

    @property
    def mean(self):
        """To one decimal; None when nobody answered."""
        if not self.count:
            return None
        return round(
            sum(mark * count for mark, count in zip(MARKS, self.counts, strict=True)) / self.count, 1
        )

    @property
    def rows(self):
        """For `{% bars %}`."""
        return [
            {"label": str(mark), "value": count}
            for mark, count in zip(reversed(MARKS), self.from_best, strict=True)
        ]

    @property
    def from_best(self):
        """How many gave 5, 4, 3, 2, 1."""
        return tuple(reversed(self.counts))


@dataclass(frozen=True)
class Results:
    """Of one training: `answered` came, `shown` of them make the rest, which is empty until there are any."""

    invited: int
    answered: int
    shown: int = 0
    items: list[Item] = field(default_factory=list)
    trainers: list[Item] = field(default_factory=list)
    recommend: list[dict] = field(default_factory=list)
    best: list[str] = field(default_factory=list)
    better: list[str] = field(default_factory=list)

    @property
    def is_shown(self):
        return self.shown > 0

    @property
    def waiting(self):
        return self.answered - self.shown

    @property
    def everything(self):
        return [*self.items, *self.trainers]

    @property
    def means(self):
        """For `{% bars %}`."""
        return [{"label": item.name, "value": item.mean} for item in self.everything]


def results_of(user, training):
    invited = EvaluationInvitation.objects.visible_to(user).filter(training=training).count()
    came = Evaluation.objects.visible_to(user).filter(training=training)
    rows = list(came.shown())
    if not rows:
        return Results(invited, came.count())
    leaders = training.trainers.all()
    return Results(
        invited=invited,
        answered=came.count(),
        shown=len(rows),
        items=[item_of(SHORT[code], [row.answers.get(code) for row in rows]) for code in STATEMENTS],
        trainers=_trainer_items(leaders, rows),
        recommend=_choices(rows),
        # In the order of the alphabet, each list by itself: the two texts of one person stand apart.
        best=sorted({row.best for row in rows if row.best}, key=sort_key),
        better=sorted({row.better for row in rows if row.better}, key=sort_key),
    )


def item_of(name, marks):
    counts = Counter(marks)
    return Item(str(name), tuple(counts[mark] for mark in MARKS))


def _trainer_items(leaders, rows):
    """A trainer whom fewer than `LEAST` marked has no numbers either."""
    items = [
        item_of(leader.full_name, [row.answers.get(TRAINERS, {}).get(str(leader.pk)) for row in rows])
        for leader in leaders
    ]
    return [item for item in items if item.count >= LEAST]


def _choices(rows):
    counts = Counter(row.answers.get(RECOMMEND) for row in rows)
    return [{"label": label, "value": counts[code]} for code, label in RECOMMENDS.items()]


# --- over time ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class Point:
    """What people thought of one training; only trainings with enough answers are points."""

    training: Training
    answered: int
    means: dict  # {code of a statement: mean}

    @property
    def label(self):
        return dates.month_year(self.training.starts_at)


def programme_over_time(user, service, programme):
    """Trainings of a programme in this service that have enough answers, in order of time."""
    found = Evaluation.objects.visible_to(user).shown().filter(service=service, programme=programme)
    answers = {}
    for row in found:
        answers.setdefault(row.training_id, []).append(row.answers)
    trainings = Training.objects.visible_to(user).filter(pk__in=answers).order_by("starts_at", "pk")
    return [_point(training, answers[training.pk]) for training in trainings]


def _point(training, answers):
    means = {code: item_of("", [row.get(code) for row in answers]).mean for code in STATEMENTS}
    return Point(training, len(answers), means)


def chart_of(points):
    """For `{% line_chart %}`: two statements, which is what can be told apart on a small drawing."""
    shown = (("korisnost", 1), ("jasnoca", 2))
    return {
        "labels": [point.label for point in points],
        "lines": [
            {"name": SHORT[code], "values": [point.means[code] for point in points], "kind": kind}
            for code, kind in shown
        ],
        "ticks": MARKS,
    }


# --- in words ----------------------------------------------------------------------------------
def said_of_missing(results):
    """ "5 answers are needed, 3 came." """
    return _("%(least)d answers are needed before anything is shown; so far %(came)d came.") % {
        "least": LEAST,
        "came": results.answered,
    }


def said_of_steps(results):
    """How much of what came is in the results, and why not all of it."""
    rule = _(
        "The results are made of the first %(least)d answers, and then of %(step)d new ones at a time: "
        "one answer alone changes nothing here, so nobody can be recognized by it."
    ) % {"least": LEAST, "step": STEP}
    if not results.waiting:
        return rule
    waits = ngettext(
        "%(n)d answer waits for others; the last ones may never be shown.",
        "%(n)d answers wait for others; the last ones may never be shown.",
        results.waiting,
    ) % {"n": results.waiting}
    return f"{rule} {waits}"
