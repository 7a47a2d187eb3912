"""The rows that the numbers of this room count."""

from decimal import ROUND_HALF_UP, Decimal

from django.db.models import DecimalField, Exists, F, OuterRef, Q
from django.db.models.functions import Cast, Extract, Round

from trainings.models import (
    Attendance,
    Booking,
    Certificate,
    Completion,
    EvaluationSum,
    Interest,
    Part,
    Seat,
    Subject,
    Training,
    WaitingEntry,
)


def held_trainings(user):
    return Training.objects.visible_to(user).held().select_related("service")


def participants(user):
    was_there = Attendance.objects.filter(seat=OuterRef("pk"), mark=Attendance.Mark.PRESENT)
    return (
        Seat.objects.visible_to(user)
        .standing()
        .filter(Exists(was_there), training__state=Training.State.HELD)
        .select_related("service", "training", "booking")
    )


def bookings(user):
    return Booking.objects.visible_to(user).select_related("service", "training")


def first_bookings(user):
    same = {"service": OuterRef("service"), "organizer": OuterRef("organizer")}
    before = Q(booked_at__lt=OuterRef("booked_at"))
    at_once = Q(booked_at=OuterRef("booked_at"), pk__lt=OuterRef("pk"))
    earlier = Booking.objects.filter(before | at_once, **same)
    return bookings(user).filter(~Exists(earlier))


def parts_held(user):
    """Parts of held trainings, each with its `hours` to one decimal."""
    hours = Round(
        Cast(Extract(F("ends_at") - F("starts_at"), "epoch"), DecimalField(max_digits=12, decimal_places=4))
        / 3600,
        1,
    )
    return (
        Part.objects.visible_to(user)
        .filter(training__state=Training.State.HELD)
        .annotate(hours=hours)
        .select_related("service", "training")
    )


def hours_of(part):
    """As the database rounds it."""
    hours = Decimal((part.ends_at - part.starts_at).total_seconds()) / 3600
    return hours.quantize(Decimal("0.1"), ROUND_HALF_UP)


def expected(user):
    """Everybody booked for a held training; `no_show`: was in no part of it and sent no apologies."""
    marks = Attendance.objects.filter(seat=OuterRef("pk"))
    said = Exists(marks.exclude(mark=Attendance.Mark.ABSENT))
    return (
        Seat.objects.visible_to(user)
        .standing()
        .filter(Exists(marks), training__state=Training.State.HELD)
        .annotate(no_show=~said)
        .select_related("service", "training", "booking")
    )


def interests(user):
    return Interest.objects.visible_to(user).select_related("service", "programme", "organizer")


def certificates(user):
    """Each once: one that was issued again with a corrected name replaces the first."""
    rows = Certificate.objects.visible_to(user).filter(replaces=None)
    return rows.select_related("service", "training", "organizer")


def evaluated(user):
    """Trainings with as many answers as may be shown."""
    return EvaluationSum.objects.visible_to(user).select_related("service", "training")


def first_coordinators(user):
    """The first person of each organizer who completed a training on coordination at a service."""
    of_coordination = Completion.objects.filter(programme__subject=Subject.COORDINATION)
    same = {"service": OuterRef("service"), "organizer": OuterRef("organizer")}
    before = Q(completed_on__lt=OuterRef("completed_on"))
    at_once = Q(completed_on=OuterRef("completed_on"), pk__lt=OuterRef("pk"))
    rows = Completion.objects.visible_to(user).filter(programme__subject=Subject.COORDINATION)
    return rows.filter(~Exists(of_coordination.filter(before | at_once, **same))).select_related(
        "service", "training", "seat__booking"
    )


def waiting(user):
    return WaitingEntry.objects.visible_to(user).select_related("service", "training")
