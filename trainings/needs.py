"""What people need to take part, for those who may read it: the service that runs the training and the
organizer that wrote it."""

from collections import Counter

from trainings.models import Needs


def needs_of(person, booking):
    """Of one booking; `person` None: the holder of its secret link, whom the second wall knows."""
    rows = Needs.objects.visible_to(person) if person else Needs.objects
    return rows.filter(booking=booking).first()


def needs_in(user, training):
    """(accessibility, food): [(words, bookings)] of those who come, without names, the most first."""
    rows = Needs.objects.visible_to(user).filter(
        booking__training=training, booking__state__in=["booked", "requested"]
    )
    rows = list(rows.order_by("pk"))
    return _counted(row.access_needs for row in rows), _counted(row.diet for row in rows)


def _counted(texts):
    said = [text.strip() for text in texts if text.strip()]
    first = {}
    for text in said:
        first.setdefault(text.casefold(), text)
    counts = Counter(text.casefold() for text in said)
    return [(first[key], count) for key, count in counts.most_common()]
