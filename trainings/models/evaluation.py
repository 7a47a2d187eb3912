"""What people thought of a training, without knowing who thought it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from services.models import Service
from services.tenancy import actor_of
from trainings.models.booking import Seat
from trainings.models.programme import Programme
from trainings.models.training import Training


class RunnersQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The service that ran the training alone."""
        return self.filter(service__in=actor_of(user).services)


class EvaluationQuerySet(RunnersQuerySet):
    def shown(self):
        return self.filter(is_shown=True)


class EvaluationInvitation(models.Model):
    """Asks one person who was there for an opinion. It knows whether it was used, and not for what."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    training = models.ForeignKey(Training, models.PROTECT, related_name="evaluation_invitations")
    seat = models.OneToOneField(Seat, models.PROTECT, related_name="evaluation_invitation")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_on = models.DateField(default=timezone.localdate)
    reminded_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField()
    is_used = models.BooleanField(default=False)

    objects = RunnersQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to the evaluation")
        indexes = [models.Index(fields=["training", "is_used"], name="trainings_evalinvite_training")]

    def __str__(self):
        return f"{self.training_id}/{self.pk}"


class Evaluation(models.Model):
    """One person's opinion. No key to the person, a random key, a date without time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    training = models.ForeignKey(Training, models.PROTECT, related_name="evaluations")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="evaluations")
    # {code of a question: 1–5, or code of a choice}; {"trainers": {id of Trainer: 1–5}}
    answers = models.JSONField()
    best = models.TextField(_("What was most useful"), blank=True)
    better = models.TextField(_("What should be better"), blank=True)
    on = models.DateField(default=timezone.localdate)
    # Answers become part of the results in groups (`STEP` of trainings.evaluations).
    is_shown = models.BooleanField(default=False)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        # By the random key: the order says nothing about who answered when.
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["training"], name="trainings_evaluation_training"),
            models.Index(fields=["programme", "on"], name="trainings_evaluation_programme"),
        ]

    def __str__(self):
        return str(self.pk)


class EvaluationSumQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The service that ran the training, and coordinators: numbers of a training, nobody's answers."""
        actor = actor_of(user)
        return self if actor.is_coordinator else self.filter(service__in=actor.services)


class EvaluationSum(models.Model):
    """Of the answers shown about a training: how many there are, and how many would recommend it."""

    LEAST = 5

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    training = models.OneToOneField(Training, models.PROTECT, related_name="evaluation_sum")
    answered = models.PositiveIntegerField()
    recommended = models.PositiveIntegerField()

    objects = EvaluationSumQuerySet.as_manager()

    class Meta:
        verbose_name = _("sum of an evaluation")
        ordering = ["training_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered__gte=5, recommended__lte=models.F("answered")),
                name="trainings_evaluationsum_enough",
            ),
        ]

    def __str__(self):
        return f"{self.training_id}: {self.recommended}/{self.answered}"
