"""The list of all bookings of a service, read and drawn for ten thousand of them."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.db.models import BigIntegerField
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

from services.tenancy import Somebody
from trainings.models import Booking
from trainings.models.booking import TONES
from vsrs.dates import language
from vsrs.lists import Plain
from vsrs.postgresql.prepared import Given


class Row(NamedTuple):
    number: str
    organizer_name: str
    training_id: int
    title: str
    starts_at: datetime
    seat_count: int
    booked_at: datetime
    state: str

    @property
    def tone(self):
        return TONES[self.state]

    @property
    def words(self):
        return capfirst(Booking.State(self.state).label)


SHOWN = (
    *("number", "organizer_name", "training_id", "training__title", "training__starts_at"),
    *("seat_count", "booked_at", "state"),
)


# All bookings of a service in which whoever asks works.
OF_SERVICE = Plain(
    lambda: Booking.objects.visible_to(Somebody()).filter(service=Given("service", BigIntegerField())), SHOWN
)


def drawn_rows(rows, booking_url, training_url):
    """One page of the list. Of plain values, because 25 rows need no models of two tables."""
    read_in = language()
    html = (_drawn(Row(*values), booking_url, training_url, read_in) for values in rows)
    return mark_safe("".join(html))  # noqa: S308 - of a template


@lru_cache(maxsize=4096)
def _drawn(row, booking_url, training_url, _language):
    """A row depends on nothing but these values, so it is drawn once while they stay as they are."""
    context = {"row": row, "booking_url": booking_url, "training_url": training_url}
    return render_to_string("trainings/_booking_row.html", context)


def drawn_conditions(listing):
    """The filters above the list; they too depend only on a few values."""
    request = listing.request
    typed = tuple((name, *request.GET.getlist(name)) for name in listing.filterset_class.base_filters)
    key = (request.path, listing.order, typed, language())
    # Kept in a name of its own: another thread may empty the store at any moment.
    if (html := _conditions.get(key)) is None:
        if len(_conditions) > 500:  # words that people searched for
            _conditions.clear()
        context = {"listing": listing, "request": request}
        html = mark_safe(render_to_string("ui/_conditions.html", context))  # noqa: S308 - of a template
        _conditions[key] = html
    return html


_conditions = {}
