"""Tells the tenancy which organizers a person represents."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, DateField

from organizers.models import Representative
from vsrs.postgresql.prepared import Given


def represented():
    """The ids of the organizers of a person who is given."""
    current = Representative.objects.current(on=Given("today", DateField()))
    return ArraySubquery(
        current.filter(user=Given("user", BigIntegerField())).order_by().values("organizer_id")
    )


def represents(ids):
    return {"organizers": tuple(sorted(ids))}
