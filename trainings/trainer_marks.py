"""What people thought of a trainer: for the services that asked them, and for the trainer."""

from collections import defaultdict

from services.tenancy import on_behalf_of
from trainings.evaluations import LEAST, TRAINERS, item_of
from trainings.models import Evaluation, Trainer


def trainer_results(user, service, profile):
    """In this service's trainings, together; None when none of them may be shown. A part of the trainer's
    page: {% include "trainings/_trainer_results.html" %}."""
    led = Trainer.objects.visible_to(user).filter(service=service, profile=profile)
    return together(_by_training(led, Evaluation.objects.visible_to(user).filter(service=service)))


def own_marks(led):
    """{training: Item} of what whoever asks has led (`own_profile` of trainings.trainer_pages), anywhere.

    Elsewhere the answers are behind the wall of the service that held the training. The trainer gets the
    sums of their own marks, and nothing else of them.
    """
    with on_behalf_of(*{row.training.service for row in led}):
        return _by_training(led, Evaluation.objects.all())


def together(items):
    """One Item of several; None of none."""
    if not items:
        return None
    counts = zip(*(item.counts for item in items.values()), strict=True)
    return item_of("", [mark for mark, count in enumerate(map(sum, counts), 1) for _ in range(count)])


def _by_training(led, evaluations):
    """Of each training with enough marks for them. Those with fewer are in no sum, or they could be told
    by subtracting the others from it."""
    places = {row.training_id: str(row.pk) for row in led}
    marks = defaultdict(list)
    for row in evaluations.shown().filter(training__in=places):
        marks[row.training_id].append(row.answers.get(TRAINERS, {}).get(places[row.training_id]))
    items = {training: item_of("", given) for training, given in marks.items()}
    return {training: item for training, item in items.items() if item.count >= LEAST}
