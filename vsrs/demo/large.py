"""`--size large`: many more trainings and bookings, written in bulk, for benchmarks and tests of speed."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from services.tenancy import Actor, acting_as
from trainings.models import Booking, Part, Seat, Training
from vsrs.demo.clock import moment
from vsrs.text import fold, sort_key

TRAININGS_A_SERVICE = 400
BOOKINGS_A_SERVICE = 9_200  # eleven services: a little over 100,000
SEATS = 60
BATCH = 2000


def enlarge(network, organizers, programmes, random, *, tell):
    """11 × 400 trainings and over 100,000 bookings. Counters agree with their rows (check_bookings)."""
    today = timezone.localdate()
    for slug, (service, _, staff) in network.items():
        if service.is_republic:
            continue
        with acting_as(Actor.for_service(service)), transaction.atomic():
            trainings = _trainings(service, programmes, random, today)
            _bookings(service, trainings, organizers, staff, random)
        tell(f"Demo: large, {slug}")


def _trainings(service, programmes, random, today):
    rows = []
    for number in range(TRAININGS_A_SERVICE):
        programme, facts = random.choice(programmes)
        # A quarter is still to come, so that catalogues are long too.
        start = moment(today + timedelta(days=random.randint(-700, 230)), "10.00")
        held = start.date() < today
        rows.append(
            Training(
                service=service,
                programme=programme,
                slug=f"velika-{number}",
                title=facts["title"],
                subject=facts["subject"],
                summary=facts["summary"],
                state=Training.State.HELD if held else Training.State.PUBLISHED,
                form=facts["form"],
                venue="Dom omladine",
                seats=SEATS,
                starts_at=start,
                ends_at=start + timedelta(hours=4),
                published_at=start - timedelta(days=40),
                held_at=start + timedelta(hours=5) if held else None,
                search=fold(f"{facts['title']} {service.town}"),
                sort=sort_key(facts["title"]),
            )
        )
    rows = Training.objects.bulk_create(rows, batch_size=BATCH)
    Part.objects.bulk_create(
        Part(service=service, training=row, ordinal=1, starts_at=row.starts_at, ends_at=row.ends_at)
        for row in rows
    )
    return rows


def _bookings(service, trainings, organizers, staff, random):
    everybody = [entry for entries in organizers.values() for entry in entries]
    bookings = []
    for number, place in enumerate(range(BOOKINGS_A_SERVICE)):
        # One standing booking of an organizer in a training: walk both lists in step.
        training = trainings[place % len(trainings)]
        organizer, user, _ = everybody[(place // len(trainings) * 7 + place) % len(everybody)]
        bookings.append(_booking(service, training, organizer, user, number, random))
    bookings = Booking.objects.bulk_create(_once(bookings), batch_size=BATCH)
    seats = [seat for booking in bookings for seat in _seats(booking)]
    Seat.objects.bulk_create(seats, batch_size=BATCH)
    _count_taken(trainings, bookings)


def _once(bookings):
    """The first booking of each organizer in each training."""
    seen = {}
    for booking in bookings:
        seen.setdefault((booking.training_id, booking.organizer_id), booking)
    return list(seen.values())


def _booking(service, training, organizer, user, number, random):
    return Booking(
        service=service,
        training=training,
        organizer=organizer,
        number=f"{service.code}-V-{number:05d}",
        seat_count=1,
        form_key=UUID(int=random.getrandbits(128), version=4),
        organizer_name=organizer.name,
        contact_name=user.full_name,
        contact_email=user.email,
        booked_by=user,
        booked_at=training.published_at + timedelta(minutes=number % 40_000),
        search=fold(f"{organizer.name} {user.full_name}"),
    )


def _seats(booking):
    yield Seat(
        service=booking.service,
        training=booking.training,
        booking=booking,
        organizer=booking.organizer,
        full_name=booking.contact_name,
        search=fold(booking.contact_name),
        sort=sort_key(booking.contact_name),
    )


def _count_taken(trainings, bookings):
    taken = dict.fromkeys((training.pk for training in trainings), 0)
    for booking in bookings:
        taken[booking.training_id] += booking.seat_count
    for training in trainings:
        training.taken = taken[training.pk]
    Training.objects.bulk_update(trainings, ["taken"], batch_size=BATCH)
