from django.db import migrations, models
from django.db.models import Count

from services.tenancy import Actor, acting_as


def show_what_was_shown(apps, schema_editor):
    """Until now everything was, from five answers up."""
    evaluations = apps.get_model("trainings", "Evaluation").objects
    with acting_as(Actor.public()):
        services = list(apps.get_model("services", "Service").objects.order_by("pk"))
    for service in services:
        with acting_as(Actor.for_service(service)):
            of_service = evaluations.filter(service=service).order_by()
            enough = of_service.values("training").annotate(n=Count("pk")).filter(n__gte=5)
            of_service.filter(training__in=enough.values("training")).update(is_shown=True)


class Migration(migrations.Migration):
    dependencies = [("trainings", "0011_evaluation_sums")]

    operations = [
        migrations.AddField("evaluation", "is_shown", models.BooleanField(default=False)),
        migrations.RunPython(show_what_was_shown, migrations.RunPython.noop),
    ]
