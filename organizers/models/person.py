"""An organizer's people, whom it sends to trainings."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizers.models.organizer import Organizer
from services.models import Service
from services.tenancy import actor_of


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user):
        actor = actor_of(user)
        if actor.is_coordinator:
            return self
        own = Q(user=actor.user_id) if actor.user_id else Q(pk__in=[])
        return self.filter(Q(service__in=actor.services) | Q(organizer__in=actor.organizers) | own)

    def active(self):
        return self.filter(left_on=None)

    def listed(self):
        """Also those who left; without records merged into others and those that were erased."""
        return self.filter(merged_into=None, erased_at=None)


class Person(models.Model):
    """One of an organizer's people: who comes to trainings. Has no login of their own."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="people")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    full_name = models.CharField(_("Full name"), max_length=120)
    # The same in every record of one human being: what they completed with one organizer counts with another.
    human = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.CharField(_("Position"), max_length=120, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    left_on = models.DateField(null=True, blank=True)
    # Turned out to be a second record of the same person; what it held stands with that one.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    erased_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    search = models.CharField(max_length=300, editable=False)
    sort = models.CharField(max_length=300, editable=False)
    # What two records of one person share: the folded words of the name in one order, the dialled number.
    name_key = models.CharField(max_length=300, editable=False, blank=True)
    phone_key = models.CharField(max_length=40, editable=False, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort", "pk"]
        indexes = [
            models.Index(fields=["organizer", "sort"], name="organizers_person_list"),
            models.Index(fields=["human"], name="organizers_person_human"),
            models.Index(fields=["user"], name="organizers_person_user"),
            models.Index(fields=["service", "sort"], name="organizers_person_service"),
            models.Index(fields=["service", "name_key"], name="organizers_person_name"),
            models.Index(fields=["service", "email"], name="organizers_person_email"),
            models.Index(fields=["service", "phone_key"], name="organizers_person_phone"),
        ]

    def __str__(self):
        return self.full_name
