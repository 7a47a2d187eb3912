"""Organizers of volunteering, and the municipalities of their seats."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from services.models import Service
from services.tenancy import actor_of


class Municipality(models.Model):
    """A city or municipality of Republika Srpska and the service that looks after it. Public."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("Name"), max_length=80)
    name_cyrl = models.CharField(_("Name in Cyrillic"), max_length=80)
    sort = models.CharField(max_length=200, db_index=True)
    is_city = models.BooleanField(default=False)
    home_service = models.ForeignKey(Service, models.PROTECT, related_name="municipalities")

    class Meta:
        verbose_name = _("municipality")
        ordering = ["sort"]

    def __str__(self):
        return self.name


class FieldOfWork(models.TextChoices):
    """What an organizer works on; codes are Serbian because they stand in addresses."""

    CHILDREN = "djeca-mladi", _("children and young people")
    OLDER = "stariji", _("older people")
    SOCIAL = "socijalna-zastita", _("social care and inclusion")
    HUMANITARIAN = "humanitarni-rad", _("humanitarian work")
    HEALTH = "zdravlje", _("health")
    EDUCATION = "obrazovanje", _("education")
    CULTURE = "kultura", _("culture and heritage")
    SPORT = "sport", _("sport and recreation")
    ENVIRONMENT = "zivotna-sredina", _("environment and animals")
    RIGHTS = "ljudska-prava", _("human rights and equality")
    COMMUNITY = "lokalna-zajednica", _("local community")
    EMERGENCIES = "vanredne-situacije", _("emergencies and civil protection")


class OrganizerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Its home service, its own people, coordinators."""
        actor = actor_of(user)
        if actor.is_coordinator:
            return self
        return self.filter(Q(service__in=actor.services) | Q(pk__in=actor.organizers))

    def confirmed(self):
        return self.filter(status=Organizer.Status.CONFIRMED)


class Organizer(models.Model):
    """An organizer of volunteering (law, Art. 9). `service` is its home service: the one of its seat."""

    class Kind(models.TextChoices):
        ASSOCIATION = "association", _("association or foundation")
        REPUBLIC_BODY = "republic_body", _("republic administrative body")
        LOCAL_GOVERNMENT = "local_government", _("body of local self-government")
        PUBLIC_INSTITUTION = "public_institution", _("public institution")
        PRIVATE_INSTITUTION = (
            "private_institution",
            _("private institution in health care, education or upbringing"),
        )
        RELIGIOUS_COMMUNITY = "religious_community", _("religious community")
        COMPANY = "company", _("company or public enterprise")

    class Status(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("organizer", "waiting for confirmation")
        RETURNED = "returned", pgettext_lazy("organizer", "returned for correction")
        CONFIRMED = "confirmed", pgettext_lazy("organizer", "confirmed")
        PAUSED = "paused", pgettext_lazy("organizer", "paused")
        CLOSED = "closed", pgettext_lazy("organizer", "closed")

    service = models.ForeignKey(Service, models.PROTECT, related_name="organizers")
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind.choices)
    status = models.CharField(_("Status"), max_length=10, choices=Status.choices, default=Status.APPLIED)
    name = models.CharField(_("Legal name"), max_length=200)
    name_cyrl = models.CharField(_("Legal name in Cyrillic"), max_length=200, blank=True)
    registration_number = models.CharField(_("Registration number"), max_length=30)
    jib = models.CharField(
        _("Tax number (JIB)"),
        max_length=13,
        validators=[RegexValidator(r"^\d{13}$", _("JIB has 13 digits, for example 4400123450008."))],
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="organizers")
    address = models.CharField(_("Address"), max_length=200, blank=True)
    email = models.EmailField(_("E-mail"))
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    # Codes of FieldOfWork, with commas between them.
    fields_of_work = models.CharField(_("Fields of work"), max_length=300, blank=True)
    responsible_person = models.CharField(_("Responsible person"), max_length=120, blank=True)
    responsible_function = models.CharField(_("Function"), max_length=120, blank=True)
    # Companies and public enterprises: the six conditions of the Law and the other organizer.
    conditions_confirmed_on = models.DateField(null=True, blank=True)
    partner_organizer = models.CharField(_("Partner organizer"), max_length=200, blank=True)
    # Also says why it is paused or closed; empty while nothing is wrong.
    returned_reason = models.TextField(_("What to correct"), blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="registered_organizers"
    )
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    # The first confirmation: when it joined the network. Later pauses do not move it.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    search = models.CharField(max_length=700, editable=False)
    sort = models.CharField(max_length=400, editable=False)

    objects = OrganizerQuerySet.as_manager()

    class Meta:
        verbose_name = _("organizer")
        ordering = ["sort", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "jib"],
                condition=~Q(status="closed"),
                name="organizers_organizer_jib_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind="company") | ~Q(conditions_confirmed_on=None),
                name="organizers_organizer_company_conditions",
            ),
        ]
        indexes = [models.Index(fields=["service", "sort"], name="organizers_organizer_list")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organizers:desk_detail", args=[self.service.slug, self.pk])

    @property
    def is_confirmed(self):
        return self.status == self.Status.CONFIRMED

    @property
    def is_waiting(self):
        return self.status == self.Status.APPLIED

    @property
    def is_returned(self):
        return self.status == self.Status.RETURNED

    @property
    def is_closed(self):
        return self.status == self.Status.CLOSED

    @property
    def can_reopen(self):
        """It was once confirmed; an application that was closed is made anew."""
        closed_after = self.is_closed and self.confirmed_at is not None
        return self.status == self.Status.PAUSED or closed_after

    @property
    def own_query(self):
        """Names this organizer in addresses of `/nalog/`; a plain number would get a thousands sign."""
        return f"?organizator={self.pk}"

    @property
    def tone(self):
        """How the tag with its status looks."""
        return {
            self.Status.APPLIED: "info",
            self.Status.RETURNED: "warning",
            self.Status.CONFIRMED: "success",
            self.Status.PAUSED: "warning",
        }.get(self.status, "")

    @property
    def field_codes(self):
        return [code for code in self.fields_of_work.split(",") if code in FieldOfWork.values]

    @property
    def field_labels(self):
        return [FieldOfWork(code).label for code in self.field_codes]
