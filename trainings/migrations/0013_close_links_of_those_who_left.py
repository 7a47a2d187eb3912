from django.db import migrations
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from services.tenancy import MEMBER, Actor, acting_as


def close(apps, schema_editor):
    """Whoever left before links were closed on leaving still opens bookings and offers by them.

    As all services together: an organizer's representatives stand with its home service, its bookings
    with those that run the trainings.
    """
    with acting_as(Actor.public()):
        services = apps.get_model("services", "Service").objects.values_list("pk", flat=True)
        everywhere = Actor(services=tuple(services), level=MEMBER)
    with acting_as(everywhere):
        _without_right(apps, "Booking", "booked_by").update(link_key="")
        _without_right(apps, "Offer", "entry__joined_by").update(link_key="")


def _without_right(apps, model, holder):
    """Those with a link whose holder does not act for the organizer today."""
    today = timezone.localdate()
    acting = apps.get_model("organizers", "Representative").objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=today),
        starts_on__lte=today,
        organizer=OuterRef("organizer"),
        user=OuterRef(holder),
    )
    return apps.get_model("trainings", model).objects.exclude(link_key="").filter(~Exists(acting))


class Migration(migrations.Migration):
    dependencies = [
        ("trainings", "0012_evaluations_in_steps"),
        ("organizers", "0008_walls_of_likely_pairs"),
        ("services", "0005_find_history"),
    ]

    operations = [migrations.RunPython(close, migrations.RunPython.noop)]
