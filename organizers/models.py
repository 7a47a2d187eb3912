"""Organizers of volunteering and their people."""

import uuid

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
        return f"{self.email} – {self.organizer}"


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


SIDES = ("first", "second")


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
