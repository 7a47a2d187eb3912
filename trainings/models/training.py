"""Dated runs of programmes: their parts, who leads them, what they ask of those who book."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizers.models import Municipality
from services.models import Service
from services.tenancy import actor_of
from trainings.line import Counter
from trainings.models.programme import Programme, ProgrammeVersion, Subject
from trainings.models.teaching import TrainerProfile


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

    `taken` counts booked seats and those that open offers hold. It is changed only by a conditional update
    that refuses to pass `seats`; the check constraint below stands behind it.
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
    # What it is held by: later changes of the programme do not touch it.
    version = models.ForeignKey(ProgrammeVersion, models.PROTECT, null=True, related_name="trainings")
    # Workshop 1 → workshop 2 → action: the one this one follows.
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("Follows")
    )
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
    # By this day the service says whether it is held with the people it has.
    decide_on = models.DateField(_("Day of decision"), null=True, blank=True)
    organizer_cap = models.PositiveIntegerField(_("Most seats for one organizer"), null=True, blank=True)
    # Kept for organizers of some municipalities (`kept_for`) until a moment; `taken_kept` is the share of
    # `taken` that those organizers have.
    kept_seats = models.PositiveIntegerField(_("Seats kept"), default=0)
    kept_until = models.DateTimeField(_("Kept until"), null=True, blank=True)
    taken_kept = models.PositiveIntegerField(default=0, editable=False)
    # When the rest of them was opened to everybody, those on the waiting list first.
    kept_opened_at = models.DateTimeField(null=True, editable=False)
    needs_approval = models.BooleanField(_("The service approves each booking"), default=False)
    first_timers_first = models.BooleanField(
        _("On the waiting list those who have not been to it yet go first"), default=False
    )
    offer_hours = models.PositiveSmallIntegerField(_("Hours to answer an offered seat"), default=24)
    measure_code = models.CharField(_("Measure of the strategy"), max_length=20, blank=True)
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
            models.CheckConstraint(
                condition=Q(taken_kept__lte=F("taken")), name="trainings_training_kept_taken"
            ),
            models.CheckConstraint(
                condition=Q(kept_seats=0) | Q(kept_seats__lte=F("seats"), kept_until__isnull=False),
                name="trainings_training_kept",
            ),
            models.CheckConstraint(
                condition=Q(offer_hours__gte=1, offer_hours__lte=240), name="trainings_training_offer_hours"
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
    def counter(self):
        kept = 0 if self.kept_opened_at else self.kept_seats
        return Counter(self.seats, self.taken, kept=kept, taken_kept=self.taken_kept)

    @property
    def free_for_all(self):
        """Without those kept for organizers of some municipalities."""
        return self.counter.free(insider=False)

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
    profile = models.ForeignKey(TrainerProfile, models.PROTECT, null=True, related_name="led")
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


class KeptFor(models.Model):
    """A municipality whose organizers have the kept seats of a training."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    training = models.ForeignKey(Training, models.CASCADE, related_name="kept_for")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")

    objects = TenantChildQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality with kept seats")
        ordering = ["training_id", "municipality__sort"]
        constraints = [
            models.UniqueConstraint(fields=["training", "municipality"], name="trainings_keptfor_once"),
        ]

    def __str__(self):
        return str(self.municipality)


class Question(models.Model):
    """What a training asks of everybody who books."""

    MOST = 5

    class Kind(models.TextChoices):
        TEXT = "text", _("short answer")
        YES_NO = "yes_no", _("yes or no")
        CHOICE = "choice", _("one of several")

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    training = models.ForeignKey(Training, models.CASCADE, related_name="questions")
    ordinal = models.PositiveSmallIntegerField()
    text = models.CharField(_("Question"), max_length=200)
    kind = models.CharField(_("Kind of answer"), max_length=10, choices=Kind.choices, default=Kind.TEXT)
    choices = models.TextField(_("Answers to choose from"), blank=True, help_text=_("One a line."))
    is_required = models.BooleanField(_("Must be answered"), default=False)

    objects = TenantChildQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        ordering = ["training_id", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["training", "ordinal"],
                name="trainings_question_ordinal",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=~Q(kind="choice") | ~Q(choices=""), name="trainings_question_choices"
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def choice_list(self):
        return [line.strip() for line in self.choices.splitlines() if line.strip()]
