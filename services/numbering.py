"""Numbers people quote: BL-2026-0417, BL-S-2026-0012 for a certificate, BL-Z-2026-0031 for a request."""

from django.db import connection
from django.utils import timezone

# Which kinds are told apart in the number itself; bookings came first and have none.
MARKS = {"certificate": "S", "request": "Z"}

NEXT = (
    "insert into services_sequence (service_id, kind, year, last) values (%s, %s, %s, %s) "
    "on conflict (service_id, kind, year) do update set last = services_sequence.last + excluded.last "
    "returning last"
)


def next_number(service, kind):
    """The next number of `kind` in `service` this year, as text such as "BL-S-2026-0417"."""
    return next_numbers(service, kind, 1)[0]


def next_numbers(service, kind, count):
    """As many numbers in a row.

    One upsert: two transactions at once wait for each other and never get the same number. A rolled
    back transaction gives its numbers back.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [service.pk, kind, timezone.localdate().year, count])
        (last,) = cursor.fetchone()
    return [number_of(service, kind, number) for number in range(last - count + 1, last + 1)]


def number_of(service, kind, number):
    """As people quote it, this year's."""
    year = str(timezone.localdate().year)
    return "-".join(filter(None, [service.code, MARKS.get(kind), year, f"{number:04d}"]))
