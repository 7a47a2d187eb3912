"""Plain functions for the tests of this room."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from organizers.models import Municipality
from tests.cast import sees_all
from vsrs.text import sort_key


def town(service, name="Prnjavor", slug="prnjavor"):
    with sees_all():
        return Municipality.objects.create(
            slug=slug, name=name, name_cyrl=name, sort=sort_key(name), home_service=service
        )


def application(municipality, **fields):
    """What a good application says."""
    return {
        "kind": "association",
        "name": "Udruženje „Zeleni talas“",
        "registration_number": "57-01-123/20",
        "jib": "4400123450008",
        "municipality": municipality,
        "address": "Ulica jablanova 4",
        "email": "zeleni.talas@example.org",
        "phone": "051 000 111",
        "fields_of_work": ["sport", "kultura"],
        "responsible_person": "Ana Simić",
        "responsible_function": "predsjednica",
    } | fields


def cost(client, url):
    """How many queries a page takes once the process knows the services."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
