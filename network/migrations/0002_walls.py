from django.db import migrations

from services.walls import IS_COORDINATOR, IS_OBSERVER, SOMEBODY, WORKS_HERE, TenantTable, either


class Migration(migrations.Migration):
    dependencies = [("network", "0001_initial"), ("services", "0002_walls")]

    operations = [
        TenantTable(
            "network_rollup",
            see=f"({SOMEBODY}) and ({either('is_public', WORKS_HERE, IS_COORDINATOR, IS_OBSERVER)})",
            add=WORKS_HERE,
        ),
        TenantTable("network_stale", see=WORKS_HERE),
    ]
