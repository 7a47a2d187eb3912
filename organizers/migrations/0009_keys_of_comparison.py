from django.db import migrations

from organizers.queries import name_key, phone_key
from services.tenancy import Actor, acting_as


def fill(apps, schema_editor):
    """People entered before the keys were kept are found from now on, and not from the next night on."""
    with acting_as(Actor.public()):
        services = list(apps.get_model("services", "Service").objects.order_by("pk"))
    for service in services:
        with acting_as(Actor.for_service(service)):
            people = apps.get_model("organizers", "Person").objects.filter(service=service, name_key="")
            for person in people.filter(merged_into=None, erased_at=None).iterator():
                person.name_key, person.phone_key = name_key(person.full_name), phone_key(person.phone)
                person.save(update_fields=["name_key", "phone_key"])


class Migration(migrations.Migration):
    dependencies = [
        ("organizers", "0008_walls_of_likely_pairs"),
        ("services", "0005_find_history"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
