"""What is taught and when: programmes and their dated runs."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
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
    is_shared = models.BooleanField(_("All services may run it"), default=False)
    retired_at = models.DateTimeField(null=True, blank=True)
    search = models.CharField(max_length=900, editable=False)
    sort = models.CharField(max_length=330, editable=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        ordering = ["sort", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(hours__gt=0), name="trainings_programme_hours"),
        ]

    def __str__(self):
        return self.title

    @property
    def aim_list(self):
        return [line.strip() for line in self.aims.splitlines() if line.strip()]


class TrainingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published ones are public; a draft is seen only where it is made."""
        public = ~Q(state=Training.State.DRAFT)
        actor = actor_of(user)
        if not actor.services:
            return self.filter(public)
        return self.filter(public | Q(service__in=actor.services))

    def public(self):
        return self.exclude(state=Training.State.DRAFT)

    def upcoming(self, now=None):
        """What can still be attended: announced, not yet begun."""
        return self.filter(
            state__in=[Training.State.PUBLISHED, Training.State.CONFIRMED],
            starts_at__gt=now or timezone.now(),
        )

    def held(self):
        return self.filter(state=Training.State.HELD)

    def with_free_seats(self):
        return self.filter(taken__lt=F("seats"))


class Training(models.Model):
    """A dated run of a programme by a service.

    `taken` counts booked seats. It is changed only by a conditional update that refuses to pass
    `seats`; the check constraint below stands behind it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        CONFIRMED = "confirmed", _("confirmed")
        CANCELLED = "cancelled", _("cancelled")
        HELD = "held", _("held")

    class Form(models.TextChoices):
        ON_SITE = "uzivo", _("On site")
        ONLINE = "daljina", _("Online")
        MIXED = "mjesovito", _("Mixed")

    class Audience(models.TextChoices):
        NETWORK = "network", _("organizers of the whole network")
        SERVICE = "service", _("organizers of this service only")

    service = models.ForeignKey(Service, models.PROTECT, related_name="trainings")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="trainings")
    slug = models.SlugField(max_length=120)
    title = models.CharField(_("Title"), max_length=160)
    subject = models.CharField(_("Subject"), max_length=20, choices=Subject.choices)
    summary = models.TextField(_("In two sentences"), max_length=600)
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.DRAFT)
    form = models.CharField(_("Form"), max_length=10, choices=Form.choices, default=Form.ON_SITE)
    audience = models.CharField(
        _("Open to"), max_length=10, choices=Audience.choices, default=Audience.NETWORK
    )
    venue = models.CharField(_("Venue"), max_length=160, blank=True)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    access_notes = models.TextField(_("How to get in"), blank=True)
    link = models.URLField(_("Link for joining online"), blank=True)
    seats = models.PositiveIntegerField(_("Seats"))
    taken = models.PositiveIntegerField(default=0, editable=False)
    minimum = models.PositiveIntegerField(_("Fewest people for it to be held"), default=1)
    organizer_cap = models.PositiveIntegerField(_("Most seats for one organizer"), null=True, blank=True)
    opens_at = models.DateTimeField(_("Booking opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("Booking closes"), null=True, blank=True)
    cancel_by = models.DateTimeField(_("Free cancellation until"), null=True, blank=True)
    # First part's start and last part's end, kept with the parts: lists order and filter by them.
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    # Rises with every change a calendar must learn of (ICS SEQUENCE).
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    search = models.CharField(max_length=1500, editable=False)
    sort = models.CharField(max_length=330, editable=False)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("training")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "slug"], name="trainings_training_slug"),
            models.CheckConstraint(
                condition=Q(taken__lte=F("seats")), name="trainings_training_never_oversold"
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="trainings_training_seats"),
            models.CheckConstraint(condition=Q(minimum__lte=F("seats")), name="trainings_training_minimum"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="trainings_training_period"),
        ]
        indexes = [
            models.Index(fields=["service", "starts_at"], name="trainings_training_service"),
            models.Index(fields=["starts_at"], name="trainings_training_start"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("trainings:detail", args=[self.service.slug, self.slug])

    @property
    def tone(self):
        """How the tag with its state looks."""
        return TONES[self.state]

    @property
    def free(self):
        return self.seats - self.taken

    @property
    def is_full(self):
        return self.taken >= self.seats

    @property
    def is_announced(self):
        return self.state in {self.State.PUBLISHED, self.State.CONFIRMED}

    @property
    def is_over(self):
        return self.state in {self.State.CANCELLED, self.State.HELD}

    def has_started(self, now=None):
        return (now or timezone.now()) >= self.starts_at

    def accepts_bookings(self, now=None):
        """Inside the booking window of an announced training that has not begun."""
        now = now or timezone.now()
        return (
            self.is_announced
            and not self.has_started(now)
            and (self.opens_at is None or self.opens_at <= now)
            and (self.closes_at is None or now < self.closes_at)
        )

    def can_still_cancel(self, now=None):
        now = now or timezone.now()
        return self.is_announced and now < (self.cancel_by or self.starts_at)


TONES = {
    Training.State.DRAFT: "warning",
    Training.State.PUBLISHED: "info",
    Training.State.CONFIRMED: "success",
    Training.State.CANCELLED: "error",
    Training.State.HELD: "",
}


class TenantChildQuerySet(models.QuerySet):
    """Children of a training: as visible as the training itself."""

    def visible_to(self, user):
        public = ~Q(training__state=Training.State.DRAFT)
        return self.filter(public | Q(service__in=actor_of(user).services))


class Part(models.Model):
    """One part (usually a day) of a training; attendance is marked per part."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    training = models.ForeignKey(Training, models.CASCADE, related_name="parts")
    ordinal = models.PositiveSmallIntegerField()
    title = models.CharField(_("Title"), max_length=160, blank=True)
    starts_at = models.DateTimeField(_("Begins"))
    ends_at = models.DateTimeField(_("Ends"))
    place = models.CharField(_("Place, if another"), max_length=160, blank=True)
    agenda = models.TextField(
        _("Agenda"),
        blank=True,
        help_text=_("One line each, for example: 10.00–10.20 Getting to know each other"),
    )

    objects = TenantChildQuerySet.as_manager()

    class Meta:
        verbose_name = _("part")
        ordering = ["training_id", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["training", "ordinal"],
                name="trainings_part_ordinal",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="trainings_part_period"),
        ]

    def __str__(self):
        return f"{self.training_id}/{self.ordinal}"


class Trainer(models.Model):
    """Who leads a training, as its page shows them."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    training = models.ForeignKey(Training, models.CASCADE, related_name="trainers")
    full_name = models.CharField(_("Full name"), max_length=120)
    position = models.CharField(_("Position"), max_length=160, blank=True)

    objects = TenantChildQuerySet.as_manager()

    class Meta:
        verbose_name = _("trainer")
        ordering = ["training_id", "pk"]

    def __str__(self):
        return self.full_name

    @property
    def initials(self):
        return "".join(word[0] for word in self.full_name.split()[:2]).upper()
