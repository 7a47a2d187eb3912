"""Numbers people quote: BL-2026-0417."""

from django.db import connection
from django.utils import timezone


def next_number(service, kind):
    """The next number of `kind` in `service` this year, as text such as "BL-2026-0417".

    One upsert: two transactions at once wait for each other and never get the same number. A rolled
    back transaction gives its number back.
    """
    year = timezone.localdate().year
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into services_sequence (service_id, kind, year, last) values (%s, %s, %s, 1) "
            "on conflict (service_id, kind, year) do update set last = services_sequence.last + 1 "
            "returning last",
            [service.pk, kind, year],
        )
        (last,) = cursor.fetchone()
    return f"{service.code}-{year}-{last:04d}"
