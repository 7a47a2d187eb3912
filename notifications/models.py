"""What the portal owes somebody: messages, and files that take long to make. PostgreSQL holds the truth."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from services.models import Service
from services.tenancy import actor_of
from vsrs.text import masked


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and for staff those their service sends."""
        actor = actor_of(user)
        sent = Q(service__in=actor.services)
        # Without an account nothing is one's own; `recipient=None` would be everything sent to addresses.
        return self.filter(sent | Q(recipient=actor.user_id) if actor.user_id else sent)

    def inbox_of(self, user):
        return self.filter(recipient=user.pk, in_portal=True)

    def unread(self):
        return self.filter(read_at=None)

    def due(self, now):
        """What may be sent now: waiting, its time has come, nobody holds a lease on it."""
        return self.filter(
            Q(leased_until=None) | Q(leased_until__lt=now), state=Notice.State.WAITING, send_after__lte=now
        )


class Notice(models.Model):
    """One message to one person, written in the transaction of its cause.

    `key` makes it unique: the same cause never writes it twice. E-mail goes out while `state` is
    waiting and `send_after` has come; `leased_until` keeps two workers off the same row.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("gave up")
        SILENT = "silent", _("in the portal only")
        DIGEST = "digest", _("waiting for the digest")
        COLLECTED = "collected", _("sent in a digest")

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="notices")
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=10, default="sr-latn")
    # What the words are made from; rendered when sent, in the recipient's language and script.
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    url = models.CharField(max_length=300, blank=True)
    in_portal = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    send_after = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # Recipient, title and number, folded; filled by `notify`.
    search = models.CharField(max_length=700, editable=False, default="")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "key"], name="notifications_notice_once"),
            models.CheckConstraint(
                condition=~Q(recipient=None) | ~Q(email=""), name="notifications_notice_has_recipient"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(state="sent"), name="notifications_notice_sent_once"
            ),
        ]
        indexes = [
            models.Index(F("send_after"), condition=Q(state="waiting"), name="notifications_notice_due"),
            models.Index(F("send_after"), condition=Q(state="digest"), name="notifications_notice_digest"),
            models.Index(
                F("recipient"), condition=Q(read_at=None, in_portal=True), name="notifications_notice_unread"
            ),
            models.Index(fields=["recipient", "-created_at"], name="notifications_notice_inbox"),
            models.Index(fields=["service", "-created_at"], name="notifications_notice_service"),
        ]

    def __str__(self):
        # Stands in the history, which is kept for ever: neither the code of its kind nor the whole address.
        return self.name or masked(self.email)

    @property
    def is_unread(self):
        return self.read_at is None

    @property
    def is_unsent(self):
        return self.state in {self.State.WAITING, self.State.DIGEST}

    @property
    def is_failed(self):
        return self.state == self.State.FAILED

    def is_leased(self, now=None):
        """A worker is sending it at this moment."""
        return self.leased_until is not None and self.leased_until > (now or timezone.now())


class Preference(models.Model):
    """How somebody wants a group of notices by e-mail. Own bookings are always sent at once."""

    class Frequency(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("once a day")
        WEEKLY = "weekly", _("once a week")
        NEVER = "never", _("never")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_preferences")
    group = models.CharField(max_length=40)
    frequency = models.CharField(max_length=10, choices=Frequency.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "group"], name="notifications_preference_once"),
        ]

    def __str__(self):
        return f"{self.user_id} {self.group}: {self.frequency}"


class PreparedFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What one asked for oneself, for as long as one works there."""
        actor = actor_of(user)
        return self.filter(service__in=actor.services, asked_by=actor.user_id)

    def due(self, now):
        unleased = Q(leased_until=None) | Q(leased_until__lt=now)
        return self.filter(unleased, state=PreparedFile.State.WAITING)


class PreparedFile(models.Model):
    """A file that takes long to make: made by the worker, given to whoever asked, removed after a day."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being prepared")
        READY = "ready", _("ready")
        FAILED = "failed", _("gave up")

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    given = models.JSONField(default=dict)  # what it is made from
    name = models.CharField(max_length=150)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    back = models.CharField(max_length=300)  # the page where it was asked for
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    file = models.CharField(max_length=100, blank=True)  # its name in the storage

    objects = PreparedFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("prepared file")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(F("asked_at"), condition=Q(state="waiting"), name="notifications_prepared_due"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("notifications:prepared_file", args=[self.service.slug, self.pk])

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING

    @property
    def is_ready(self):
        return self.state == self.State.READY
