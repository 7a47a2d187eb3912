from django.db import migrations

from services.walls import IS_COORDINATOR, NOBODY, WORKS_HERE, TenantTable, either


class Migration(migrations.Migration):
    dependencies = [("organizers", "0005_same_people")]

    operations = [
        TenantTable(
            "organizers_samepersondecision",
            see=either(WORKS_HERE, IS_COORDINATOR),
            remove=NOBODY,
            references={"first_id": "organizers_person"},
        ),
    ]
