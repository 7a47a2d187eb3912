"""The second wall: what the database itself refuses, with the first wall taken away.

The tests read the catalogue of the database, so a new table cannot be forgotten.
"""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from services.models import HistoryEntry, Membership, Service
from services.tenancy import Actor, acting_as, on_behalf_of
from tests import cast
from tests.services.rows import fill, model_of, tenant_tables
from trainings.models import Part, Training

# Tables that belong to no service, and why.
SHARED_TABLES = {
    "organizers_municipality": "public register; home_service only says who looks after it",
    "notifications_preference": "of a person, read with their own id",
    "accounts_user": "people sign in before anybody knows where they work",
    "accounts_user_groups": "Django's, unused",
    "accounts_user_user_permissions": "Django's, unused",
    "account_emailaddress": "of a person",
    "account_emailconfirmation": "of a person",
    "mfa_authenticator": "of a person, secrets encrypted",
    "usersessions_usersession": "of a person",
    "auth_group": "Django's, unused",
    "auth_group_permissions": "Django's, unused",
    "auth_permission": "Django's, unused",
    "django_content_type": "Django's",
    "django_migrations": "Django's",
    "trainings_calendarfeed": "of a person",
    "django_session": "of a browser",
    "services_holiday": "one calendar of the whole network",
    "consultations_publictext": "words of published public articles, for the search alone",
}

# References between tenant tables whose two rows may belong to different services, and why.
ACROSS_SERVICES = {
    ("trainings_booking", "organizer_id"): "organizers book in the whole network",
    ("trainings_seat", "organizer_id"): "organizers book in the whole network",
    ("trainings_seat", "person_id"): "their people come along",
    ("trainings_attendance", "organizer_id"): "organizers book in the whole network",
    ("trainings_waitingentry", "organizer_id"): "organizers book in the whole network",
    ("trainings_needs", "organizer_id"): "organizers book in the whole network",
    ("trainings_offer", "organizer_id"): "organizers book in the whole network",
    ("trainings_waitingstep", "organizer_id"): "organizers book in the whole network",
    ("trainings_completion", "organizer_id"): "organizers book in the whole network",
    ("trainings_completion", "person_id"): "their people come along",
    ("trainings_completion", "programme_id"): "a shared programme of the republic office may be run by all",
    ("trainings_certificate", "organizer_id"): "organizers book in the whole network",
    ("trainings_certificate", "person_id"): "their people come along",
    ("trainings_certificate", "programme_id"): "a shared programme of the republic office may be run by all",
    ("trainings_evaluation", "programme_id"): "a shared programme of the republic office may be run by all",
    ("trainings_training", "version_id"): "a shared programme of the republic office may be run by all",
    ("trainings_prerequisite", "required_id"): "a shared programme may be required by a service's own",
    ("trainings_teaches", "programme_id"): "a trainer may lead a shared programme",
    ("trainings_trainer", "profile_id"): "trainers come from any service",
    ("trainings_interest", "organizer_id"): "an organizer may move to another service with its interest",
    ("trainings_interest", "programme_id"): "organizers want shared programmes",
    ("trainings_interest", "told_of_id"): "the run may be another service's",
    ("trainings_unmetprerequisite", "organizer_id"): "an organizer may move to another service",
    ("trainings_unmetprerequisite", "person_id"): "an organizer may move to another service",
    ("trainings_unmetprerequisite", "required_id"): "shared programmes are required too",
    ("trainings_unmetprerequisite", "training_id"): "organizers book in the whole network",
    ("organizers_samepersondecision", "second_id"): "one person may be in organizers of two services",
    ("consultations_request", "organizer_id"): "an organizer may move to another service",
    ("consultations_referral", "organizer_id"): "an organizer may move to another service",
    ("consultations_message", "organizer_id"): "an organizer may move to another service",
    ("consultations_attachment", "organizer_id"): "an organizer may move to another service",
    ("consultations_draft", "organizer_id"): "an organizer may move to another service",
    ("consultations_pause", "organizer_id"): "an organizer may move to another service",
    ("consultations_timeoffer", "organizer_id"): "an organizer may move to another service",
    ("consultations_nextstep", "organizer_id"): "an organizer may move to another service",
    ("consultations_rating", "organizer_id"): "an organizer may move to another service",
    ("consultations_support", "organizer_id"): "an organizer may move to another service",
    ("consultations_deflection", "article_id"): "articles answer questions of the whole network",
    ("trainings_training", "programme_id"): "a shared programme of the republic office may be run by all",
}

