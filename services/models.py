"""Local services (the tenants), who works in them, the history of what was done."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from services.history_words import details_of, words_for
from services.tenancy import actor_of
from vsrs.text import masked


class ServiceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The register of services is public."""
        return self

    def local(self):
        return self.filter(kind=Service.Kind.LOCAL)

    def active(self):
        return self.filter(status=Service.Status.ACTIVE)


class Service(models.Model):
    """One service of the network: the tenant. It outlives its host association."""

    class Kind(models.TextChoices):
        LOCAL = "local", _("local service")
        REPUBLIC = "republic", _("republic office")

    class Status(models.TextChoices):
        FOUNDING = "founding", _("being founded")
        ACTIVE = "active", _("active")
        SUSPENDED = "suspended", _("suspended")
        CLOSED = "closed", _("closed")

    slug = models.SlugField(_("Address"), unique=True)
    code = models.CharField(
        _("Code"), max_length=4, unique=True, help_text=_("Begins booking numbers, for example BL.")
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.LOCAL)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    name = models.CharField(_("Name"), max_length=150)
    name_cyrl = models.CharField(_("Name in Cyrillic"), max_length=150)
    town = models.CharField(_("Town"), max_length=80)
    town_cyrl = models.CharField(_("Town in Cyrillic"), max_length=80)
    sort = models.CharField(
        max_length=200, db_index=True, editable=False, help_text=_("Serbian order of the town")
    )
    host = models.CharField(_("Host organisation"), max_length=200, blank=True)
    established_year = models.PositiveSmallIntegerField(_("Founded in"), null=True, blank=True)
    about = models.TextField(_("About the service"), blank=True)
    address = models.CharField(_("Address of the office"), max_length=200, blank=True)
    office_hours = models.CharField(_("Office hours"), max_length=200, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    lat = models.DecimalField(max_digits=7, decimal_places=4)
    lon = models.DecimalField(max_digits=7, decimal_places=4)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        ordering = ["sort"]
        constraints = [
            models.UniqueConstraint(
                F("kind"), condition=Q(kind="republic"), name="services_service_one_republic_office"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("services:page", args=[self.slug])

    @property
    def named(self):
        """What every page of it shows: `{% kept service.named … %}`."""
        return (self.slug, self.name, self.name_cyrl, self.town, self.town_cyrl)

    @property
    def is_republic(self):
        return self.kind == self.Kind.REPUBLIC

    @property
    def is_working(self):
        return self.status == self.Status.ACTIVE


class MembershipQuerySet(models.QuerySet):
    def current(self, on=None):
        """Those that give rights now. One that was ended gives none from that moment on."""
        on = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on, ended_at=None)

    def visible_to(self, user):
        """One's own, those of one's services, all of them for a coordinator."""
        actor = actor_of(user)
        if actor.is_coordinator:
            return self
        return self.filter(Q(service__in=actor.services) | Q(user=actor.user_id))


class Membership(models.Model):
    """Who works in a service, in which role, from when to when. Ended, never deleted."""

    class Role(models.TextChoices):
        STAFF = "staff", _("staff")
        MANAGER = "manager", _("manager")
        OBSERVER = "observer", _("observer")

    service = models.ForeignKey(Service, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(_("Role"), max_length=10, choices=Role.choices)
    starts_on = models.DateField(_("From"), default=timezone.localdate)
    ends_on = models.DateField(_("Until"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "user"], condition=Q(ends_on=None), name="services_membership_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="services_membership_period"
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.service}"

    @property
    def is_current(self):
        today = timezone.localdate()
        ended = self.ended_at is not None or (self.ends_on is not None and self.ends_on < today)
        return self.starts_on <= today and not ended


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's services; the invited person reaches theirs by its link only."""
        return self.filter(service__in=actor_of(user).services)

    def open(self):
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """An invitation to work in a service, sent by e-mail; only the hash of its token is kept."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="invitations")
    email = models.EmailField(_("E-mail"))
    role = models.CharField(_("Role"), max_length=10, choices=Membership.Role.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "service",
                Lower("email"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="services_invitation_one_open",
            ),
        ]

    def __str__(self):
        # Stands in the history, which is kept for ever: not the whole address.
        return masked(self.email)

    @property
    def is_open(self):
        return self.accepted_at is None and self.withdrawn_at is None and timezone.now() < self.expires_at


class Sequence(models.Model):
    """The last number given in a service and year, for numbers people quote (BL-2026-0417)."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "kind", "year"], name="services_sequence_once"),
        ]

    def __str__(self):
        return f"{self.service_id} {self.kind} {self.year}: {self.last}"


class HistoryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff see their service's history, organizers what concerns them, coordinators all."""
        actor = actor_of(user)
        if actor.is_coordinator:
            return self
        return self.filter(Q(service__in=actor.services) | Q(organizer_id__in=actor.organizers))

    def about(self, record):
        return self.filter(subject_type=record._meta.label_lower, subject_id=record.pk)


class HistoryEntry(models.Model):
    """Who did what to what, and when. Append-only: a trigger refuses update and delete."""

    # No index of its own: two of those below begin with it.
    service = models.ForeignKey(Service, models.PROTECT, related_name="history", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_text = models.CharField(max_length=250)
    # Organizers live in a room above this one, so theirs is a plain number and no foreign key.
    organizer_id = models.BigIntegerField(null=True)
    changes = models.JSONField(default=dict)
    search = models.CharField(max_length=420, default="", editable=False)

    objects = HistoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("history entry")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-at"], name="services_history_subject"),
            models.Index(fields=["service", "-at"], name="services_history_service"),
            models.Index(fields=["-at", "-id"], name="services_history_latest"),
            models.Index(
                fields=["organizer_id", "-at"],
                condition=Q(organizer_id__isnull=False),
                name="services_history_organizer",
            ),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.verb} {self.subject_text}"

    @property
    def words(self):
        """What was done, in the reader's language."""
        return words_for(self)

    @property
    def details(self):
        """What was changed and the facts kept with it, in words: label, before, after."""
        return details_of(self)


class Holiday(models.Model):
    """A day on which services do not work. One calendar for the whole network, kept by coordinators."""

    day = models.DateField(_("Day"), unique=True)
    name = models.CharField(_("Name"), max_length=120)
    name_cyrl = models.CharField(_("Name in Cyrillic"), max_length=120)

    class Meta:
        verbose_name = _("holiday")
        ordering = ["day"]

    def __str__(self):
        return self.name
