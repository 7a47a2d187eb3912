"""Trainings about what an article speaks of."""

from django.utils import timezone

from consultations.models import Topic
from trainings.models import Subject, Training

SHOWN = 3
SUBJECTS = {
    Topic.CONTRACT: [Subject.LAW],
    Topic.MINORS: [Subject.SCHOOLS, Subject.LAW],
    Topic.BOOKLET: [Subject.RECORDS],
    Topic.EMPLOYEES: [Subject.LAW, Subject.PROGRAMMES],
    Topic.STARTING: [Subject.PROGRAMMES, Subject.COORDINATION],
    Topic.LOCAL_POLICY: [Subject.POLICY],
    Topic.AWARD: [Subject.MOTIVATION],
    Topic.FINDING: [Subject.PROMOTION, Subject.MOTIVATION],
    Topic.RISK: [Subject.RISK],
    Topic.RECORDS: [Subject.RECORDS],
    Topic.OTHER: [Subject.COORDINATION],
}


def subjects_of(topic):
    """The subjects of trainings that belong to a topic, the nearest first."""
    return SUBJECTS[Topic(topic)]


def trainings_about(user, topic):
    """The next ones in the network."""
    rows = Training.objects.visible_to(user).upcoming(timezone.now()).filter(subject__in=subjects_of(topic))
    return list(rows.select_related("service").order_by("starts_at", "pk")[:SHOWN])