# What may be read across services by design: coordinators operational rows, the observer aggregates.
COORDINATOR_SEES = {
    "network_rollup",
    "organizers_organizer",
    "organizers_person",
    "organizers_representative",
    "services_historyentry",
    "services_membership",
    "trainings_attendance",
    "trainings_booking",
    "trainings_programme",
    "trainings_seat",
    "trainings_waitingentry",
    "trainings_waitingstep",
    "trainings_offer",
    "trainings_completion",
    "trainings_evaluationsum",
    "trainings_certificate",
    "trainings_interest",
    "trainings_unmetprerequisite",
    "trainings_material",
    "trainings_programmepart",
    "trainings_programmeversion",
    "trainings_prerequisite",
    "trainings_trainerprofile",
    "trainings_teaches",
    "organizers_samepersondecision",
    # Of requests when, about what and how soon, and nothing of a person or a word.
    "consultations_casefact",
    "consultations_givenscore",
    "consultations_support",
    "consultations_deflection",
}
# Known to the staff of every service.
NETWORK_STAFF_SEE = {"trainings_trainerprofile", "trainings_teaches"}
OBSERVER_SEES = {"network_rollup"}
# What the network promises is public.
EVERYBODY_SEES = {"consultations_topictarget"}
# Seen by its author and nobody else, so nobody looks at all rows at once (tests/consultations/test_walls.py).
AUTHORS_ONLY = {"consultations_draft"}


