"""The history of a service: written once, found, filtered, taken away as a file."""

import csv
import io

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from services import history_words
from services.history import record
from services.models import HistoryEntry
from tests import cast

URL = "/banja-luka/rad/dnevnik/"


@pytest.fixture
def history(banja_luka, doboj, milica, nemanja, dragan, novi_krug):
    with cast.sees_all():
        record(service=banja_luka, actor=milica, verb="service.changed", subject=banja_luka)
        record(service=banja_luka, actor=nemanja, verb="invitation.sent", subject=novi_krug)
        record(service=banja_luka, actor=None, verb="unknown.verb", subject=novi_krug)
        record(service=doboj, actor=dragan, verb="service.changed", subject=doboj)


def found(client, query=""):
    return [entry.verb for entry in client.get(URL + query).context["listing"]]


def test_staff_see_their_services_history_the_latest_first(client, history, nemanja):
    client.force_login(nemanja)

    assert found(client) == ["unknown.verb", "invitation.sent", "service.changed"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=đurić", ["service.changed"]),
        ("?q=djuric", ["service.changed"]),
        ("?q=ЂУРИЋ", ["service.changed"]),
        ("?q=novi krug", ["unknown.verb", "invitation.sent"]),
        ("?q=nema ga", []),
        ("?vrsta=services.service", ["service.changed"]),
        ("?vrsta=organizers.organizer", ["unknown.verb", "invitation.sent"]),
        ("?od=1. 1. 2020.", ["unknown.verb", "invitation.sent", "service.changed"]),
        ("?do=31.12.2019", []),
        ("?red=vrijeme", ["service.changed", "invitation.sent", "unknown.verb"]),
        ("?red=' or 1=1", ["unknown.verb", "invitation.sent", "service.changed"]),
        ("?strana=99", ["unknown.verb", "invitation.sent", "service.changed"]),
        ("?nepoznato=1", ["unknown.verb", "invitation.sent", "service.changed"]),
    ],
)
def test_filters_stand_in_the_address(client, history, nemanja, query, expected):
    client.force_login(nemanja)

    assert found(client, query) == expected


@pytest.mark.parametrize("query", ["?od=nije datum", "?vrsta=nema", "?q=%00", "?q=" + "x" * 3000])
def test_wrong_filters_are_no_errors(client, history, nemanja, query):
    client.force_login(nemanja)

    assert client.get(URL + query).status_code == 200


def test_export_has_the_same_rows(client, history, nemanja):
    client.force_login(nemanja)

    answer = client.get(URL + "?izvoz=csv&q=djuric")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))

    assert [row[1:] for row in rows] == [
        ["Ko", "Šta", "Na šta se odnosi"],
        ["Milica Đurić", "promijenjeni podaci servisa", "Lokalni volonterski servis Banja Luka"],
    ]


def test_changes_are_told_in_words(client, banja_luka, milica, nemanja):
    with cast.sees_all():
        changes = {"phone": ["051 111 111", "051 222 222"], "status": ["active", "suspended"], "count": 3}
        record(service=banja_luka, actor=milica, verb="service.changed", subject=banja_luka, changes=changes)
    client.force_login(nemanja)

    page = client.get(URL)

    (entry,) = page.context["listing"]
    assert [(str(pair["label"]), str(pair["before"]), str(pair["after"])) for pair in entry.details] == [
        ("Telefon", "051 111 111", "051 222 222"),
        ("status", "aktivan", "privremeno ne radi"),
    ]
    assert "<del>051 111 111</del> <ins>051 222 222</ins>" in page.text


def test_nobody_rewrites_history(history):
    with cast.sees_all():
        before = list(HistoryEntry.objects.values())
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            HistoryEntry.objects.update(verb="x")
        with connection.cursor() as cursor:
            cursor.execute("delete from services_historyentry")

        assert list(HistoryEntry.objects.values()) == before


def test_list_costs_the_same_with_a_hundred_rows(
    client, history, banja_luka, nemanja, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(40) as counted:
            client.get(URL)
        return len(counted)

    client.force_login(nemanja)
    few = queries()
    with cast.sees_all():
        HistoryEntry.objects.bulk_create(
            HistoryEntry(
                service=banja_luka,
                actor=nemanja,
                actor_name=str(nemanja),
                verb="service.changed",
                subject_type="services.service",
                subject_id=banja_luka.pk,
                subject_text=f"zapis {number}",
            )
            for number in range(100)
        )

    assert queries() == few


def test_two_names_are_a_list_and_no_change(client, banja_luka, milica, nemanja):
    with cast.sees_all():
        training, changes = cast.make_training(banja_luka), {"people": ["Ana Babić", "Ivan Ilić"]}
        record(service=banja_luka, actor=milica, verb="booking.made", subject=training, changes=changes)
    client.force_login(nemanja)

    (entry,) = client.get(URL).context["listing"]
    (detail,) = entry.details

    assert (str(detail["label"]), detail["before"], detail["after"]) == ("Osobe", "", "Ana Babić, Ivan Ilić")


def test_an_entry_leads_to_its_record_if_the_reader_may_open_it(client, banja_luka, milica, nemanja, vesna):
    with cast.sees_all():
        training = cast.make_training(banja_luka)
        record(service=banja_luka, actor=milica, verb="training.published", subject=training)
        record(service=banja_luka, actor=milica, verb="service.changed", subject=banja_luka)
    of_service, of_training = '<a href="/banja-luka/o-servisu/">', f"/banja-luka/rad/obuke/{training.pk}/"

    client.force_login(nemanja)
    of_staff = client.get(URL).text
    client.force_login(vesna)
    of_coordinator = client.get("/mreza/dnevnik/").text

    assert (of_service in of_staff, of_training in of_staff) == (True, True)
    assert (of_service in of_coordinator, of_training in of_coordinator) == (True, False)


def test_every_record_that_opens_from_the_history_is_a_model():
    assert all(apps.get_model(label) for label in history_words._records)


def test_the_address_of_somebody_without_a_name_fits_however_long(banja_luka):
    address = f"{'a' * 60}@{'.'.join(['b' * 60] * 3)}.ba"
    nobody = cast.make_user(address)
    with cast.sees_all():
        entry = record(service=banja_luka, actor=nobody, verb="service.changed", subject=banja_luka)
        assert (entry.actor, entry.actor_name) == (nobody, address[:150])
