from django.db import migrations

from services.walls import IS_COORDINATOR, IS_FOUNDER, WORKS_HERE, either, is_me, represents

TABLE = "services_historyentry"
BEFORE = either(WORKS_HERE, is_me("actor_id"), IS_FOUNDER)
AS_ONESELF = f"({is_me('actor_id')}) and ({either(represents(), IS_COORDINATOR)})"
AFTER = either(WORKS_HERE, AS_ONESELF, IS_FOUNDER)


def policy(check):
    return f"alter policy add on {TABLE} with check ({check})"


class Migration(migrations.Migration):
    """A signed-in person could write a line about themselves into the history of any service. Now those
    who work there do; and as themselves representatives about their own organizer, and coordinators,
    whose every opening of a person's data is written down."""

    dependencies = [("services", "0003_ended_and_sent_and_search")]

    operations = [migrations.RunSQL(policy(AFTER), policy(BEFORE))]
