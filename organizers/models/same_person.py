"""Two records that may be of one person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizers.models.organizer import Organizer
from organizers.models.person import Person
from services.models import Service
from services.tenancy import actor_of

SIDES = ("first", "second")


class SamePersonDecisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who works in the services of both; who represents the organizer of both; coordinators."""
        actor = actor_of(user)
        if actor.is_coordinator:
            return self
        works = Q(service__in=actor.services, other_service__in=actor.services)
        return self.filter(works | Q(organizer__in=actor.organizers))

    def shown(self):
        """Of two records that both stand, or that were said to be one person."""
        standing = {f"{side}__{gone}": None for side in SIDES for gone in ("merged_into", "erased_at")}
        same = Q(verdict=SamePersonDecision.Verdict.SAME, first__erased_at=None, second__erased_at=None)
        return self.filter(same | Q(**standing)).exclude(reasons="", verdict="")

    def open(self):
        """Nobody has decided yet, and what was decided about others does not say it either."""
        return self.shown().filter(~Q(first__human=models.F("second__human")), verdict="")

    def within(self, service):
        return self.filter(service=service, other_service=service)

    def across(self):
        return self.exclude(service=models.F("other_service"))


class SamePersonDecision(models.Model):
    """Two records that look like one person, why, and what somebody said about it."""

    class Verdict(models.TextChoices):
        SAME = "same", _("the same person")
        DIFFERENT = "different", _("two different people")

    class Reason(models.TextChoices):
        NAME = "ime", _("the same name")
        SPELLING = "pisanje", _("the same name, written otherwise")
        ORDER = "redoslijed", _("the same name in another order")
        EMAIL = "posta", _("the same e-mail")
        PHONE = "telefon", _("the same phone")

    # Of the first record and of the second; the same for most.
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    other_service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    # When both are of one organizer, its representatives may decide.
    organizer = models.ForeignKey(Organizer, models.PROTECT, null=True, related_name="+")
    # The lower id first, so that a pair stands here once.
    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")
    # Codes of Reason with commas between them; empty when a change has ended the likeness.
    reasons = models.CharField(_("Why"), max_length=60, blank=True)
    found_at = models.DateTimeField(default=timezone.now)
    # Empty: not decided.
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # Of one organizer: the record that stayed, and the rows that moved to it, to be moved back if need be.
    kept = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    moved = models.JSONField(default=dict)

    objects = SamePersonDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision about two records of people")
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "first", "second"], name="organizers_sameperson_once"),
            models.CheckConstraint(
                condition=Q(first__lt=models.F("second")), name="organizers_sameperson_order"
            ),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="organizers_sameperson_who",
            ),
        ]
        indexes = [
            models.Index(fields=["service", "verdict"], name="organizers_sameperson_list"),
            models.Index(fields=["organizer", "verdict"], name="organizers_sameperson_org"),
        ]

    def __str__(self):
        return f"{self.first_id} = {self.second_id}: {self.verdict}"

    @property
    def is_same(self):
        return self.verdict == self.Verdict.SAME

    @property
    def is_different(self):
        return self.verdict == self.Verdict.DIFFERENT

    @property
    def reason_labels(self):
        return [self.Reason(code).label for code in self.reasons.split(",") if code]

    @property
    def sides(self):
        return [self.first, self.second]
