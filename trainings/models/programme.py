"""What is taught: programmes (curricula), their versions, parts, prerequisites and materials."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from services.models import Service
from services.tenancy import actor_of


class Subject(models.TextChoices):
    """What a training is about; slugs are Serbian because they stand in addresses."""

    COORDINATION = "koordinacija", _("Volunteer coordination")
    LAW = "pravo", _("Law and contracts")
    RISK = "rizik", _("Risk and insurance")
    MOTIVATION = "motivacija", _("Motivation and recognition")
    RECORDS = "evidencija", _("Records and reports")
    PROGRAMMES = "programi", _("Planning programmes")
    SCHOOLS = "skole", _("Volunteering in schools")
    POLICY = "politike", _("Local volunteer policies")
    INCLUSION = "ukljucivanje", _("Inclusion")
    PROMOTION = "promocija", _("Promotion and media")


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Programmes of one's services and those the republic office shares."""
        actor = actor_of(user)
        if actor.is_coordinator:
            return self
        return self.filter(Q(service__in=actor.services) | Q(is_shared=True))

    def active(self):
        return self.filter(retired_at=None)


class Programme(models.Model):
    """A curriculum that can be run many times."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="programmes")
    title = models.CharField(_("Title"), max_length=160)
    subject = models.CharField(_("Subject"), max_length=20, choices=Subject.choices)
    summary = models.TextField(_("In two sentences"), max_length=600)
    aims = models.TextField(_("What people learn"), help_text=_("One aim a line."))
    audience = models.TextField(_("For whom"), blank=True)
    hours = models.DecimalField(_("Hours"), max_digits=5, decimal_places=1)
    # Per cent of the hours held that somebody must be there for. None: no certificate is given.
    certificate_share = models.PositiveSmallIntegerField(
        _("Attendance for the certificate (%)"), null=True, blank=True
    )
    certificate_months = models.PositiveSmallIntegerField(
        _("Certificate valid for (months)"), null=True, blank=True
    )
    measure_code = models.CharField(_("Measure of the strategy"), max_length=20, blank=True)
    # The number of its newest version; 0 until the first one is kept.
    version_number = models.PositiveIntegerField(default=0, editable=False)
    is_shared = models.BooleanField(_("All services may run it"), default=False)
    # Rises with every change, so that nobody overwrites what somebody else saved meanwhile.
    revision = models.PositiveIntegerField(default=0, editable=False)
    retired_at = models.DateTimeField(null=True, blank=True)
    search = models.CharField(max_length=900, editable=False)
    sort = models.CharField(max_length=330, editable=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        ordering = ["sort", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(hours__gt=0), name="trainings_programme_hours"),
            models.CheckConstraint(
                condition=Q(certificate_share=None) | Q(certificate_share__gte=1, certificate_share__lte=100),
                name="trainings_programme_certificate_share",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def aim_list(self):
        return [line.strip() for line in self.aims.splitlines() if line.strip()]


class ProgrammeChildQuerySet(models.QuerySet):
    """Children of a programme: as visible as the programme itself."""

    def visible_to(self, user):
        return self.filter(programme__in=Programme.objects.visible_to(user))


class ProgrammePart(models.Model):
    """A module of a programme: what a part of its runs is made from."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="parts")
    ordinal = models.PositiveSmallIntegerField()
    title = models.CharField(_("Title"), max_length=160)
    hours = models.DecimalField(_("Hours"), max_digits=4, decimal_places=1)
    agenda = models.TextField(_("Content"), blank=True)

    objects = ProgrammeChildQuerySet.as_manager()

    class Meta:
        verbose_name = _("part of a programme")
        ordering = ["programme_id", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "programme", "ordinal"],
                name="trainings_programmepart_ordinal",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="trainings_programmepart_hours"),
        ]

    def __str__(self):
        return self.title


class Prerequisite(models.Model):
    """A programme that somebody must have completed before another one."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="prerequisites")
    required = models.ForeignKey(Programme, models.PROTECT, related_name="opens")
    # Copied: whoever reads the programme may not see the record of the required one.
    required_title = models.CharField(max_length=160)
    valid_months = models.PositiveSmallIntegerField(
        _("Completed in the last (months)"), null=True, blank=True, help_text=_("Empty: whenever.")
    )

    objects = ProgrammeChildQuerySet.as_manager()

    class Meta:
        verbose_name = _("prerequisite")
        ordering = ["programme_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "programme", "required"], name="trainings_prerequisite_once"
            ),
            models.CheckConstraint(
                condition=~Q(programme=models.F("required")), name="trainings_prerequisite_of_another"
            ),
        ]

    def __str__(self):
        return self.required_title


class ProgrammeVersion(models.Model):
    """A programme as it was when a run was planned. Never changes: a trigger refuses it."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    # {field: value} of the programme, "parts": [{"title", "hours", "agenda"}] and
    # "prerequisites": [{"programme", "title", "valid_months"}]; trainings.curriculum reads it.
    content = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ProgrammeChildQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a programme")
        ordering = ["programme_id", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "programme", "number"], name="trainings_programmeversion_number"
            ),
        ]

    def __str__(self):
        return f"{self.programme_id}/{self.number}"


class MaterialQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Its service and whoever may run the programme see all; people who come, what is for them."""
        actor = actor_of(user)
        for_guests = ~Q(audience=Material.Audience.TRAINERS) & Q(
            programme__trainings__bookings__organizer__in=actor.organizers
        )
        if actor.services:
            runs_it = Q(programme__in=Programme.objects.visible_to(user))
            return self.filter(runs_it | for_guests).distinct()
        return self.filter(for_guests).distinct()

    def current(self):
        return self.filter(removed_at=None)


class Material(models.Model):
    """A file or a link that goes with a programme."""

    class Audience(models.TextChoices):
        BEFORE = "before", _("participants, before the training")
        AFTER = "after", _("participants, after the training")
        TRAINERS = "trainers", _("trainers only")

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="materials")
    title = models.CharField(_("Title"), max_length=160)
    audience = models.CharField(_("For whom"), max_length=10, choices=Audience.choices)
    link = models.URLField(_("Link"), blank=True)
    # Name in the storage; the name people see stands beside it.
    file = models.FileField(_("File"), upload_to="trainings/materials/", blank=True, max_length=200)
    file_name = models.CharField(max_length=160, blank=True)
    file_size = models.PositiveIntegerField(null=True, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        ordering = ["programme_id", "audience", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(link="", file__gt="") | Q(file="", link__gt=""),
                name="trainings_material_file_or_link",
            ),
        ]

    def __str__(self):
        return self.title
