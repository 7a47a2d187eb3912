"""Who acts for an organizer, and who was invited to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizers.models.organizer import Organizer
from services.models import Service
from services.tenancy import actor_of
from vsrs.text import masked


class RepresentativeQuerySet(models.QuerySet):
    def current(self, on=None):
        """`ends_on` is the first day without the right: whoever is taken off today cannot book today."""
        on = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on)

    def visible_to(self, user):
        actor = actor_of(user)
        if actor.is_coordinator:
            return self
        return self.filter(
            Q(service__in=actor.services) | Q(organizer__in=actor.organizers) | Q(user=actor.user_id)
        )


class Representative(models.Model):
    """A person who acts for an organizer: represents it, or only books as its contact."""

    class Role(models.TextChoices):
        REPRESENTATIVE = "representative", _("representative")
        CONTACT = "contact", _("contact who books")

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="representatives")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="representations")
    role = models.CharField(_("Role"), max_length=15, choices=Role.choices)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("representative")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "organizer", "user"],
                condition=Q(ends_on=None),
                name="organizers_representative_one_open",
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.organizer}"


class RepresentativeInvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        actor = actor_of(user)
        if actor.is_coordinator:
            return self.none()
        return self.filter(Q(service__in=actor.services) | Q(organizer__in=actor.organizers))

    def open(self):
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


class RepresentativeInvitation(models.Model):
    """An invitation to act for an organizer, sent by e-mail; only the hash of its token is kept.

    It is the address that is invited: whoever accepts must have proved that the address is theirs.
    """

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="invitations")
    email = models.EmailField(_("E-mail"))
    role = models.CharField(_("Role"), max_length=15, choices=Representative.Role.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = RepresentativeInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["organizer", "-created_at"], name="organizers_invitation_list")]

    def __str__(self):
        # Stands in the history, which is kept for ever: not the whole address.
        return f"{masked(self.email)} – {self.organizer}"
