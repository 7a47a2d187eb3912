from django.db import migrations

from services.walls import (
    IS_COORDINATOR,
    NOBODY,
    WORKS_HERE,
    TenantTable,
    either,
    is_me,
    mine,
    represents,
)

IS_THIS_ORGANIZER = mine("vsrs.organizers", "id")


class Migration(migrations.Migration):
    dependencies = [("organizers", "0001_initial"), ("services", "0002_walls")]

    operations = [
        TenantTable(
            "organizers_organizer",
            see=either(WORKS_HERE, IS_THIS_ORGANIZER, is_me("registered_by_id"), IS_COORDINATOR),
            add=either(WORKS_HERE, is_me("registered_by_id")),
            change=either(WORKS_HERE, IS_THIS_ORGANIZER, is_me("registered_by_id")),
            remove=NOBODY,
        ),
        TenantTable(
            "organizers_representative",
            see=either(WORKS_HERE, represents(), is_me("user_id"), IS_COORDINATOR),
            add=either(WORKS_HERE, represents()),
            remove=NOBODY,
            references={"organizer_id": "organizers_organizer"},
        ),
        TenantTable(
            "organizers_person",
            see=either(WORKS_HERE, represents(), IS_COORDINATOR),
            add=either(WORKS_HERE, represents()),
            remove=NOBODY,
            references={"organizer_id": "organizers_organizer"},
        ),
    ]
