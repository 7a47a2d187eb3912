"""Programmes: parts, prerequisites without circles, versions, retired and brought back, copied."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.cast import asking, make_programme, sees_all
from tests.trainings.helpers import fresh, verbs
from trainings.curriculum import curriculum_of
from trainings.models import Prerequisite, ProgrammeVersion, Training
from trainings.operations.common import Conflict
from trainings.operations.copies import take_newest_version
from trainings.operations.programmes import (
    change_programme,
    create_programme,
    restore_programme,
    retire_programme,
)
from trainings.operations.runs import change_training, plan_training
from vsrs.refusals import Refused

pytestmark = pytest.mark.usefixtures("in_english")

FACTS = {
    "title": "Uvod u volontiranje",
    "subject": "koordinacija",
    "summary": "Kratko.",
    "aims": "prvi\ndrugi",
    "hours": Decimal(4),
}
PARTS = [
    {"title": "Osnove", "hours": Decimal("1.5"), "agenda": ""},
    {"title": "Vježba", "hours": Decimal("2.5")},
]


def create(service, user, **fields):
    with asking(user):
        return create_programme(service, actor=user, **(FACTS | fields))


def change(programme, user, revision=None, **fields):
    current = fresh(programme).revision
    with asking(user):
        return change_programme(
            programme, actor=user, expected_revision=current if revision is None else revision, **fields
        )


def needs(programme, *required):
    return {"prerequisites": [{"required": row, "valid_months": None} for row in required]}


def versions(programme):
    with sees_all():
        return list(ProgrammeVersion.objects.filter(programme=programme).order_by("number"))


# --- parts -------------------------------------------------------------------------------------
def test_parts_are_kept_in_order(banja_luka, nemanja):
    programme = create(banja_luka, nemanja, parts=PARTS)

    with sees_all():
        rows = programme.parts.values_list("ordinal", "title", "hours")
        assert list(rows) == [(1, "Osnove", Decimal("1.5")), (2, "Vježba", Decimal("2.5"))]


def test_the_hours_are_those_of_the_parts_together(banja_luka, nemanja):
    with pytest.raises(Refused, match="parts together") as refusal:
        create(banja_luka, nemanja, parts=PARTS, hours=Decimal(5))

    assert refusal.value.field == "hours"
    assert verbs() == []


# --- prerequisites -----------------------------------------------------------------------------
def test_a_programme_asks_for_others_and_remembers_their_titles(banja_luka, republic, nemanja):
    own = create(banja_luka, nemanja)
    shared = make_programme(republic, "Ciklus", is_shared=True)
    last = create(
        banja_luka,
        nemanja,
        title="Napredno",
        prerequisites=[{"required": own, "valid_months": 24}, {"required": shared}],
    )

    with sees_all():
        rows = last.prerequisites.values_list("required_title", "valid_months")
        assert list(rows) == [("Uvod u volontiranje", 24), ("Ciklus", None)]


def test_a_circle_is_refused_with_the_way_round(banja_luka, nemanja):
    first = create(banja_luka, nemanja, title="Prvi")
    second = create(banja_luka, nemanja, title="Drugi", **needs(None, first))
    third = create(banja_luka, nemanja, title="Treći", **needs(None, second))

    with pytest.raises(Refused, match="Treći → Drugi → Prvi") as refusal:
        change(first, nemanja, **needs(first, third))
    with pytest.raises(Refused, match="its own prerequisite"):
        change(first, nemanja, **needs(first, first))
    with pytest.raises(Refused, match="named twice"):
        change(third, nemanja, **needs(third, first, first))

    assert refusal.value.field == "prerequisites"
    with sees_all():
        assert Prerequisite.objects.count() == 2


def test_what_another_service_keeps_for_itself_is_no_prerequisite(banja_luka, doboj, nemanja):
    theirs = make_programme(doboj)
    with pytest.raises(Refused, match="not shared"):
        create(banja_luka, nemanja, **needs(None, theirs))


@pytest.mark.django_db(transaction=True)
def test_two_who_close_a_circle_at_once_do_not_both_succeed(banja_luka, nemanja, milica):
    first, second = (create(banja_luka, nemanja, title=title) for title in ("Prvi", "Drugi"))

    def ask(args):
        programme, required, user = args
        try:
            change(programme, user, **needs(programme, required))
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(ask, [(first, second, nemanja), (second, first, milica)]))

    assert sorted(bool(answer) for answer in answers) == [False, True]
    with sees_all():
        assert Prerequisite.objects.count() == 1


# --- versions ----------------------------------------------------------------------------------
def test_a_version_is_kept_when_what_people_learn_changes(banja_luka, republic, nemanja, vesna):
    programme = create(banja_luka, nemanja, parts=PARTS)
    change(programme, nemanja, title="Uvod u volontiranje")  # the same
    change(programme, nemanja, measure_code="2.1.3")  # nothing that people learn
    change(programme, nemanja, aims="prvi")
    change(programme, nemanja, parts=[{"title": "Sve", "hours": Decimal(4)}])

    assert [(row.number, row.content["aims"], len(row.content["parts"])) for row in versions(programme)] == [
        (1, "prvi\ndrugi", 2),
        (2, "prvi", 2),
        (3, "prvi", 1),
    ]
    assert fresh(programme).version_number == 3
    assert fresh(programme).revision == 3


def test_the_database_refuses_to_change_a_version(banja_luka, nemanja):
    programme = create(banja_luka, nemanja)
    with pytest.raises(DatabaseError), sees_all(), transaction.atomic():
        ProgrammeVersion.objects.filter(programme=programme).update(number=7)


def run_of(programme, user, service):
    start = timezone.now() + timedelta(days=10)
    parts = [{"starts_at": start, "ends_at": start + timedelta(hours=4)}]
    with asking(user):
        return plan_training(service, actor=user, programme=programme, parts=parts, trainers=[], seats=10)


def test_a_run_stays_what_it_was_planned_as(banja_luka, nemanja):
    programme = create(banja_luka, nemanja)
    training = run_of(programme, nemanja, banja_luka)
    change(programme, nemanja, aims="nešto drugo", hours=Decimal(8))

    with sees_all():
        held_by = curriculum_of(Training.objects.select_related("version", "programme").get(pk=training.pk))
    assert (held_by.aim_list, held_by.hours) == (["prvi", "drugi"], Decimal("4.0"))


def test_a_shared_programme_without_versions_gets_its_first_one_from_whoever_plans(doboj, republic, dragan):
    shared = make_programme(republic, is_shared=True)
    training = run_of(shared, dragan, doboj)

    (version,) = versions(shared)
    assert fresh(training).version_id == version.pk
    assert (version.number, version.service_id) == (1, republic.pk)


def test_a_draft_is_taken_to_the_newest_version_and_keeps_its_own_words(banja_luka, nemanja):
    programme = create(banja_luka, nemanja)
    training = run_of(programme, nemanja, banja_luka)
    change(programme, nemanja, title="Uvod", summary="Duže.")
    with asking(nemanja):
        change_training(
            training,
            actor=nemanja,
            expected_revision=0,
            parts=list(training.parts.values("starts_at", "ends_at")),
            trainers=[],
            summary="Naše riječi.",
        )
        take_newest_version(training, actor=nemanja)
        take_newest_version(training, actor=nemanja)

    training = fresh(training)
    assert (training.title, training.summary) == ("Uvod", "Naše riječi.")
    assert training.version_id == versions(programme)[-1].pk
    assert training.search.startswith("uvod ")
    assert verbs().count("training.version") == 1


def test_an_announced_training_keeps_its_version(banja_luka, nemanja):
    training = run_of(create(banja_luka, nemanja), nemanja, banja_luka)
    with sees_all():
        Training.objects.filter(pk=training.pk).update(state="published")

    with pytest.raises(Refused, match="Only a draft"), asking(nemanja):
        take_newest_version(fresh(training), actor=nemanja)


# --- changed by two, retired, copied -----------------------------------------------------------
def test_nobody_overwrites_what_somebody_else_saved(banja_luka, nemanja, milica):
    programme = create(banja_luka, nemanja)
    change(programme, milica, title="Miličin naslov")

    with pytest.raises(Conflict) as conflict:
        change(programme, nemanja, revision=0, title="Nemanjin naslov")

    assert conflict.value.current.title == "Miličin naslov"
    assert fresh(programme).title == "Miličin naslov"


def test_a_retired_programme_is_neither_run_nor_changed_until_it_is_brought_back(banja_luka, nemanja):
    programme = create(banja_luka, nemanja)
    with asking(nemanja):
        retire_programme(programme, actor=nemanja)
        retire_programme(programme, actor=nemanja)

    with pytest.raises(Refused, match="no longer run"):
        run_of(fresh(programme), nemanja, banja_luka)
    with pytest.raises(Refused, match="Bring it back"):
        change(programme, nemanja, title="Drugo")

    with asking(nemanja):
        restore_programme(programme, actor=nemanja)
    run_of(fresh(programme), nemanja, banja_luka)
    assert verbs() == ["programme.created", "programme.retired", "programme.restored", "training.planned"]


@pytest.mark.parametrize("operation", [retire_programme, restore_programme])
def test_only_its_service_retires_a_programme(banja_luka, nemanja, dragan, vesna, operation):
    programme = create(banja_luka, nemanja)
    for user in (dragan, vesna):
        with pytest.raises(PermissionDenied), asking(user):
            operation(programme, actor=user)
