from datetime import timedelta

import django.db.models.deletion
from django.db import connection, migrations, models
from django.db.models import Q

from services.tenancy import Actor, acting_as

KEPT = timedelta(days=30)


def move(apps, schema_editor):
    """What people need stood in the booking, which coordinators see."""
    bookings = apps.get_model("trainings", "Booking").objects
    needs = apps.get_model("trainings", "Needs").objects
    with acting_as(Actor.public()):
        services = list(apps.get_model("services", "Service").objects.order_by("pk"))
    for service in services:
        with acting_as(Actor.for_service(service)):
            rows = bookings.filter(service=service, needs=None).exclude(support_needs="")
            for booking in rows.select_related("training").iterator():
                needs.create(
                    service=service,
                    booking=booking,
                    organizer_id=booking.organizer_id,
                    access_needs=booking.support_needs,
                    erase_on=booking.training.ends_at.date() + KEPT,
                )
    # Checked now: a table with checks outstanding cannot be altered.
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


SAME_TENANT = "trainings_needs_entry_id_same_tenant"


class Migration(migrations.Migration):
    dependencies = [("trainings", "0009_programme_revisions")]

    operations = [
        migrations.AlterField(
            "needs",
            "booking",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="needs",
                to="trainings.booking",
            ),
        ),
        migrations.AddField(
            "needs",
            "entry",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="needs",
                to="trainings.waitingentry",
            ),
        ),
        migrations.AddConstraint(
            "needs",
            models.CheckConstraint(
                condition=~Q(booking=None) | ~Q(entry=None), name="trainings_needs_of_somebody"
            ),
        ),
        migrations.RunSQL(
            f"alter table trainings_needs add constraint {SAME_TENANT} foreign key (service_id, entry_id) "
            "references trainings_waitingentry (service_id, id) deferrable initially deferred",
            f"alter table trainings_needs drop constraint {SAME_TENANT}",
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RemoveField("booking", "support_needs"),
    ]
