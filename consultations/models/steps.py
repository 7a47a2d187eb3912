"""What follows from a request: times to talk, next steps, a rating, warnings before a target passes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.models.request import OfRequestQuerySet, Request, StaffOnlyQuerySet
from organizers.models import Organizer
from services.models import Service
from services.tenancy import actor_of


class TimeOfferQuerySet(OfRequestQuerySet):
    def open(self):
        """Can still be taken."""
        return self.filter(state=TimeOffer.State.OFFERED, starts_at__gt=timezone.now())

    def agreed(self):
        """Taken and not over yet."""
        return self.filter(state=TimeOffer.State.TAKEN, ends_at__gt=timezone.now())


class TimeOffer(models.Model):
    """A time the service proposes; taking one lets the others of the request go."""

    class State(models.TextChoices):
        OFFERED = "offered", _("offered")
        TAKEN = "taken", _("agreed")
        DECLINED = "declined", _("not taken")
        WITHDRAWN = "withdrawn", _("withdrawn")
        PASSED = "passed", _("passed")

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, related_name="time_offers")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(_("Begins"))
    ends_at = models.DateTimeField(_("Ends"))
    place = models.CharField(_("Where"), max_length=200, blank=True)
    link = models.URLField(_("Link for joining"), blank=True)
    phone = models.CharField(_("Telephone"), max_length=30, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    # Of the entry in people's calendars: each file about it has a higher one.
    sequence = models.PositiveSmallIntegerField(default=0)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = TimeOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offered time")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "request"],
                condition=Q(state="taken"),
                name="consultations_timeoffer_one_taken",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="consultations_timeoffer_period"
            ),
        ]
        indexes = [models.Index(fields=["service", "starts_at"], name="consultations_timeoffer_week")]

    def __str__(self):
        return f"{self.request_id}: {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self):
        return self.state == self.State.OFFERED and self.starts_at > timezone.now()

    @property
    def is_agreed(self):
        return self.state == self.State.TAKEN and self.ends_at > timezone.now()

    @property
    def where(self):
        """A place, a link for joining or a number to be called; always one of them."""
        return self.place or self.link or self.phone


class NextStep(models.Model):
    """What was agreed to be done, by whom and by when."""

    class Owner(models.TextChoices):
        ORGANIZER = "organizer", _("the organizer")
        SERVICE = "service", _("the service")

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, related_name="next_steps")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="+")
    text = models.CharField(_("What"), max_length=300)
    owner = models.CharField(_("Who"), max_length=10, choices=Owner.choices)
    due_on = models.DateField(_("By when"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("next step")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["service", "due_on"], name="consultations_nextstep_due")]

    def __str__(self):
        return self.text

    @property
    def is_late(self):
        return self.done_at is None and self.due_on is not None and self.due_on < timezone.localdate()


class RatingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The service that advised and the organizer; whoever has the link reaches it by the link."""
        actor = actor_of(user)
        return self.filter(Q(service__in=actor.services) | Q(organizer__in=actor.organizers))


class Rating(models.Model):
    """One for each closing, asked for by a link in the letter; only the hash of its token is kept."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, related_name="ratings")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(default=timezone.now)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.CharField(max_length=600, blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rating")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__range=(1, 5)), name="consultations_rating_score"
            ),
        ]
        indexes = [models.Index(fields=["service", "rated_at"], name="consultations_rating_list")]

    def __str__(self):
        return f"{self.request_id}: {self.score or '–'}"


class DeadlineWarning(models.Model):
    """Somebody was warned before a target passed; once each."""

    class Target(models.TextChoices):
        FIRST = "first", _("first answer")
        SOLUTION = "solution", _("solution")

    class To(models.TextChoices):
        ADVISER = "adviser", _("adviser")
        MANAGER = "manager", _("manager")

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, related_name="warnings")
    target = models.CharField(max_length=10, choices=Target.choices)
    to = models.CharField(max_length=10, choices=To.choices)
    due = models.DateTimeField()
    warned_at = models.DateTimeField(default=timezone.now)

    objects = StaffOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("warning")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "request", "target", "to", "due"], name="consultations_warning_once"
            ),
        ]

    def __str__(self):
        return f"{self.request_id}: {self.target}"
