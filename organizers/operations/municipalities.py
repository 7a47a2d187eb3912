"""The cities and municipalities of Republika Srpska and the service that looks after each."""

import csv
from pathlib import Path

from django.db import transaction

from organizers.models import Municipality
from services.models import Service
from vsrs.text import sort_key

# Which service looks after a municipality is an arrangement of the network, not law: the nearest one.
# The file only fills what is missing; the table decides afterwards and can be edited.
DATA = Path(__file__).resolve().parent.parent / "data" / "municipalities.csv"


def known_municipalities():
    with DATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@transaction.atomic
def load_municipalities():
    """Add those that are missing; needs the right to see the services. Safe to repeat.

    A municipality whose service is not founded yet waits for it with the republic office.
    """
    services = {service.slug: service for service in Service.objects.all()}
    office = next((service for service in services.values() if service.is_republic), None)
    known = set(Municipality.objects.values_list("slug", flat=True))
    rows = [
        Municipality(
            slug=row["slug"],
            name=row["name"],
            name_cyrl=row["name_cyrl"],
            sort=sort_key(row["name"]),
            is_city=row["is_city"] == "1",
            home_service=services.get(row["service"], office),
        )
        for row in known_municipalities()
        if row["slug"] not in known and services.get(row["service"], office)
    ]
    return Municipality.objects.bulk_create(rows)


@transaction.atomic
def hand_over(service):
    """Give a new service the municipalities that the data name for it; how many.

    Only those that wait with the republic office: where the network has decided otherwise, it stays so.
    """
    mine = [row["slug"] for row in known_municipalities() if row["service"] == service.slug]
    waiting = Municipality.objects.filter(slug__in=mine, home_service__kind=Service.Kind.REPUBLIC)
    return waiting.update(home_service=service)
