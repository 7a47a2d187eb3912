"""Everything that is counted, or that follows from something else, worked out again from its rows."""

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from trainings.models import Booking, Offer, Seat, Training, WaitingEntry
from trainings.models.booking import STANDING
from trainings.models.waiting import IN_LINE


def wrong_counters(service):
    """[(what, expected, found)] of `service`; empty when all is well."""
    return [
        *_wrong_taken(service),
        *_wrong_seat_counts(service),
        *_seats_of_ended_bookings(service),
        *_seats_elsewhere(service),
        *_waiting_for_nothing(service),
        *_wrong_states(service),
        *_wrong_offers(service),
        *_wrong_bookings_of_offers(service),
        *_wrong_places(service),
    ]


def _wrong_taken(service):
    """Standing bookings and open offers hold seats; those from kept ones are a share of them."""
    rows = Training.objects.filter(service=service).annotate(
        held=_sum_of(Booking, state__in=STANDING) + _sum_of(Offer, state=Offer.State.OPEN),
        held_kept=_sum_of(Booking, state__in=STANDING, from_kept=True)
        + _sum_of(Offer, state=Offer.State.OPEN, from_kept=True),
    )
    for training in rows.exclude(taken=F("held")).order_by("pk"):
        yield f"training {training.pk}: taken", training.held, training.taken
    for training in rows.exclude(taken_kept=F("held_kept")).order_by("pk"):
        yield f"training {training.pk}: taken_kept", training.held_kept, training.taken_kept


def _sum_of(model, **conditions):
    rows = model.objects.filter(training=OuterRef("pk"), **conditions).order_by().values("training")
    return Coalesce(Subquery(rows.annotate(sum=Sum("seat_count")).values("sum")), 0)


def _wrong_seat_counts(service):
    rows = Booking.objects.filter(service=service, state__in=STANDING).annotate(
        rows=Count("seat_rows", filter=Q(seat_rows__released_at=None))
    )
    for booking in rows.exclude(seat_count=F("rows")).order_by("pk"):
        yield f"booking {booking.number}: seat_count", booking.rows, booking.seat_count


def _seats_of_ended_bookings(service):
    rows = Booking.objects.filter(service=service).exclude(state__in=STANDING)
    rows = rows.annotate(rows=Count("seat_rows", filter=Q(seat_rows__released_at=None)))
    for booking in rows.filter(rows__gt=0).order_by("pk"):
        yield f"{booking.state} booking {booking.number}: seats", 0, booking.rows


def _seats_elsewhere(service):
    rows = Seat.objects.filter(service=service).exclude(training=F("booking__training"))
    for seat in rows.select_related("booking").order_by("pk"):
        yield f"seat {seat.pk}: training", seat.booking.training_id, seat.training_id


def _waiting_for_nothing(service):
    """For a training that is over, or for seats that the organizer has."""
    booked = Booking.objects.filter(
        training=OuterRef("training"), organizer=OuterRef("organizer"), state__in=STANDING
    )
    over = Q(training__state__in=[Training.State.CANCELLED, Training.State.HELD])
    rows = WaitingEntry.objects.filter(service=service, state__in=IN_LINE)
    for entry in rows.filter(over | Q(Exists(booked))).order_by("pk"):
        yield f"waiting entry {entry.pk}: state", "not waiting", entry.state


def _wrong_states(service):
    """Seats are offered to a group exactly while it has an open offer."""
    offered = Offer.objects.filter(entry=OuterRef("pk"), state=Offer.State.OPEN)
    rows = WaitingEntry.objects.filter(service=service).annotate(has_offer=Exists(offered))
    is_offered = Q(state=WaitingEntry.State.OFFERED)
    for entry in rows.filter(is_offered, has_offer=False).order_by("pk"):
        yield f"waiting entry {entry.pk}: open offers", 1, 0
    for entry in rows.filter(~is_offered, has_offer=True).order_by("pk"):
        yield f"waiting entry {entry.pk}: state", "offered", entry.state


def _wrong_offers(service):
    rows = Offer.objects.filter(service=service).select_related("entry")
    wrong = ~Q(training=F("entry__training")) | ~Q(organizer=F("entry__organizer"))
    wrong |= Q(seat_count__gt=F("entry__seat_count"))
    wrong |= Q(seat_count__lt=F("entry__seat_count"), entry__takes_fewer=False)
    for offer in rows.filter(wrong).order_by("pk"):
        yield f"offer {offer.pk}: seats", offer.entry.seat_count, offer.seat_count


def _wrong_bookings_of_offers(service):
    """Who took the seats has a booking, and nobody else got one from the list."""
    rows = WaitingEntry.objects.filter(service=service)
    taken = Q(state=WaitingEntry.State.TAKEN)
    for entry in rows.filter(taken, booking=None).order_by("pk"):
        yield f"waiting entry {entry.pk}: booking", "a number", "none"
    for entry in rows.filter(~taken).exclude(booking=None).select_related("booking").order_by("pk"):
        yield f"waiting entry {entry.pk}: booking", "none", entry.booking.number


def _wrong_places(service):
    """Those who wait in one list and were put in an order by hand stand at different places."""
    ranks = (
        WaitingEntry.objects.filter(service=service, state=WaitingEntry.State.WAITING)
        .exclude(moved_to=None)
        .order_by("training", "moved_to")
        .values("training", "moved_to")
        .annotate(groups=Count("pk"))
        .filter(groups__gt=1)
    )
    for rank in ranks:
        yield f"training {rank['training']}: groups at place {rank['moved_to']}", 1, rank["groups"]
