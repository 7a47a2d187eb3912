"""One question of one organizer, who has it, and since when nobody waits for us."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.models.topics import Topic
from organizers.models import Organizer
from services.models import Service
from services.tenancy import actor_of

REOPENED_WITHIN_DAYS = 30
# Proposed by the network until the republic office decides otherwise; working days of eight hours.
FIRST_DAYS, SOLUTION_DAYS = 3, 10


class RequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The service that has it, the organizer that asked, and a service it was referred to.

        A coordinator has no way around: only a referral to the republic office shows it there.
        """
        actor = actor_of(user)
        referred = Referral.objects.filter(request=OuterRef("pk"), to_service__in=actor.services)
        return self.filter(
            Q(service__in=actor.services) | Q(organizer__in=actor.organizers) | Exists(referred)
        )

    def open(self):
        return self.exclude(state=Request.State.CLOSED)


class Request(models.Model):
    """What an organizer asked. `service` was its home service when it asked, and never changes."""

    class Way(models.TextChoices):
        WRITTEN = "written", _("in writing")
        CALL = "call", _("by telephone")
        VISIT = "visit", _("in person")

    class State(models.TextChoices):
        NEW = "new", _("new")
        OPEN = "open", _("waits for the service")
        WAITING = "waiting", _("waits for the organizer")
        CLOSED = "closed", _("closed")

    class Depth(models.TextChoices):
        INFORMED = "informed", _("informed")
        PLANNING = "planning", _("planning")
        DOING = "doing", _("doing")
        KEEPING = "keeping", _("keeping it up")

    class Outcome(models.TextChoices):
        ANSWERED = "answered", _("answered")
        DOCUMENT = "document", _("a document was made")
        APPOINTMENT = "appointment", _("a conversation was held")
        TRAINING = "training", _("sent to a training")
        REFERRED = "referred", _("referred to another service")
        WITHDRAWN = "withdrawn", _("withdrawn by the organizer")
        NO_ANSWER = "no_answer", _("the organizer did not answer")
        MERGED = "merged", _("went on under another number")

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="+")
    # Copied: a service it is referred to cannot see the organizer's record.
    organizer_name = models.CharField(_("Organizer"), max_length=200)
    number = models.CharField(_("Number"), max_length=20)
    topic = models.CharField(_("Topic"), max_length=30, choices=Topic.choices)
    subject = models.CharField(_("In short"), max_length=160)
    way = models.CharField(_("How you want the answer"), max_length=10, choices=Way.choices)
    urgent_reason = models.CharField(_("Why it is urgent"), max_length=300, blank=True)
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.NEW)
    depth = models.CharField(_("Depth"), max_length=10, choices=Depth.choices, blank=True)
    outcome = models.CharField(_("Outcome"), max_length=12, choices=Outcome.choices, blank=True)
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Adviser"),
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("Asked"), default=timezone.now)
    # Working days that were promised when it was asked: a later change of the targets does not touch them.
    first_days = models.PositiveSmallIntegerField(default=FIRST_DAYS)
    solution_days = models.PositiveSmallIntegerField(default=SOLUTION_DAYS)
    # The moments that follow from them; moved by every pause and by a change of the calendar of holidays.
    first_due = models.DateTimeField()
    solution_due = models.DateTimeField()
    first_answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    # Sent with the form: the same form, sent twice, is one request.
    form_key = models.UUIDField()
    revision = models.PositiveIntegerField(default=0)
    search = models.CharField(max_length=600, editable=False)
    sort = models.CharField(max_length=400, editable=False)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("advisory request")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="consultations_request_number"),
            models.UniqueConstraint(fields=["service", "form_key"], name="consultations_request_form_once"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None)),
                name="consultations_request_closed",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")), name="consultations_request_not_into_itself"
            ),
        ]
        indexes = [
            models.Index(fields=["service", "state", "first_due"], name="consultations_request_queue"),
            models.Index(fields=["service", "-asked_at"], name="consultations_request_list"),
            models.Index(fields=["organizer", "-asked_at"], name="consultations_request_own"),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("consultations:own_request", args=[self.number])

    @property
    def is_closed(self):
        return self.state == self.State.CLOSED

    @property
    def can_be_reopened(self):
        """By its organizer, for a while; what was merged goes on under the other number."""
        return (
            self.is_closed
            and self.merged_into_id is None
            and timezone.now() < self.closed_at + timedelta(days=REOPENED_WITHIN_DAYS)
        )

    @property
    def waits_for_organizer(self):
        return self.state == self.State.WAITING


class OfRequestQuerySet(models.QuerySet):
    """Rows below a request that both sides see."""

    def visible_to(self, user):
        actor = actor_of(user)
        return self.filter(
            Q(service__in=actor.services) | Q(organizer__in=actor.organizers) | Exists(_referred_to(actor))
        )


class StaffOnlyQuerySet(models.QuerySet):
    """Rows below a request that the organizer never sees."""

    def visible_to(self, user):
        actor = actor_of(user)
        return self.filter(Q(service__in=actor.services) | Exists(_referred_to(actor)))


def _referred_to(actor):
    return Referral.objects.filter(request=OuterRef("request"), to_service__in=actor.services)


class ReferralQuerySet(models.QuerySet):
    def visible_to(self, user):
        actor = actor_of(user)
        return self.filter(
            Q(service__in=actor.services)
            | Q(to_service__in=actor.services)
            | Q(organizer__in=actor.organizers)
        )

    def open(self):
        return self.filter(contacted_at=None)


class Referral(models.Model):
    """The request was shown to another service, which then answers for a contact with the organizer."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, related_name="referrals")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="+")
    to_service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name=_("Referred to"))
    reason = models.TextField(_("Reason"))
    referred_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    referred_at = models.DateTimeField(default=timezone.now)
    # A referral ends with a contact that took place, and with nothing else.
    contacted_at = models.DateTimeField(null=True, blank=True)
    contacted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    contact_words = models.TextField(_("What was agreed"), blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        ordering = ["referred_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "request", "to_service"],
                condition=Q(contacted_at=None),
                name="consultations_referral_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(service=models.F("to_service")), name="consultations_referral_elsewhere"
            ),
            models.CheckConstraint(
                condition=Q(contacted_at=None) | ~Q(contact_words=""), name="consultations_referral_contact"
            ),
        ]
        indexes = [
            models.Index(fields=["request", "to_service"], name="consultations_referral_request"),
            models.Index(fields=["to_service", "contacted_at"], name="consultations_referral_to"),
        ]

    def __str__(self):
        return f"{self.request_id} → {self.to_service_id}"


class Pause(models.Model):
    """A time in which the service waited for the organizer and its clock stood still."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, related_name="pauses")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="+")
    begins_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = OfRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("pause")
        ordering = ["begins_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "request"],
                condition=Q(ends_at=None),
                name="consultations_pause_one_open",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=models.F("begins_at")),
                name="consultations_pause_period",
            ),
        ]

    def __str__(self):
        return f"{self.request_id}: {self.begins_at:%Y-%m-%d %H:%M}"


class DraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; nobody else's, whatever their role."""
        return self.filter(author=actor_of(user).user_id)


class Draft(models.Model):
    """What somebody has begun to write and not sent yet."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, related_name="drafts")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    body = models.TextField()
    saved_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "request", "author"], name="consultations_draft_one_each"
            ),
        ]

    def __str__(self):
        return f"{self.request_id}: {self.author_id}"
