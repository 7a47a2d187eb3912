from django.db import migrations

from services.walls import IS_COORDINATOR, NOBODY, WORKS_HERE, TenantTable, either

OVERSEEN = either(WORKS_HERE, IS_COORDINATOR)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0004_facts_for_the_network")]

    operations = [
        TenantTable(
            "consultations_casefact",
            see=OVERSEEN,
            remove=NOBODY,
            references={"request_id": "consultations_request"},
        ),
        TenantTable("consultations_givenscore", see=OVERSEEN, remove=NOBODY),
        TenantTable("consultations_support", see=OVERSEEN, remove=NOBODY),
        # An article, a topic and a day: nothing of a person.
        migrations.RunSQL(
            f"alter policy see on consultations_deflection using ({OVERSEEN})",
            f"alter policy see on consultations_deflection using ({WORKS_HERE})",
        ),
    ]
