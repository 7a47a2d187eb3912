from django.db import migrations

from services.walls import (
    IS_COORDINATOR,
    NOBODY,
    SOMEBODY,
    WORKS_HERE,
    WORKS_SOMEWHERE,
    AppendOnly,
    TenantTable,
    either,
    is_me,
    link_is,
    mine,
    represents,
)

ORGANIZER_SIDE = represents()
REFERRED_TO_ME = mine("vsrs.services", "r.to_service_id")
REQUEST = {"request_id": "consultations_request"}
ARTICLE = {"article_id": "consultations_article"}
# Sub-selects obey the policies of the table they read. A referral's own policy asks no other table, so the
# policies cannot turn in a circle.
OF_VISIBLE_REQUEST = "exists (select 1 from consultations_request q where q.id = request_id)"
IS_PUBLISHED = "published_number is not null and state <> 'retired'"
OF_VISIBLE_ARTICLE = (  # names of ours, nothing a person typed
    "exists (select 1 from consultations_article a where a.id = article_id and "  # noqa: S608
    "(a.published_number = consultations_articleversion.number "
    f"or ({IS_COORDINATOR} and a.state = 'review')))"
)


def referred(table, column="request_id"):
    """The request was referred to a service of the asker's. Coordinators have no other way in."""
    # Names of ours, nothing a person typed.
    return (
        f"exists (select 1 from consultations_referral r where r.request_id = {table}.{column} "  # noqa: S608
        f"and {REFERRED_TO_ME})"
    )


def both_sides(table):
    return TenantTable(
        table, see=either(WORKS_HERE, ORGANIZER_SIDE, referred(table)), remove=NOBODY, references=REQUEST
    )


def thread(table, references):
    """What is internal is not the organizer's."""
    see = either(WORKS_HERE, f"{ORGANIZER_SIDE} and not internal", referred(table))
    return TenantTable(table, see=see, remove=NOBODY, references=references)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0001_initial"), ("organizers", "0008_walls_of_likely_pairs")]

    operations = [
        TenantTable(
            "consultations_referral",
            see=either(WORKS_HERE, ORGANIZER_SIDE, mine("vsrs.services", "to_service_id")),
            remove=NOBODY,
        ),
        TenantTable(
            "consultations_request",
            see=either(WORKS_HERE, ORGANIZER_SIDE, referred("consultations_request", "id")),
            remove=NOBODY,
            references={"merged_into_id": "consultations_request"},
        ),
        # Not among its references above: the request has to stand behind the wall first.
        migrations.RunSQL(
            "alter table consultations_referral add constraint consultations_referral_request_id_same_tenant "
            "foreign key (service_id, request_id) references consultations_request (service_id, id) "
            "deferrable initially deferred",
            "alter table consultations_referral drop constraint consultations_referral_request_id_same_tenant",
        ),
        thread("consultations_message", REQUEST),
        thread("consultations_attachment", REQUEST | {"message_id": "consultations_message"}),
        TenantTable(
            "consultations_draft",
            see=is_me("author_id"),
            add=f"{is_me('author_id')} and {OF_VISIBLE_REQUEST}",
            references=REQUEST,
        ),
        both_sides("consultations_pause"),
        both_sides("consultations_timeoffer"),
        both_sides("consultations_nextstep"),
        TenantTable(
            "consultations_rating",
            see=either(WORKS_HERE, ORGANIZER_SIDE, link_is("token_hash")),
            remove=NOBODY,
            references=REQUEST,
        ),
        TenantTable(
            "consultations_deadlinewarning",
            see=either(WORKS_HERE, referred("consultations_deadlinewarning")),
            remove=NOBODY,
            references=REQUEST,
        ),
        TenantTable("consultations_answertemplate", see=WORKS_HERE),
        TenantTable("consultations_topictarget", see=SOMEBODY, add=WORKS_HERE),
        TenantTable(
            "consultations_article",
            see=either(
                WORKS_HERE,
                f"({SOMEBODY}) and {IS_PUBLISHED} and audience = 'public'",
                f"{WORKS_SOMEWHERE} and {IS_PUBLISHED}",
                f"{IS_COORDINATOR} and state = 'review'",
            ),
            add=WORKS_HERE,
            remove=NOBODY,
        ),
        TenantTable(
            "consultations_articleversion",
            see=either(WORKS_HERE, OF_VISIBLE_ARTICLE),
            remove=NOBODY,
            references=ARTICLE,
        ),
        AppendOnly("consultations_articleversion"),
        TenantTable("consultations_articlesource", see=WORKS_HERE, references=ARTICLE | REQUEST),
        TenantTable("consultations_articlevote", see=WORKS_HERE, remove=NOBODY, references=ARTICLE),
        TenantTable("consultations_deflection", see=WORKS_HERE, remove=NOBODY),
    ]
