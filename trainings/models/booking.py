"""Who comes: bookings, the people in them, what they need, attendance."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizers.models import Organizer, Person
from services.models import Service
from services.tenancy import actor_of
from trainings.models.training import Part, Training


def new_link_key():
    return secrets.token_urlsafe(24)


def new_code():
    return secrets.token_urlsafe(12)


STANDING = ("booked", "requested")


class BookingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The service that runs the training, the organizer that booked, coordinators."""
        actor = actor_of(user)
        if actor.is_coordinator:
            return self
        return self.filter(Q(service__in=actor.services) | Q(organizer__in=actor.organizers))

    def standing(self):
        """Those that hold seats."""
        return self.filter(state__in=STANDING)


class Booking(models.Model):
    """Seats of one organizer in one training. `service` is the one that runs the training.

    The organizer's name and contact are copied: the running service may not be its home service
    and then cannot see its record.
    """

    class State(models.TextChoices):
        # Waits for the service's approval; its seats are held all the same.
        REQUESTED = "requested", _("waiting for approval")
        BOOKED = "booked", _("booked")
        CANCELLED = "cancelled", _("cancelled")
        REFUSED = "refused", _("not approved")

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    training = models.ForeignKey(Training, models.PROTECT, related_name="bookings")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="bookings")
    number = models.CharField(_("Number"), max_length=20)
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.BOOKED)
    seat_count = models.PositiveIntegerField(_("Seats"))
    # Sent with the form: the same form, sent twice, is one booking.
    form_key = models.UUIDField()
    # Opens the booking without an account; empty once who booked no longer acts for the organizer.
    link_key = models.CharField(max_length=40, default=new_link_key)
    organizer_name = models.CharField(_("Organizer"), max_length=200)
    contact_name = models.CharField(_("Contact"), max_length=150)
    contact_email = models.EmailField(_("E-mail"))
    contact_phone = models.CharField(_("Phone"), max_length=40, blank=True)
    # [{"question": text, "answer": text, or whether it is so}], as they were asked when it was made.
    answers = models.JSONField(default=list)
    # Its seats come out of those kept for some municipalities.
    from_kept = models.BooleanField(default=False)
    # Approval: who decided, when, and why not.
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    booked_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_with_training = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    search = models.CharField(max_length=700, editable=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        ordering = ["-booked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="trainings_booking_number"),
            models.UniqueConstraint(fields=["service", "form_key"], name="trainings_booking_form_once"),
            models.UniqueConstraint(
                fields=["training", "organizer"],
                condition=Q(state__in=STANDING),
                name="trainings_booking_one_standing",
            ),
            models.CheckConstraint(condition=Q(seat_count__gte=1), name="trainings_booking_seats"),
        ]
        indexes = [
            models.Index(fields=["service", "-booked_at"], name="trainings_booking_list"),
            models.Index(fields=["organizer", "-booked_at"], name="trainings_booking_organizer"),
            models.Index(fields=["training", "state"], name="trainings_booking_training"),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("trainings:booking", args=[self.number])

    @property
    def is_standing(self):
        return self.state in STANDING

    @property
    def is_requested(self):
        return self.state == self.State.REQUESTED

    @property
    def tone(self):
        """How the tag with its state looks."""
        return TONES[self.state]

    @property
    def answer_rows(self):
        """[(question, answer)] in words."""
        return answers_in_words(self.answers)


TONES = {
    Booking.State.REQUESTED: "warning",
    Booking.State.BOOKED: "success",
    Booking.State.CANCELLED: "error",
    Booking.State.REFUSED: "error",
}


def answers_in_words(answers):
    words = {True: _("Yes"), False: _("No")}
    return [(row["question"], words.get(row["answer"], row["answer"])) for row in answers]


class SeatQuerySet(models.QuerySet):
    def visible_to(self, user):
        actor = actor_of(user)
        if actor.is_coordinator:
            return self
        return self.filter(Q(service__in=actor.services) | Q(organizer__in=actor.organizers))

    def standing(self):
        return self.filter(released_at=None)

    def coming(self):
        """Without those whose booking the service has not approved yet."""
        return self.standing().filter(booking__state=Booking.State.BOOKED)


class Seat(models.Model):
    """One named person's place in a booking."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    training = models.ForeignKey(Training, models.PROTECT, related_name="seat_rows")
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="seat_rows")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="seats")
    full_name = models.CharField(_("Full name"), max_length=120)
    email = models.EmailField(_("E-mail"), blank=True)
    # In the QR code that the person shows at the door.
    code = models.CharField(max_length=24, default=new_code)
    released_at = models.DateTimeField(null=True, blank=True)
    search = models.CharField(max_length=300, editable=False)
    sort = models.CharField(max_length=300, editable=False)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        ordering = ["sort", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["training", "person"],
                condition=Q(released_at=None),
                name="trainings_seat_person_once",
            ),
            models.UniqueConstraint(fields=["service", "code"], name="trainings_seat_code"),
        ]
        indexes = [
            models.Index(fields=["training", "sort"], name="trainings_seat_training"),
            models.Index(fields=["booking"], name="trainings_seat_booking"),
        ]

    def __str__(self):
        return self.full_name


class NeedsQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The service that runs the training and the organizer that wrote them; nobody above."""
        actor = actor_of(user)
        return self.filter(Q(service__in=actor.services) | Q(organizer__in=actor.organizers))


class Needs(models.Model):
    """What the people of a booking, or of a group that waits, need to take part. A row of its own, because
    it is seen by fewer and erased a month after the training."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    booking = models.OneToOneField(Booking, models.PROTECT, null=True, related_name="needs")
    entry = models.OneToOneField("trainings.WaitingEntry", models.PROTECT, null=True, related_name="needs")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="+")
    access_needs = models.TextField(_("Accessibility"), blank=True)
    diet = models.TextField(_("Food"), blank=True)
    erase_on = models.DateField()

    objects = NeedsQuerySet.as_manager()

    class Meta:
        verbose_name = _("needs")
        constraints = [
            models.CheckConstraint(
                condition=~Q(booking=None) | ~Q(entry=None), name="trainings_needs_of_somebody"
            ),
        ]
        indexes = [models.Index(fields=["service", "erase_on"], name="trainings_needs_erase")]

    def __str__(self):
        return f"{self.booking_id}/{self.entry_id}"


class Attendance(models.Model):
    """Whether somebody was there for one part. No row: not yet marked."""

    class Mark(models.TextChoices):
        PRESENT = "present", _("present")
        ABSENT = "absent", _("absent")
        EXCUSED = "excused", _("sent apologies")

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    training = models.ForeignKey(Training, models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendance")
    organizer = models.ForeignKey(Organizer, models.PROTECT, related_name="+")
    mark = models.CharField(max_length=10, choices=Mark.choices)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(default=timezone.now)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        constraints = [
            models.UniqueConstraint(fields=["seat", "part"], name="trainings_attendance_once"),
        ]
        indexes = [models.Index(fields=["training", "part"], name="trainings_attendance_part")]

    def __str__(self):
        return f"{self.seat_id}/{self.part_id}: {self.mark}"
