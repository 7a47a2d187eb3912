from django.db import migrations

from services.walls import (
    IS_COORDINATOR,
    NOBODY,
    WORKS_HERE,
    TenantTable,
    either,
    is_me,
    link_is,
    mine,
    represents,
)

IS_THIS_ORGANIZER = mine("vsrs.organizers", "id")


def policies(see, add, change):
    return [
        f"alter policy see on organizers_organizer using ({see})",
        f"alter policy add on organizers_organizer with check ({add})",
        f"alter policy change on organizers_organizer using ({change}) with check ({change})",
    ]


class Migration(migrations.Migration):
    dependencies = [("organizers", "0003_record_and_invitations")]

    operations = [
        # Having registered an organizer once is no right for ever: what counts is who represents it now.
        migrations.RunSQL(
            policies(
                see=either(WORKS_HERE, IS_THIS_ORGANIZER, IS_COORDINATOR),
                add=WORKS_HERE,
                change=either(WORKS_HERE, IS_THIS_ORGANIZER),
            ),
            policies(
                see=either(WORKS_HERE, IS_THIS_ORGANIZER, is_me("registered_by_id"), IS_COORDINATOR),
                add=either(WORKS_HERE, is_me("registered_by_id")),
                change=either(WORKS_HERE, IS_THIS_ORGANIZER, is_me("registered_by_id")),
            ),
        ),
        TenantTable(
            "organizers_representativeinvitation",
            see=either(WORKS_HERE, represents(), link_is("token_hash")),
            add=either(WORKS_HERE, represents()),
            remove=NOBODY,
            references={"organizer_id": "organizers_organizer"},
        ),
    ]
