"""The waiting list of a full training: groups, offers of freed seats, and why each step was made."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizers.models import Municipality, Organizer
from services.models import Service
from trainings.models.booking import (
    Booking,
    BookingQuerySet,
    SeatQuerySet,
    answers_in_words,
    new_link_key,
)
from trainings.models.training import Training

IN_LINE = ("waiting", "offered")


class WaitingEntry(models.Model):
    """A place in the waiting list of a full training: one group of named people, in order of arrival."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        OFFERED = "offered", _("seats offered")
        TAKEN = "taken", _("took the seats")
        LAPSED = "lapsed", _("did not take the offer")
        LEFT = "left", _("left the list")
        CLOSED = "closed", _("closed with the training")

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    training = models.ForeignKey(Training, models.PROTECT, related_name="waiting")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    people = models.JSONField()  # [{"person": id, "full_name": …, "email": …}]
    seat_count = models.PositiveIntegerField()
    organizer_name = models.CharField(max_length=200)
    contact_name = models.CharField(max_length=150)
    contact_email = models.EmailField()
    joined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(default=timezone.now)
    # The organizer would also come with fewer, in the order of `people`.
    takes_fewer = models.BooleanField(_("We also come with fewer people"), default=False)
    # Nobody of the organizer had completed the programme when it joined.
    is_first_timer = models.BooleanField(default=False)
    # Given by staff with a reason: stands before everybody with a higher one or none.
    moved_to = models.IntegerField(null=True, blank=True)
    # Of the organizer, whose record the running service may not see: decides about kept seats.
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    support = models.JSONField(default=dict)  # what the booking will say: phone, answers, needs
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in the waiting list")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["training", "organizer"],
                condition=Q(state__in=IN_LINE),
                name="trainings_waiting_once",
            ),
            models.CheckConstraint(condition=Q(seat_count__gte=1), name="trainings_waiting_seats"),
        ]
        indexes = [models.Index(fields=["training", "state", "joined_at"], name="trainings_waiting_order")]

    def __str__(self):
        return f"{self.organizer_name} ({self.seat_count})"

    @property
    def answer_rows(self):
        """[(question, answer)] in words, as for a booking."""
        return answers_in_words(self.support.get("answers", []))


class Offer(models.Model):
    """Seats held for a group of the waiting list until a moment. While open they count as taken."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        TAKEN = "taken", _("taken")
        DECLINED = "declined", _("declined")
        EXPIRED = "expired", _("not answered in time")
        WITHDRAWN = "withdrawn", _("withdrawn")

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    training = models.ForeignKey(Training, models.PROTECT, related_name="offers")
    entry = models.ForeignKey(WaitingEntry, models.PROTECT, related_name="offers")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="+")
    seat_count = models.PositiveIntegerField()
    from_kept = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    offered_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    # The key of the link in the e-mail, by which the offer can be taken or declined without signing in.
    link_key = models.CharField(max_length=40, default=new_link_key)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        ordering = ["offered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "entry"], condition=Q(state="open"), name="trainings_offer_one_open"
            ),
            models.CheckConstraint(condition=Q(seat_count__gte=1), name="trainings_offer_seats"),
        ]
        indexes = [
            models.Index(fields=["training", "state"], name="trainings_offer_training"),
            models.Index(
                fields=["service", "expires_at"], condition=Q(state="open"), name="trainings_offer_due"
            ),
        ]

    def __str__(self):
        return f"{self.entry_id}: {self.seat_count}"


class WaitingStep(models.Model):
    """Why a group of the waiting list was promoted, skipped, moved or closed. Never changes."""

    class Kind(models.TextChoices):
        OFFERED = "offered", _("seats offered")
        SKIPPED = "skipped", _("skipped this time")
        MOVED = "moved", _("moved by the service")
        TAKEN = "taken", _("seats taken")
        DECLINED = "declined", _("offer declined")
        LAPSED = "lapsed", _("offer not answered in time")
        WITHDRAWN = "withdrawn", _("offer withdrawn")
        REMOVED = "removed", _("taken off the list by the service")

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    training = models.ForeignKey(Training, models.PROTECT, related_name="+")
    entry = models.ForeignKey(WaitingEntry, models.PROTECT, related_name="steps")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # {"free": 2, "needed": 3, …}: the numbers the sentence is made from; "reason": words of staff.
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("step in the waiting list")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["entry", "at"], name="trainings_waitingstep_list")]

    def __str__(self):
        return f"{self.entry_id}: {self.kind}"
