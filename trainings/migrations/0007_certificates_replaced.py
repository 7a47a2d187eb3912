from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("trainings", "0006_walls_of_whole_trainings"),
    ]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="successor_key",
            field=models.CharField(blank=True, max_length=32),
        ),
    ]
