from django.db import migrations

from services.walls import (
    IS_COORDINATOR,
    IS_FOUNDER,
    NOBODY,
    SOMEBODY,
    WORKS_HERE,
    AppendOnly,
    TenantTable,
    either,
    is_me,
    link_is,
    mine,
    represents,
)

IS_THIS_SERVICE = mine("vsrs.services", "id")


class Migration(migrations.Migration):
    dependencies = [("services", "0001_initial")]

    operations = [
        TenantTable(
            "services_service",
            service=None,
            see=SOMEBODY,
            add=either(IS_COORDINATOR, IS_FOUNDER),
            change=either(IS_THIS_SERVICE, IS_COORDINATOR, IS_FOUNDER),
            remove=NOBODY,
        ),
        TenantTable(
            "services_membership",
            see=either(WORKS_HERE, is_me("user_id"), IS_COORDINATOR, IS_FOUNDER),
            add=either(WORKS_HERE, IS_FOUNDER),
            remove=NOBODY,
        ),
        TenantTable(
            "services_invitation",
            see=either(WORKS_HERE, link_is("token_hash")),
            add=WORKS_HERE,
            remove=NOBODY,
        ),
        TenantTable("services_sequence", see=WORKS_HERE, remove=NOBODY),
        TenantTable(
            "services_historyentry",
            see=either(WORKS_HERE, represents(), IS_COORDINATOR),
            # One can only write history as oneself; the portal itself writes as the service.
            add=either(WORKS_HERE, is_me("actor_id"), IS_FOUNDER),
            remove=NOBODY,
        ),
        AppendOnly("services_historyentry"),
    ]
