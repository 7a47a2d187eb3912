"""The services of the network as the header, the sign and the map need them: few, public, rarely changed.

Kept in the process for some minutes, so that a page pays nothing for its header and an error page can
draw it without touching the database.
"""

import time
from typing import NamedTuple

from django.apps import apps
from django.conf import settings

from vsrs.dates import language
from vsrs.text import sort_key_cyrillic
from vsrs.ui.writing import in_script

FIELDS = ("pk", "slug", "name", "name_cyrl", "town", "town_cyrl", "lat", "lon", "kind", "status")


class Place(NamedTuple):
    pk: int
    slug: str
    name: str
    name_cyrl: str
    town: str
    town_cyrl: str
    lat: float
    lon: float
    kind: str = "local"
    status: str = "active"

    @property
    def is_local(self):
        return self.kind == "local"

    def __str__(self):
        return in_script(self, "name")


_kept: tuple[Place, ...] = ()
_kept_in_cyrillic: tuple[Place, ...] = ()
_kept_until = 0.0


def network():
    """Every service that has not closed, in the order of the reader's alphabet."""
    if time.monotonic() >= _kept_until:
        # By name: this is the ground floor, and `services` stands above it.
        services = apps.get_model("services", "Service").objects.exclude(status="closed").order_by("sort")
        rows = list(services.values_list(*FIELDS))
        # Nobody asking means no rows, and that must not be kept for those who ask.
        if not rows:
            return ()
        remember(rows)
    return known()


def known():
    """What was last read, without asking the database."""
    return _kept_in_cyrillic if language() == "sr" else _kept


def remember(rows):
    global _kept, _kept_in_cyrillic, _kept_until
    _kept = tuple(Place(*row[:6], float(row[6]), float(row[7]), *row[8:]) for row in rows)
    _kept_in_cyrillic = tuple(sorted(_kept, key=lambda place: sort_key_cyrillic(place.town_cyrl)))
    _kept_until = time.monotonic() + settings.PLACES_SECONDS


def forget():
    global _kept, _kept_in_cyrillic, _kept_until
    _kept, _kept_in_cyrillic, _kept_until = (), (), 0.0
