from django.db import migrations

from services.walls import (
    IS_COORDINATOR,
    NOBODY,
    SOMEBODY,
    WORKS_HERE,
    TenantTable,
    either,
    link_is,
    opened_by_link,
    represents,
)

PUBLIC_TRAINING = f"({SOMEBODY}) and state <> 'draft'"
# A part or trainer is as visible as its training: the sub-select obeys the training's own policy.
OF_VISIBLE_TRAINING = "exists (select 1 from trainings_training t where t.id = training_id)"
ORGANIZER_SIDE = represents()


class Migration(migrations.Migration):
    dependencies = [("trainings", "0001_initial"), ("organizers", "0002_walls")]

    operations = [
        TenantTable(
            "trainings_programme",
            see=either(WORKS_HERE, f"({SOMEBODY}) and is_shared", IS_COORDINATOR),
            add=WORKS_HERE,
            remove=NOBODY,
        ),
        TenantTable("trainings_training", see=either(PUBLIC_TRAINING, WORKS_HERE), add=WORKS_HERE),
        TenantTable(
            "trainings_part",
            see=either(WORKS_HERE, OF_VISIBLE_TRAINING),
            add=WORKS_HERE,
            references={"training_id": "trainings_training"},
        ),
        TenantTable(
            "trainings_trainer",
            see=either(WORKS_HERE, OF_VISIBLE_TRAINING),
            add=WORKS_HERE,
            references={"training_id": "trainings_training"},
        ),
        TenantTable(
            "trainings_booking",
            see=either(WORKS_HERE, ORGANIZER_SIDE, IS_COORDINATOR, opened_by_link("id"), link_is("link_key")),
            add=WORKS_HERE,
            remove=NOBODY,
            references={"training_id": "trainings_training"},
        ),
        TenantTable(
            "trainings_seat",
            see=either(WORKS_HERE, ORGANIZER_SIDE, IS_COORDINATOR, opened_by_link("booking_id")),
            add=WORKS_HERE,
            remove=NOBODY,
            references={"training_id": "trainings_training", "booking_id": "trainings_booking"},
        ),
        TenantTable(
            "trainings_waitingentry",
            see=either(WORKS_HERE, ORGANIZER_SIDE, IS_COORDINATOR),
            add=WORKS_HERE,
            remove=NOBODY,
            references={"training_id": "trainings_training"},
        ),
        TenantTable(
            "trainings_attendance",
            see=either(WORKS_HERE, ORGANIZER_SIDE, IS_COORDINATOR),
            add=WORKS_HERE,
            references={
                "training_id": "trainings_training",
                "part_id": "trainings_part",
                "seat_id": "trainings_seat",
            },
        ),
    ]