def ask(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


# --- the catalogue ------------------------------------------------------------------------------


def test_role_obeys_the_policies(db):
    assert ask("select rolsuper, rolbypassrls from pg_roles where rolname = current_user") == [(False, False)]


def test_every_table_has_a_service_or_a_reason(db):
    tables = {
        table
        for (table,) in ask("select tablename from pg_tables where schemaname = 'public'")
        # The tests' own tables, such as those of a library under test, have no migration.
        if not table.startswith("pg_")
    }

    assert tables == set(tenant_tables()) | SHARED_TABLES.keys() | {"services_service"}


def test_every_tenant_table_is_behind_a_forced_wall(db):
    rows = ask(
        "select relname, relrowsecurity, relforcerowsecurity from pg_class "
        "where relname = any(%s) and relkind = 'r'",
        [*tenant_tables(), "services_service"],
    )

    assert {row[0] for row in rows} == {*tenant_tables(), "services_service"}
    assert [row[0] for row in rows if not (row[1] and row[2])] == []


def test_every_tenant_table_has_its_four_policies(db):
    rows = ask("select tablename, policyname, cmd from pg_policies where schemaname = 'public'")
    policies = {}
    for table, name, command in rows:
        policies.setdefault(table, set()).add((name, command))
    four = {("see", "SELECT"), ("add", "INSERT"), ("change", "UPDATE"), ("remove", "DELETE")}

    assert {table: policies.get(table) for table in tenant_tables()} == dict.fromkeys(tenant_tables(), four)


def test_every_tenant_table_can_be_referred_to_together_with_its_service(db):
    """unique (service_id, id): what composite keys point at, and an index that begins with the service."""
    rows = ask(
        "select i.indrelid::regclass::text from pg_index i "
        "join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] "
        "join pg_attribute b on b.attrelid = i.indrelid and b.attnum = i.indkey[1] "
        "where i.indisunique and i.indnkeyatts = 2 and a.attname = 'service_id' and b.attname = 'id' "
        "and i.indpred is null"
    )

    assert set(tenant_tables()) - {table for (table,) in rows} == set()


def test_references_between_tenant_tables_cannot_cross_services(db):
    tables = tenant_tables()
    plain = ask(
        "select con.conrelid::regclass::text, a.attname from pg_constraint con "
        "join pg_attribute a on a.attrelid = con.conrelid and a.attnum = con.conkey[1] "
        "where con.contype = 'f' and array_length(con.conkey, 1) = 1 "
        "and con.conrelid::regclass::text = any(%s) and con.confrelid::regclass::text = any(%s)",
        tables,
        tables,
    )
    together = ask(
        "select con.conrelid::regclass::text, b.attname from pg_constraint con "
        "join pg_attribute a on a.attrelid = con.conrelid and a.attnum = con.conkey[1] "
        "join pg_attribute b on b.attrelid = con.conrelid and b.attnum = con.conkey[2] "
        "where con.contype = 'f' and array_length(con.conkey, 1) = 2 and a.attname = 'service_id'"
    )

    assert set(plain) - set(together) == ACROSS_SERVICES.keys()


def test_unique_keys_do_not_betray_other_services(db):
    """Whoever is refused a value learns that somebody else has it, so keys begin with the service."""
    rows = ask(
        "select i.indexrelid::regclass::text from pg_index i "
        "join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] "
        "where i.indisunique and not i.indisprimary and i.indrelid::regclass::text = any(%s) "
        "and a.attname not in ('service_id', 'token_hash') "
        # Keys below a training or a request begin with it, which is a service's own.
        "and a.attname not in ('training_id', 'seat_id', 'booking_id', 'entry_id', 'replaces_id') "
        "and a.attname <> 'request_id'",
        tenant_tables(),
    )

    assert rows == []


def test_no_view_looks_over_the_wall(db):
    views = ask("select viewname from pg_views where schemaname = 'public'")
    materialised = ask("select matviewname from pg_matviews where schemaname = 'public'")

    assert views + materialised == []


def test_the_page_of_the_walls_lists_every_table_behind_them(db):
    text = (settings.BASE_DIR / "docs" / "walls.md").read_text()
    listed = re.findall(r"`([a-z]+_[a-z]+)`", text.split("## Tables behind the wall")[1].split("\n## ")[0])

    assert sorted(listed) == sorted([*tenant_tables(), "services_service"])


# --- the proof ----------------------------------------------------------------------------------


@pytest.fixture
def two_services(banja_luka, doboj, milica, nemanja, sanja, dragan, novi_krug, sveti_sava, jelena, goran):
    fill(banja_luka, organizer=novi_krug, worker=nemanja, representative=jelena)
    fill(doboj, organizer=sveti_sava, worker=dragan, representative=goran)
    with cast.sees_all():
        counted = {
            (table, service.pk): ask(f"select count(*) from {table} where service_id = %s", service.pk)[0][0]
            for table in set(tenant_tables()) - AUTHORS_ONLY
            for service in (banja_luka, doboj)
        }
    assert [key for key, count in counted.items() if not count] == [], (
        "tests/services/rows.py fills every table"
    )
    return banja_luka, doboj


@pytest.fixture
def asker(request, two_services):
    """(the Actor of somebody with nothing to do in Doboj, tables they may read there)."""
    name = request.param
    if name == "nobody":
        return None, set()
    if name == "public":
        return Actor.public(), EVERYBODY_SEES
    person = request.getfixturevalue(name)
    with cast.asking(person) as actor:
        pass
    staff = dict.fromkeys(["nemanja", "milica"], NETWORK_STAFF_SEE)
    sees = staff | {"vesna": COORDINATOR_SEES, "zoran": OBSERVER_SEES}
    return actor, EVERYBODY_SEES | sees.get(name, set())


EVERYBODY_ELSE = ["nobody", "public", "ana", "jelena", "ognjen", "nemanja", "milica", "zoran", "vesna"]


@pytest.mark.parametrize("asker", EVERYBODY_ELSE, indirect=True)
def test_without_the_first_wall_nobody_finds_foreign_rows(asker, two_services):
    actor, may_read = asker
    doboj = two_services[1]
    found = set()
    with acting_as(actor):
        for table in tenant_tables():
            if ask(f"select 1 from {table} where service_id = %s limit 1", doboj.pk):
                found.add(table)
            manager = model_of(table)._base_manager
            assert manager.filter(service=doboj).exists() == (table in found)

    assert found == may_read


@pytest.mark.parametrize("asker", EVERYBODY_ELSE[1:], indirect=True)
def test_without_the_second_wall_nobody_finds_foreign_rows(request, asker, two_services):
    """`visible_to` alone, asked where the database shows everything."""
    _actor, may_read = asker
    name, doboj = request.node.callspec.params["asker"], two_services[1]
    person = AnonymousUser() if name == "public" else request.getfixturevalue(name)
    with cast.sees_all():
        found = {
            table
            for table in tenant_tables()
            if hasattr(model_of(table).objects, "visible_to")
            and model_of(table).objects.visible_to(person).filter(service=doboj).exists()
        }

    assert found <= may_read


@pytest.mark.parametrize("asker", EVERYBODY_ELSE, indirect=True)
def test_without_the_first_wall_nobody_changes_foreign_rows(asker, two_services):
    actor, _may_read = asker
    doboj = two_services[1]
    with acting_as(actor):
        for table in tenant_tables():
            assert ask(f"update {table} set service_id = service_id where service_id = %s", doboj.pk) == 0, (
                table
            )
            assert ask(f"delete from {table} where service_id = %s", doboj.pk) == 0, table


@pytest.mark.parametrize("asker", EVERYBODY_ELSE, indirect=True)
def test_without_the_first_wall_nobody_adds_foreign_rows(asker, two_services):
    actor, _may_read = asker
    doboj = two_services[1]
    with cast.sees_all():
        models = {table: model_of(table) for table in tenant_tables()}
        rows = {
            table: model._base_manager.filter(service=doboj).values().first()
            for table, model in models.items()
            if table not in AUTHORS_ONLY
        }
    for table, row in rows.items():
        copy = models[table](**(row | {"id": models[table]._meta.pk.get_default()}))
        with (
            acting_as(actor),
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            models[table]._base_manager.bulk_create([copy])


@pytest.mark.parametrize("name", ["ana", "jelena", "nemanja", "zoran"])
def test_nobody_writes_themselves_into_the_history_of_another_service(request, two_services, name):
    person, doboj = request.getfixturevalue(name), two_services[1]
    entry = HistoryEntry(
        service=doboj, actor=person, verb="service.changed", subject_type="x", subject_id=1, subject_text="x"
    )

    with (
        cast.asking(person),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        HistoryEntry.objects.bulk_create([entry])


def test_staff_cannot_hand_their_rows_to_another_service(two_services, milica):
    banja_luka, doboj = two_services
    refused = set()
    with cast.asking(milica):
        for table in set(tenant_tables()) - AUTHORS_ONLY:
            with pytest.raises(DatabaseError, match=r"row-level security|append-only"), transaction.atomic():
                ask(f"update {table} set service_id = %s where service_id = %s", doboj.pk, banja_luka.pk)
            refused.add(table)

    assert refused == set(tenant_tables()) - AUTHORS_ONLY


def test_a_row_cannot_refer_to_another_services_row(two_services):
    """Asked as somebody with rights in both services: the composite keys stand behind the policies."""
    banja_luka, doboj = two_services

    @transaction.atomic
    def hand_over():
        foreign = Training.objects.filter(service=doboj).first()
        Part.objects.filter(service=banja_luka).update(training=foreign, ordinal=99)
        ask("set constraints all immediate")

    with cast.sees_all(), pytest.raises(IntegrityError, match="same_tenant"):
        hand_over()


def test_staff_see_and_write_what_is_theirs(two_services, nemanja):
    """The wall is not simply closed: in their own service staff reach every table."""
    banja_luka, _doboj = two_services
    with cast.asking(nemanja):
        empty = [
            table
            for table in tenant_tables()
            if not ask(f"select 1 from {table} where service_id = %s", banja_luka.pk)
        ]

    assert empty == []


# --- the asker ----------------------------------------------------------------------------------


def level():
    return ask("select current_setting('vsrs.level', true)")[0][0] or ""


def services_asked():
    return {int(pk) for pk in ask("select current_setting('vsrs.services')")[0][0].strip("{}").split(",")}


def test_without_an_asker_there_are_no_rows_and_no_writes(banja_luka, milica):
    assert list(Service.objects.all()) == []
    assert list(Membership.objects.all()) == []
    assert Membership.objects.update(role="staff") == 0
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Membership.objects.create(service=banja_luka, user=milica, role="staff")


def test_the_asker_ends_with_the_block(db):
    with acting_as(Actor(user_id=7, level="member")):
        assert level() == "member"

    assert level() == ""


def test_an_inner_asker_gives_way_to_the_outer_one(banja_luka, doboj, nemanja):
    with cast.asking(nemanja):
        with on_behalf_of(doboj):
            assert Membership.objects.filter(service=doboj).count() == 0
            assert services_asked() == {banja_luka.pk, doboj.pk}

        assert services_asked() == {banja_luka.pk}


def test_a_rolled_back_savepoint_restores_the_asker(banja_luka, doboj, nemanja):
    class Stop(Exception):
        pass

    with cast.asking(nemanja):
        with pytest.raises(Stop), transaction.atomic(), on_behalf_of(doboj):
            raise Stop

        assert services_asked() == {banja_luka.pk}


def test_a_failed_statement_restores_the_asker(banja_luka, doboj, nemanja):
    with cast.asking(nemanja):
        with pytest.raises(ProgrammingError), transaction.atomic(), on_behalf_of(doboj):
            ask("select no_such_column from services_service")

        assert services_asked() == {banja_luka.pk}


def test_the_asker_goes_ahead_of_a_server_side_cursor_and_of_many_statements(banja_luka, doboj, nemanja):
    with cast.asking(nemanja):
        assert [row.user_id for row in Membership.objects.iterator()] == [nemanja.pk]

    rename = "update services_service set name = name || %s where slug = %s"
    with cast.asking(nemanja), connection.cursor() as cursor:
        cursor.executemany(rename, [("!", "banja-luka"), ("!", "doboj")])
    with cast.sees_all():
        assert Service.objects.get(pk=banja_luka.pk).name == f"{banja_luka.name}!"
        assert Service.objects.get(pk=doboj.pk).name == doboj.name


def test_percent_signs_and_quotes_in_a_link_reach_the_database_as_they_are(db):
    with acting_as(Actor(link="100%'s \\ link")):
        assert ask("select current_setting('vsrs.link', true)") == [("100%'s \\ link",)]
        assert ask("select current_setting('vsrs.link', true), %s", 1) == [("100%'s \\ link", 1)]
        ask("savepoint elsewhere")


@pytest.mark.django_db(transaction=True)
def test_the_next_transaction_of_a_connection_knows_nothing_of_the_last_asker(client):
    service = cast.make_service("banja-luka", "Banja Luka", "BL")
    milica = cast.make_user("milica@example.org", "Milica Đurić")
    cast.employ(milica, service, Membership.Role.MANAGER)
    client.force_login(milica)

    assert client.get("/banja-luka/rad/ljudi/").status_code == 200

    with transaction.atomic():
        assert level() == ""
        assert list(Membership.objects.all()) == []
