"""What somebody has completed, and the paper that says so."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizers.models import Organizer, Person
from services.models import Service
from services.tenancy import actor_of
from trainings.models.booking import Seat
from trainings.models.programme import Programme
from trainings.models.training import Training


def new_key():
    """Of a certificate's public page: cannot be guessed, short enough to be typed from paper."""
    return secrets.token_hex(8)


# Of a certificate, in words.
STATES = {
    "valid": pgettext_lazy("certificate", "valid"),
    "expired": pgettext_lazy("certificate", "expired"),
    "withdrawn": pgettext_lazy("certificate", "withdrawn"),
}


class HolderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The service that held it, coordinators, and every organizer the person belongs to."""
        actor = actor_of(user)
        if actor.is_coordinator:
            return self
        own_people = Person.objects.filter(organizer__in=actor.organizers).values("human")
        return self.filter(
            Q(service__in=actor.services) | Q(organizer__in=actor.organizers) | Q(human__in=own_people)
        )


class Completion(models.Model):
    """Somebody was there for as much of a held training as its programme asks.

    Written when the training is marked as held, and again when its attendance is corrected.
    """

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    training = models.ForeignKey(Training, models.PROTECT, related_name="completions")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="completions")
    seat = models.OneToOneField(Seat, models.PROTECT, related_name="completion")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="completions")
    # The same for all records of one human being (organizers.Person.human).
    human = models.UUIDField(null=True)
    completed_on = models.DateField()
    hours = models.DecimalField(max_digits=5, decimal_places=1)  # those the person was there for
    share = models.PositiveSmallIntegerField()  # per cent of the hours held

    objects = HolderQuerySet.as_manager()

    class Meta:
        verbose_name = _("completed training")
        ordering = ["-completed_on", "-pk"]
        indexes = [
            models.Index(fields=["human", "programme"], name="trainings_completion_human"),
            models.Index(fields=["training"], name="trainings_completion_training"),
            models.Index(fields=["organizer", "-completed_on"], name="trainings_completion_organizer"),
        ]

    def __str__(self):
        return f"{self.seat_id}: {self.completed_on}"


class CertificateQuerySet(HolderQuerySet):
    def valid(self, on=None):
        on = on or timezone.localdate()
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=on), withdrawn_at=None)


class Certificate(models.Model):
    """The certificate of one person for one training, as its paper says; later changes do not touch it."""

    VALID, EXPIRED, WITHDRAWN = "valid", "expired", "withdrawn"

    class Script(models.TextChoices):
        LATIN = "latn", _("Latin")
        CYRILLIC = "cyrl", _("Cyrillic")

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    training = models.ForeignKey(Training, models.PROTECT, related_name="certificates")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="certificates")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="certificates")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="certificates")
    human = models.UUIDField(null=True)
    number = models.CharField(_("Number"), max_length=20)
    key = models.CharField(max_length=32, default=new_key)
    holder_name = models.CharField(_("Full name"), max_length=120)
    script = models.CharField(_("Script"), max_length=4, choices=Script.choices, default=Script.LATIN)
    programme_title = models.CharField(max_length=160)
    # {"parts": [title], "aims": [...], "service": name, "place": …, "trainers": […], "hours_held": "6.0"}
    content = models.JSONField(default=dict)
    hours = models.DecimalField(_("Hours"), max_digits=5, decimal_places=1)  # those the holder was there for
    held_from = models.DateField()
    held_until = models.DateField()
    issued_on = models.DateField(default=timezone.localdate)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    expires_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdraw_reason = models.TextField(blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    # Of the one that took its place: whoever opens this one by its key cannot see the row of that one.
    successor_key = models.CharField(max_length=32, blank=True)
    search = models.CharField(max_length=500, editable=False)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="trainings_certificate_number"),
            models.UniqueConstraint(fields=["service", "key"], name="trainings_certificate_key"),
            models.UniqueConstraint(
                fields=["service", "seat"],
                condition=Q(withdrawn_at=None),
                name="trainings_certificate_one_valid",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdraw_reason=""),
                name="trainings_certificate_withdrawn_why",
            ),
        ]
        indexes = [
            models.Index(fields=["service", "-issued_on"], name="trainings_certificate_list"),
            models.Index(fields=["organizer", "-issued_on"], name="trainings_certificate_org"),
            models.Index(fields=["human"], name="trainings_certificate_human"),
            models.Index(fields=["key"], name="trainings_certificate_by_key"),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        """The public page, which its QR code opens."""
        return reverse("trainings:certificate", args=[self.key])

    @property
    def state(self):
        """The one answer to whether it is valid today."""
        if self.withdrawn_at:
            return self.WITHDRAWN
        if self.expires_on and self.expires_on < timezone.localdate():
            return self.EXPIRED
        return self.VALID

    @property
    def state_label(self):
        return STATES[self.state]

    @property
    def is_withdrawn(self):
        return self.state == self.WITHDRAWN

    @property
    def tone(self):
        """How the tag with its state looks."""
        return {self.VALID: "success", self.EXPIRED: "warning", self.WITHDRAWN: "error"}[self.state]

    @property
    def typed_key(self):
        """The key as the paper shows it: 3f2a 91bc 77de 0a1b."""
        return " ".join(self.key[place : place + 4] for place in range(0, len(self.key), 4))
