from django.db import migrations

from services.walls import IS_COORDINATOR, SOMEBODY, WORKS_HERE, either

SHARED = f"({SOMEBODY}) and is_shared"
# The page of a public training tells what its programme teaches.
HAS_PUBLIC_TRAINING = (
    "exists (select 1 from trainings_training t "
    "where t.programme_id = trainings_programme.id and t.state <> 'draft')"
)


def see(*conditions):
    return f"alter policy see on trainings_programme using ({either(*conditions)})"


class Migration(migrations.Migration):
    dependencies = [("trainings", "0002_walls")]

    operations = [
        migrations.RunSQL(
            see(WORKS_HERE, SHARED, IS_COORDINATOR, HAS_PUBLIC_TRAINING),
            see(WORKS_HERE, SHARED, IS_COORDINATOR),
        ),
    ]
