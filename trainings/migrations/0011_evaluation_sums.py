import django.db.models.deletion
from django.db import migrations, models

from services.walls import IS_COORDINATOR, NOBODY, WORKS_HERE, TenantTable, either


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0001_initial"),
        ("trainings", "0010_needs_apart"),
    ]

    operations = [
        migrations.CreateModel(
            name="EvaluationSum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("answered", models.PositiveIntegerField()),
                ("recommended", models.PositiveIntegerField()),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="services.service"
                    ),
                ),
                (
                    "training",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluation_sum",
                        to="trainings.training",
                    ),
                ),
            ],
            options={
                "verbose_name": "sum of an evaluation",
                "ordering": ["training_id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answered__gte", 5), ("recommended__lte", models.F("answered"))),
                        name="trainings_evaluationsum_enough",
                    )
                ],
            },
        ),
        TenantTable(
            "trainings_evaluationsum",
            see=either(WORKS_HERE, IS_COORDINATOR),
            remove=NOBODY,
            references={"training_id": "trainings_training"},
        ),
    ]
