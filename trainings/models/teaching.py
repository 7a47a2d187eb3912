"""People who train: known to the whole network, whichever service they come from."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from services.models import Service
from services.tenancy import actor_of
from trainings.models.programme import Programme


class TrainerProfileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff of any service and coordinators: trainers are asked across the network."""
        actor = actor_of(user)
        return self if actor.services or actor.is_coordinator else self.none()

    def active(self):
        return self.filter(retired_at=None)


class TrainerProfile(models.Model):
    """A person who leads trainings. `service` keeps the record; any service may ask them."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="trainer_profiles")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    full_name = models.CharField(_("Full name"), max_length=120)
    position = models.CharField(_("Position"), max_length=160, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    about = models.TextField(_("Experience"), blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    search = models.CharField(max_length=400, editable=False)
    sort = models.CharField(max_length=300, editable=False)

    objects = TrainerProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("trainer")
        ordering = ["sort", "pk"]

    def __str__(self):
        return self.full_name


class TeachesQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(profile__in=TrainerProfile.objects.visible_to(user))


class Teaches(models.Model):
    """A programme that a trainer can lead."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    profile = models.ForeignKey(TrainerProfile, models.CASCADE, related_name="teaches")
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="taught_by")

    objects = TeachesQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme a trainer can lead")
        ordering = ["profile_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "profile", "programme"], name="trainings_teaches_once"
            ),
        ]

    def __str__(self):
        return f"{self.profile_id}: {self.programme_id}"
