"""Tells the tenancy which organizers a person represents."""

from django.db.models import BigIntegerField, DateField
from django.utils import timezone

from organizers.models import Representative
from vsrs.postgresql.prepared import Given, Prepared

REPRESENTED = Prepared(
    lambda: (
        Representative.objects.current(on=Given("today", DateField()))
        .filter(user=Given("user", BigIntegerField()))
        .order_by()
        .values_list("organizer_id")
    )
)


def represented_by(user):
    rows = REPRESENTED.rows(user=user.pk, today=timezone.localdate())
    return {"organizers": tuple(sorted(organizer for (organizer,) in rows))}
