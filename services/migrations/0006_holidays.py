from django.db import migrations, models

from vsrs.transliteration import to_cyrillic

YEARS = range(2025, 2029)


def ship(apps, schema_editor):
    from services.holidays import shipped

    holiday = apps.get_model("services", "Holiday")
    holiday.objects.bulk_create(
        holiday(day=day, name=name, name_cyrl=to_cyrillic(name))
        for year in YEARS
        for day, name in shipped(year).items()
    )


class Migration(migrations.Migration):
    dependencies = [("services", "0005_find_history")]

    operations = [
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True, verbose_name="Day")),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("name_cyrl", models.CharField(max_length=120, verbose_name="Name in Cyrillic")),
            ],
            options={"verbose_name": "holiday", "ordering": ["day"]},
        ),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
