"""What was said about a request, in order, and the files that came with it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.models.request import Referral, Request
from organizers.models import Organizer
from services.models import Service
from services.tenancy import actor_of


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The organizer sees what is not internal; services that have or were given the request see all."""
        actor = actor_of(user)
        referred = Referral.objects.filter(request=OuterRef("request"), to_service__in=actor.services)
        return self.filter(
            Q(service__in=actor.services)
            | Q(organizer__in=actor.organizers, internal=False)
            | Exists(referred)
        )

    def shown_to_organizer(self):
        """Also for somebody who has both roles: the organizer's pages never hold what is internal."""
        return self.filter(internal=False)


class Message(models.Model):
    """One step of the thread. What is internal is never seen by the organizer."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("question")
        REPLY = "reply", _("reply of the organizer")
        ANSWER = "answer", _("answer of the service")
        NOTE = "note", _("internal note")
        CALL = "call", _("telephone conversation")
        VISIT = "visit", _("conversation in person")

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, related_name="messages")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    internal = models.BooleanField(default=False)
    body = models.TextField(_("Text"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField(_("Minutes spent"), null=True, blank=True)
    # Sent with the form: the same reply, sent twice, is one message.
    form_key = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "form_key"], name="consultations_message_form_once"),
            models.CheckConstraint(
                condition=~Q(kind="note") | Q(internal=True), name="consultations_message_note_internal"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["question", "reply", "answer"]) | Q(internal=False),
                name="consultations_message_said_aloud",
            ),
        ]
        indexes = [models.Index(fields=["request", "at"], name="consultations_message_thread")]

    def __str__(self):
        return f"{self.request_id}: {self.kind}"

    @property
    def by_organizer(self):
        return self.kind in {self.Kind.QUESTION, self.Kind.REPLY}


class Attachment(models.Model):
    """A file that came with a message; as internal as the message is."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, related_name="attachments")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, models.PROTECT, related_name="attachments")
    internal = models.BooleanField(default=False)
    file = models.FileField()
    file_name = models.CharField(max_length=150)
    file_size = models.PositiveIntegerField()
    file_type = models.CharField(max_length=120)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        ordering = ["pk"]
        indexes = [models.Index(fields=["message"], name="consultations_attachment_of")]

    def __str__(self):
        return self.file_name

    @property
    def own_url(self):
        """Where the organizer downloads it."""
        return reverse("consultations:own_attachment", args=[self.request.number, self.pk])
