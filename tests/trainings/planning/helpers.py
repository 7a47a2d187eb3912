"""Plain functions for the tests of planning."""

from datetime import timedelta

from django.utils import timezone

from tests.cast import asking, make_programme, sees_all
from tests.trainings.helpers import fresh
from trainings.operations.runs import change_training, plan_training

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PROGRAMME = {"title": "Uvod u volontiranje", "subject": "koordinacija", "summary": "Kratko.", "hours": 4}


def soon(days=10):
    return timezone.now().replace(hour=9, minute=0, second=0, microsecond=0) + days * DAY


def part(days=10, hours=4, **fields):
    return {"starts_at": soon(days), "ends_at": soon(days) + hours * HOUR, **fields}


def plan(service, user, *, parts=None, trainers=(), **fields):
    programme = fields.pop("programme", None) or make_programme(service)
    with asking(user):
        return plan_training(
            service,
            actor=user,
            programme=programme,
            parts=[part()] if parts is None else parts,
            trainers=list(trainers),
            **({"seats": 12, "venue": "Dom omladine"} | fields),
        )


def parts_of(training):
    with sees_all():
        return list(training.parts.values("title", "starts_at", "ends_at", "place", "agenda"))


def change(training, user, *, parts=None, trainers=None, expected_revision=None, **fields):
    with sees_all():
        now_trainers = list(training.trainers.values("full_name", "position"))
        revision = fresh(training).revision
    with asking(user):
        return change_training(
            training,
            actor=user,
            parts=parts_of(training) if parts is None else parts,
            trainers=now_trainers if trainers is None else trainers,
            expected_revision=revision if expected_revision is None else expected_revision,
            **fields,
        )


def do(operation, training, user, **fields):
    with asking(user):
        return operation(training, actor=user, **fields)
