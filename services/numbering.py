"""Numbers people quote: BL-2026-0417, and BL-S-2026-0012 for a certificate."""

from django.db import connection
from django.utils import timezone

# Which kinds are told apart in the number itself; bookings came first and have none.
MARKS = {"certificate": "S"}

UPSERT = (
    "insert into services_sequence (service_id, kind, year, last) {rows} "
    "on conflict (service_id, kind, year) do update set last = services_sequence.last + excluded.last"
)
NEXT = UPSERT.format(rows="values (%s, %s, %s, %s)") + " returning last"
AFTER = UPSERT.format(rows="select %s::bigint, %s::text, %s::int, 1 from done")
NEXT_AFTER = f"with done (id) as ({{change}}) {AFTER} returning last, (select id from done)"  # noqa: S608


def next_number(service, kind):
    """The next number of `kind` in `service` this year, as text such as "BL-2026-0417"."""
    return next_numbers(service, kind, 1)[0]


def next_numbers(service, kind, count):
    """As many numbers in a row.

    One upsert: two transactions at once wait for each other and never get the same number. A rolled
    back transaction gives its numbers back.
    """
    year = timezone.localdate().year
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [service.pk, kind, year, count])
        (last,) = cursor.fetchone()
    return [_text(service, kind, year, number) for number in range(last - count + 1, last + 1)]


def next_number_after(change, values, *, service, kind):
    """(number, id) in the same statement with `change`, an UPDATE of one row that returns an id.

    When it changes no row, no number is used up and the answer is None.
    """
    values = [*values, service.pk, kind, year := timezone.localdate().year]
    with connection.cursor() as cursor:
        cursor.execute(connection.kept(NEXT_AFTER.format(change=change), len(values)), values)
        row = cursor.fetchone()
    return row and (_text(service, kind, year, row[0]), row[1])


def _text(service, kind, year, number):
    return "-".join(filter(None, [service.code, MARKS.get(kind), str(year), f"{number:04d}"]))
