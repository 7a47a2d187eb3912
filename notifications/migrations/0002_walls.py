from django.db import migrations

from services.walls import IS_WORKER, NOBODY, WORKS_HERE, TenantTable, either, is_me

MINE = is_me("recipient_id")


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial"), ("services", "0002_walls")]

    operations = [
        TenantTable(
            "notifications_notice",
            see=either(WORKS_HERE, MINE, IS_WORKER),
            add=either(WORKS_HERE, IS_WORKER),
            change=either(WORKS_HERE, MINE, IS_WORKER),
            remove=NOBODY,
        ),
    ]
