"""What the services do together. Here: figures, kept as monthly rollups."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from services.models import Service
from services.tenancy import actor_of


class RollupQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Aggregates: public figures for all, the others for those who oversee or work there."""
        actor = actor_of(user)
        if actor.is_coordinator or actor.is_observer:
            return self
        return self.filter(Q(is_public=True) | Q(service__in=actor.services))


class Rollup(models.Model):
    """One figure of one service in one month, recomputed from its source rows.

    `value` counts or sums; a ratio and a mean are kept as their two parts, so that sums over months and
    services stay right: the figure is `value / of`. A median is kept as its distribution besides.
    """

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    figure = models.CharField(max_length=60)
    month = models.DateField(_("Month"))
    value = models.DecimalField(max_digits=14, decimal_places=2)
    of = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    # {"1.5": 3}: three rows have this value.
    spread = models.JSONField(null=True, blank=True)
    is_public = models.BooleanField(default=False)
    computed_at = models.DateTimeField(default=timezone.now)

    objects = RollupQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure of a month")
        constraints = [
            models.UniqueConstraint(fields=["service", "figure", "month"], name="network_rollup_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="network_rollup_first_of_month"),
        ]
        indexes = [models.Index(fields=["figure", "month"], name="network_rollup_figure")]

    def __str__(self):
        return f"{self.figure} {self.month:%Y-%m}: {self.value}"


class StaleQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(service__in=actor_of(user).services)


class Stale(models.Model):
    """A mark that the rollups of a service's figures must be recomputed; written with the change."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    room = models.CharField(max_length=40)
    marked_at = models.DateTimeField(default=timezone.now)

    objects = StaleQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["service", "room"], name="network_stale_service")]

    def __str__(self):
        return f"{self.service_id} {self.room}"
