"""What is wanted and has no date: interest in programmes, and people who lack a prerequisite."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizers.models import Organizer, Person
from services.models import Service
from trainings.models.booking import BookingQuerySet
from trainings.models.programme import Programme
from trainings.models.training import Training


class Interest(models.Model):
    """An organizer wants to come to a programme that has no date. `service` is the organizer's own."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for a date")
        TOLD = "told", _("told of a date")
        WITHDRAWN = "withdrawn", _("withdrawn")

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="interests")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="+")
    people_count = models.PositiveSmallIntegerField(_("How many people"))
    note = models.CharField(_("When it would suit you"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    told_of = models.ForeignKey(Training, models.PROTECT, null=True, related_name="+")

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("interest")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "programme", "organizer"],
                condition=Q(state="open"),
                name="trainings_interest_one_open",
            ),
            models.CheckConstraint(condition=Q(people_count__gte=1), name="trainings_interest_people"),
        ]
        indexes = [
            models.Index(fields=["programme", "state"], name="trainings_interest_programme"),
            models.Index(fields=["organizer", "state"], name="trainings_interest_organizer"),
        ]

    def __str__(self):
        return f"{self.organizer_id}: {self.programme_id}"


class UnmetPrerequisite(models.Model):
    """Somebody could not be booked because they had not completed `required`. Once a person and programme.

    `service` is the home service of the organizer.
    """

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    required = models.ForeignKey(Programme, models.PROTECT, related_name="missing")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    training = models.ForeignKey(Training, models.PROTECT, related_name="+")
    noted_on = models.DateField(default=timezone.localdate)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("missing prerequisite")
        ordering = ["-noted_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "required", "person"], name="trainings_unmet_once"),
        ]
        indexes = [models.Index(fields=["required"], name="trainings_unmet_required")]

    def __str__(self):
        return f"{self.person_id}: {self.required_id}"
