"""What waits to be done with trainings: reads for the desks and the checks."""

from datetime import timedelta

from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from trainings.models import Attendance, Booking, Offer, Part, Programme, Seat, Training, WaitingEntry
from trainings.models.waiting import IN_LINE
from vsrs.dates import local

ANNOUNCED = [Training.State.PUBLISHED, Training.State.CONFIRMED]
# Without a day of decision of its own a training is decided in the last days before it begins.
DECIDE_BEFORE = timedelta(days=5)
# A day of decision is announced so long before.
DECISION_IS_NEAR = timedelta(days=2)
DRAFT_IS_NEAR = timedelta(days=14)


# --- for the desk of a service -----------------------------------------------------------------
def trainings_of(user, service):
    return Training.objects.visible_to(user).filter(service=service)


def over_but_not_held(user, service, now):
    """Ended, and nobody has said yet that they were held; `unmarked`: seats without a mark in some part."""
    part_of_it = Part.objects.filter(training=OuterRef("training"))
    unmarked = part_of_it.filter(
        ~Exists(Attendance.objects.filter(part=OuterRef("pk"), seat=OuterRef(OuterRef("pk"))))
    )
    seats = Seat.objects.coming().filter(Exists(unmarked), training=OuterRef("pk"))
    return (
        trainings_of(user, service)
        .filter(state__in=ANNOUNCED, ends_at__lte=now)
        .annotate(is_unmarked=Exists(seats))
        .order_by("ends_at")
    )


def undecided(user, service, now, today):
    """Fewer people than the minimum, and soon: hold it all the same or cancel it?"""
    decided_soon = Q(decide_on__lte=today + DECISION_IS_NEAR)
    begins_soon = Q(decide_on=None, starts_at__lte=now + DECIDE_BEFORE)
    return (
        trainings_of(user, service)
        .filter(decided_soon | begins_soon)
        .filter(state=Training.State.PUBLISHED, taken__lt=F("minimum"), starts_at__gt=now)
        .order_by("starts_at")
    )


def with_unanswered(user, service):
    """Announced, with bookings that wait for approval: `asked`, how many, and `asked_first`, since when."""
    waits = Q(bookings__state=Booking.State.REQUESTED)
    # Asked first, so that only those few trainings have their bookings counted.
    asks = Exists(Booking.objects.filter(training=OuterRef("pk"), state=Booking.State.REQUESTED))
    return (
        trainings_of(user, service)
        .filter(asks, state__in=ANNOUNCED)
        .annotate(asked=Count("bookings", filter=waits), asked_first=Min("bookings__booked_at", filter=waits))
        .order_by("starts_at")
    )


def near_drafts(user, service, now):
    """Drafts whose date comes near or has passed."""
    return (
        trainings_of(user, service)
        .filter(state=Training.State.DRAFT, starts_at__lte=now + DRAFT_IS_NEAR)
        .order_by("starts_at")
    )


def free_while_waiting(user, service, now):
    """Seats have become free while groups wait; `waiting_people`: how many people."""
    waits = Q(waiting__state=WaitingEntry.State.WAITING)
    return (
        trainings_of(user, service)
        .upcoming(now)
        .with_free_seats()
        .annotate(waiting_people=Coalesce(Sum("waiting__seat_count", filter=waits), 0))
        .filter(waiting_people__gt=0)
        .order_by("starts_at")
    )


def parts_between(user, service, start, end):
    return (
        Part.objects.visible_to(user)
        .filter(service=service, starts_at__lt=end, ends_at__gt=start)
        .exclude(training__state=Training.State.CANCELLED)
        .select_related("training")
        .order_by("starts_at")
    )


def deadlines_between(user, service, start, end):
    """Announced trainings whose booking or free cancellation ends in [start, end)."""
    ends = Q(closes_at__gte=start, closes_at__lt=end) | Q(cancel_by__gte=start, cancel_by__lt=end)
    return trainings_of(user, service).filter(ends, state__in=ANNOUNCED).order_by("starts_at", "pk")


def programmes_to_run(user, service):
    """Its own programmes and those shared by the republic office, each with its number of trainings here."""
    here = Q(trainings__service=service)
    return (
        Programme.objects.visible_to(user)
        .active()
        .filter(Q(service=service) | Q(is_shared=True))
        .select_related("service")
        .annotate(run_count=Count("trainings", filter=here))
    )


def with_waiting(trainings):
    """`waiting_people`: how many people stand in the waiting list of each."""
    waiting = WaitingEntry.objects.filter(training=OuterRef("pk"), state=WaitingEntry.State.WAITING)
    people = waiting.order_by().values("training").annotate(people=Sum("seat_count")).values("people")
    return trainings.annotate(waiting_people=Coalesce(Subquery(people), 0))


def has_ended(training):
    return training.ends_at <= timezone.now()


def unmarked_parts(training):
    """Parts in which somebody who is booked has no mark yet."""
    marked = Attendance.objects.filter(part=OuterRef("pk"), seat__released_at=None).order_by().values("part")
    seats = Seat.objects.filter(training=training).coming().count()
    counted = marked.annotate(n=Count("pk")).values("n")
    return list(training.parts.annotate(marks=Coalesce(Subquery(counted), 0)).filter(marks__lt=seats))


def part_now(training):
    """The last part that has begun today or before; before all of them the first."""
    parts = list(training.parts.all())
    today = timezone.localdate()
    begun = [part for part in parts if local(part.starts_at).date() <= today]
    return begun[-1] if begun else next(iter(parts), None)


def part_marks(user, part):
    """{seat id: mark} of one part."""
    rows = Attendance.objects.visible_to(user).filter(part=part, seat__released_at=None)
    return dict(rows.values_list("seat_id", "mark"))


# --- for the desk of an organizer --------------------------------------------------------------
def coming_bookings(user, organizer, now):
    return (
        Booking.objects.visible_to(user)
        .standing()
        .filter(organizer=organizer, training__ends_at__gt=now)
        .select_related("training")
        .prefetch_related("training__parts")
        .order_by("training__starts_at")
    )


def waiting_entries(user, organizer, now):
    """Trainings for whose seats the organizer waits."""
    return (
        WaitingEntry.objects.visible_to(user)
        .filter(organizer=organizer, state__in=IN_LINE)
        .filter(training__state__in=ANNOUNCED, training__starts_at__gt=now)
        .select_related("training__service")
        .order_by("training__starts_at")
    )


def open_offers(user, organizer, now):
    """Seats offered to the organizer that it can still take."""
    return (
        Offer.objects.visible_to(user)
        .filter(organizer=organizer, state=Offer.State.OPEN, expires_at__gt=now)
        .filter(training__state__in=ANNOUNCED, training__starts_at__gt=now)
        .select_related("training__service")
        .order_by("expires_at")
    )


def last_training(user):
    """The day of the last training that was held with people of an organizer (`OuterRef("pk")`)."""
    seats = Seat.objects.visible_to(user).standing().filter(organizer=OuterRef("pk"))
    seats = seats.filter(training__state=Training.State.HELD).order_by("-training__starts_at")
    return seats.annotate(day=TruncDate("training__starts_at")).values("day")[:1]
