"""What the network may know of a request: when, about what, how soon. Never who asked, a name or a word of
the thread, so these rows need no care from whoever reads them: there is nothing in them to hide."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.models.request import Request
from consultations.models.topics import Topic
from organizers.models import Organizer
from services.models import Service
from services.tenancy import actor_of


class OverseenQuerySet(models.QuerySet):
    def visible_to(self, user):
        """People of the service, and coordinators."""
        actor = actor_of(user)
        return self if actor.is_coordinator else self.filter(service__in=actor.services)


class CaseFact(models.Model):
    """One request as figures count it; kept by `operations.facts` with every change of the request."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    request = models.OneToOneField(Request, models.PROTECT, related_name="fact")
    number = models.CharField(_("Number"), max_length=20)
    topic = models.CharField(_("Topic"), max_length=30, choices=Topic.choices)
    asked_at = models.DateTimeField(_("Asked"))
    first_answered_at = models.DateTimeField(_("First answered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("Closed on"), null=True, blank=True)
    solved = models.BooleanField(_("Solved"), default=False)
    depth = models.CharField(_("Depth"), max_length=10, choices=Request.Depth.choices, blank=True)
    # Working days without pauses, to one decimal; as the calendar of holidays stood when it happened.
    first_days = models.DecimalField(
        _("Working days to the first answer"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    solution_days = models.DecimalField(
        _("Working days to the solution"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    # None while it is open and not late: nobody knows yet.
    first_in_time = models.BooleanField(null=True, blank=True)
    solution_in_time = models.BooleanField(null=True, blank=True)

    objects = OverseenQuerySet.as_manager()

    class Meta:
        verbose_name = _("facts of a request")
        constraints = [
            models.CheckConstraint(
                condition=Q(solved=False) | Q(closed_at__isnull=False),
                name="consultations_casefact_solved_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["service", "asked_at"], name="consultations_casefact_asked"),
            models.Index(fields=["topic", "asked_at"], name="consultations_casefact_topic"),
        ]

    def __str__(self):
        return self.number


class GivenScore(models.Model):
    """A rating without the request it is about: the network sees how satisfied, and not who."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    topic = models.CharField(_("Topic"), max_length=30, choices=Topic.choices)
    score = models.PositiveSmallIntegerField(_("Score"))
    day = models.DateField(_("Day"), default=timezone.localdate)

    objects = OverseenQuerySet.as_manager()

    class Meta:
        verbose_name = _("given score")
        constraints = [
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="consultations_givenscore_range"),
        ]
        indexes = [models.Index(fields=["service", "day"], name="consultations_givenscore_day")]

    def __str__(self):
        return f"{self.service_id}: {self.score}"


class Support(models.Model):
    """When a service last advised an organizer: a day, and not about what."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="+")
    last_on = models.DateField()

    objects = OverseenQuerySet.as_manager()

    class Meta:
        verbose_name = _("support")
        constraints = [
            models.UniqueConstraint(fields=["service", "organizer"], name="consultations_support_once"),
        ]
        indexes = [models.Index(fields=["organizer", "last_on"], name="consultations_support_last")]

    def __str__(self):
        return f"{self.organizer_id}: {self.last_on:%Y-%m-%d}"
