"""What a training asks of those who book, and for whom seats are kept: rows beside the training."""

from django.utils.translation import gettext as _

from trainings.models import KeptFor, Question
from vsrs.refusals import Refused

QUESTION = ("text", "kind", "choices", "is_required")


def write_conditions(training, questions, kept_for):
    """{name: [before, after]} of what changed; None of either leaves it as it is."""
    changes = {}
    if questions is not None:
        changes |= _write_questions(training, questions)
    if kept_for is not None:
        changes |= _write_kept_for(training, kept_for if training.kept_seats else [])
    return changes


def _write_questions(training, questions):
    """Answers given already keep the words they were asked in."""
    if len(questions) > Question.MOST:
        raise Refused(_("A training asks at most %(most)d questions.") % {"most": Question.MOST})
    rows = list(Question.objects.filter(training=training).order_by("ordinal"))
    if [_facts(row) for row in rows] == questions:
        return {}
    Question.objects.filter(training=training).delete()
    Question.objects.bulk_create(
        Question(service=training.service, training=training, ordinal=ordinal, **question)
        for ordinal, question in enumerate(questions, 1)
    )
    return {"questions": [[row.text for row in rows], [question["text"] for question in questions]]}


def _facts(row):
    return {name: getattr(row, name) for name in QUESTION}


def _write_kept_for(training, municipalities):
    rows = KeptFor.objects.filter(training=training).select_related("municipality")
    before = {row.municipality_id: row.municipality.name for row in rows}
    after = {row.pk: row.name for row in municipalities}
    if before.keys() == after.keys():
        return {}
    rows.delete()
    KeptFor.objects.bulk_create(
        KeptFor(service=training.service, training=training, municipality=row) for row in municipalities
    )
    return {"kept_for": [sorted(before.values()), sorted(after.values())]}
