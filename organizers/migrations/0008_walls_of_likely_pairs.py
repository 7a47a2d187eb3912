from django.db import migrations

from services.walls import IS_COORDINATOR, WORKS_HERE, either, is_me, mine, represents

PERSON, PAIR = "organizers_person", "organizers_samepersondecision"
WORKS_IN_BOTH = f"({WORKS_HERE}) and ({mine('vsrs.services', 'other_service_id')})"


def see(table, *conditions):
    return f"alter policy see on {table} using ({either(*conditions)})"


def same_tenant(table, column, parent):
    """Both with the same service: a plain foreign key would accept another tenant's row."""
    name = f"{table}_{column}_same_tenant"
    return migrations.RunSQL(
        f"alter table {table} add constraint {name} foreign key (service_id, {column}) "
        f"references {parent} (service_id, id) deferrable initially deferred",
        f"alter table {table} drop constraint {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("organizers", "0007_likely_pairs")]

    operations = [
        # A person with an account reads their own record.
        migrations.RunSQL(
            see(PERSON, WORKS_HERE, represents(), IS_COORDINATOR, is_me("user_id")),
            see(PERSON, WORKS_HERE, represents(), IS_COORDINATOR),
        ),
        # A pair across services tells each of them that the other knows somebody.
        migrations.RunSQL(
            see(PAIR, WORKS_IN_BOTH, represents(), IS_COORDINATOR),
            see(PAIR, WORKS_HERE, IS_COORDINATOR),
        ),
        same_tenant(PERSON, "merged_into_id", PERSON),
        same_tenant(PAIR, "kept_id", PERSON),
        same_tenant(PAIR, "organizer_id", "organizers_organizer"),
        migrations.RunSQL(
            f"alter table {PAIR} add constraint {PAIR}_second_same_tenant "
            f"foreign key (other_service_id, second_id) references {PERSON} (service_id, id) "
            "deferrable initially deferred",
            f"alter table {PAIR} drop constraint {PAIR}_second_same_tenant",
        ),
    ]
