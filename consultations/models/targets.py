"""What services work by: how soon they answer, and texts they answer with."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.models.request import FIRST_DAYS, SOLUTION_DAYS
from consultations.models.topics import Topic
from services.models import Service
from services.tenancy import actor_of


class TopicTargetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What the network promises is public."""
        return self


class TopicTarget(models.Model):
    """How soon the network answers about a topic. `service` is the republic office, which decides."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    topic = models.CharField(_("Topic"), max_length=30, choices=Topic.choices)
    first_days = models.PositiveSmallIntegerField(_("Working days to the first answer"), default=FIRST_DAYS)
    solution_days = models.PositiveSmallIntegerField(_("Working days to the solution"), default=SOLUTION_DAYS)

    objects = TopicTargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        constraints = [
            models.UniqueConstraint(fields=["service", "topic"], name="consultations_target_once"),
            models.CheckConstraint(
                condition=Q(first_days__gte=1, solution_days__gte=models.F("first_days")),
                name="consultations_target_order",
            ),
        ]

    def __str__(self):
        return self.topic


class OfServiceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(service__in=actor_of(user).services)


class AnswerTemplateQuerySet(OfServiceQuerySet):
    def in_use(self):
        return self.filter(is_retired=False)


class AnswerTemplate(models.Model):
    """A text staff begin an answer with; {organizator}, {broj} and the like are filled in."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    title = models.CharField(_("Title"), max_length=120)
    body = models.TextField(_("Text"))
    topic = models.CharField(_("Topic"), max_length=30, choices=Topic.choices, blank=True)
    is_retired = models.BooleanField(default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = AnswerTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of an answer")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "title"], name="consultations_template_title"),
        ]

    def __str__(self):
        return self.title
