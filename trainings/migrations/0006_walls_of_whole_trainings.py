from django.db import migrations

from services.walls import (
    IS_COORDINATOR,
    NOBODY,
    WORKS_HERE,
    WORKS_SOMEWHERE,
    AppendOnly,
    TenantTable,
    either,
    link_is,
    mine,
    opened_by_link,
    represents,
)

# Sub-selects obey the policies of the table they read.
OF_VISIBLE_TRAINING = "exists (select 1 from trainings_training t where t.id = training_id)"
OF_VISIBLE_PROGRAMME = "exists (select 1 from trainings_programme p where p.id = programme_id)"
OF_VISIBLE_SEAT = (
    "exists (select 1 from trainings_seat s join trainings_training t on t.id = s.training_id "
    "where t.programme_id = trainings_material.programme_id)"
)
ORGANIZER_SIDE = represents()
TRAINING = {"training_id": "trainings_training"}
PROGRAMME = {"programme_id": "trainings_programme"}


def of_own_person(table):
    """About a human being who is among the asker's people, under whichever organizer it was earned."""
    mine_too = mine("vsrs.organizers", "p.organizer_id")
    # The name of a table of ours, nothing a person typed.
    return f"exists (select 1 from organizers_person p where p.human = {table}.human and {mine_too})"  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [
        ("trainings", "0005_whole_trainings"),
        ("organizers", "0006_walls_of_same_people"),
    ]

    operations = [
        # --- programmes ---
        TenantTable(
            "trainings_programmepart", see=either(WORKS_HERE, OF_VISIBLE_PROGRAMME), references=PROGRAMME
        ),
        TenantTable(
            "trainings_prerequisite", see=either(WORKS_HERE, OF_VISIBLE_PROGRAMME), references=PROGRAMME
        ),
        TenantTable(
            "trainings_programmeversion",
            see=either(WORKS_HERE, OF_VISIBLE_PROGRAMME),
            remove=NOBODY,
            references=PROGRAMME,
        ),
        AppendOnly("trainings_programmeversion"),
        TenantTable(
            "trainings_material",
            see=either(
                WORKS_HERE,
                f"{WORKS_SOMEWHERE} and {OF_VISIBLE_PROGRAMME}",
                f"audience <> 'trainers' and {OF_VISIBLE_SEAT}",
            ),
            remove=NOBODY,
            references=PROGRAMME,
        ),
        TenantTable(
            "trainings_trainerprofile",
            see=either(WORKS_SOMEWHERE, IS_COORDINATOR),
            add=WORKS_HERE,
            remove=NOBODY,
        ),
        TenantTable(
            "trainings_teaches",
            see=either(WORKS_SOMEWHERE, IS_COORDINATOR),
            add=WORKS_HERE,
            references={"profile_id": "trainings_trainerprofile"},
        ),
        # --- trainings ---
        TenantTable("trainings_keptfor", see=either(WORKS_HERE, OF_VISIBLE_TRAINING), references=TRAINING),
        TenantTable("trainings_question", see=either(WORKS_HERE, OF_VISIBLE_TRAINING), references=TRAINING),
        # --- bookings ---
        TenantTable(
            "trainings_needs",
            see=either(WORKS_HERE, ORGANIZER_SIDE, opened_by_link("booking_id")),
            references={"booking_id": "trainings_booking"},
        ),
        TenantTable(
            "trainings_offer",
            see=either(WORKS_HERE, ORGANIZER_SIDE, IS_COORDINATOR, link_is("link_key")),
            remove=NOBODY,
            references=TRAINING | {"entry_id": "trainings_waitingentry"},
        ),
        TenantTable(
            "trainings_waitingstep",
            see=either(WORKS_HERE, ORGANIZER_SIDE, IS_COORDINATOR),
            remove=NOBODY,
            references=TRAINING | {"entry_id": "trainings_waitingentry"},
        ),
        AppendOnly("trainings_waitingstep"),
        # --- after the training ---
        TenantTable(
            "trainings_completion",
            see=either(WORKS_HERE, ORGANIZER_SIDE, IS_COORDINATOR, of_own_person("trainings_completion")),
            references=TRAINING | {"seat_id": "trainings_seat"},
        ),
        TenantTable(
            "trainings_certificate",
            see=either(
                WORKS_HERE,
                ORGANIZER_SIDE,
                IS_COORDINATOR,
                of_own_person("trainings_certificate"),
                link_is("key"),
            ),
            remove=NOBODY,
            references=TRAINING | {"seat_id": "trainings_seat", "replaces_id": "trainings_certificate"},
        ),
        TenantTable(
            "trainings_evaluationinvitation",
            see=either(WORKS_HERE, link_is("token_hash")),
            remove=NOBODY,
            references=TRAINING | {"seat_id": "trainings_seat"},
        ),
        TenantTable("trainings_evaluation", see=WORKS_HERE, remove=NOBODY, references=TRAINING),
        # --- demand ---
        TenantTable(
            "trainings_interest", see=either(WORKS_HERE, ORGANIZER_SIDE, IS_COORDINATOR), remove=NOBODY
        ),
        TenantTable("trainings_unmetprerequisite", see=either(WORKS_HERE, ORGANIZER_SIDE, IS_COORDINATOR)),
        # A run of a training that follows another one of the same service.
        migrations.RunSQL(
            "alter table trainings_training add constraint trainings_training_follows_id_same_tenant "
            "foreign key (service_id, follows_id) references trainings_training (service_id, id) "
            "deferrable initially deferred",
            "alter table trainings_training drop constraint trainings_training_follows_id_same_tenant",
        ),
        migrations.RunSQL(
            "alter table trainings_waitingentry add constraint trainings_waitingentry_booking_id_same_tenant "
            "foreign key (service_id, booking_id) references trainings_booking (service_id, id) "
            "deferrable initially deferred",
            "alter table trainings_waitingentry drop constraint trainings_waitingentry_booking_id_same_tenant",
        ),
    ]
