"""What the network counts of a request: how soon, and nothing of who asked or of a word of the thread."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction

from consultations.models import CaseFact, GivenScore, Support
from consultations.operations.advising import close
from consultations.operations.asking import reply
from consultations.operations.facts import keep_score
from services.operations.holidays import add_holiday
from tests.cast import asking, sees_all
from tests.consultations.helpers import answered, asked, fresh

SARAJEVO = ZoneInfo("Europe/Sarajevo")


def at(day, hour):
    return time_machine.travel(dt.datetime(2028, 6, day, hour, tzinfo=SARAJEVO), tick=False)


def fact_of(request):
    with sees_all():
        return CaseFact.objects.get(request=request)


@pytest.fixture
def advice(novi_krug, jelena):
    with at(5, 8):  # Monday
        return asked(jelena, novi_krug)


def test_a_new_request_is_counted_and_nothing_is_known_of_it_yet(advice):
    fact = fact_of(advice)

    assert (fact.number, fact.topic, fact.asked_at) == (advice.number, advice.topic, advice.asked_at)
    assert (fact.solved, fact.first_days, fact.solution_days) == (False, None, None)
    assert (fact.first_in_time, fact.solution_in_time) == (None, None)


def test_the_answer_and_the_solution_are_measured_in_working_days_without_pauses(advice, nemanja, jelena):
    with at(6, 12):
        answered(advice, nemanja, wait=True)
    with at(8, 12), asking(jelena):
        reply(advice, actor=jelena, body="Evo podataka.", form_key="7f3e6b52-3f1c-4c35-9be5-9a0f1a3d2b11")
    with at(9, 12), asking(nemanja):
        close(advice, actor=nemanja, outcome="answered", depth="doing")

    fact = fact_of(advice)
    assert (fact.first_days, fact.solution_days) == (Decimal("1.5"), Decimal("2.5"))
    assert (fact.first_in_time, fact.solution_in_time) == (True, True)
    assert (fact.solved, fact.depth) == (True, "doing")


def test_an_answer_after_its_time_is_late(advice, nemanja):
    with at(8, 12):
        answered(advice, nemanja)

    assert (fact_of(advice).first_in_time, fact_of(advice).first_days) == (False, Decimal("3.5"))


def test_what_was_counted_stays_when_a_day_before_it_becomes_a_holiday(advice, nemanja, vesna):
    with at(7, 8):
        answered(advice, nemanja)
    assert fact_of(advice).first_days == Decimal("2.0")

    with at(7, 9), asking(vesna):
        add_holiday(actor=vesna, day=dt.date(2028, 6, 6), name="Praznik", reason="Naknadna odluka.")
    with at(8, 8):
        answered(advice, nemanja, body="Još nešto.")

    assert (fact_of(advice).first_days, fact_of(advice).first_in_time) == (Decimal("2.0"), True)


def test_what_was_late_stays_late_while_the_organizer_is_waited_for(advice, nemanja):
    with at(6, 8):
        answered(advice, nemanja)
    with at(20, 8):
        answered(advice, nemanja, body="Trebaju nam podaci.")
        assert fact_of(advice).solution_in_time is False
        answered(advice, nemanja, body="Čekamo Vas.", wait=True)

    assert fact_of(advice).solution_in_time is False


def test_what_the_organizer_withdrew_was_not_solved(advice, nemanja):
    with at(6, 12), asking(nemanja):
        close(advice, actor=nemanja, outcome="withdrawn", depth="informed")

    fact = fact_of(advice)
    assert (fact.solved, fact.solution_days, fact.solution_in_time) == (False, None, None)


def test_an_answer_is_support_of_the_organizer_on_that_day(advice, novi_krug, nemanja):
    with at(6, 12):
        answered(advice, nemanja)
    with at(7, 12):
        answered(advice, nemanja, body="Još nešto.")

    with sees_all():
        rows = list(Support.objects.values_list("service", "organizer", "last_on"))
    assert rows == [(advice.service_id, novi_krug.pk, dt.date(2028, 6, 7))]


def test_no_row_of_the_network_has_room_for_a_name_or_a_word():
    columns = {
        model.__name__: {field.name for field in model._meta.fields}
        for model in (CaseFact, GivenScore, Support)
    }

    assert columns == {
        "CaseFact": {"id", "service", "request", "number", "topic", "asked_at", "first_answered_at"}
        | {"closed_at", "solved", "depth", "first_days", "solution_days", "first_in_time"}
        | {"solution_in_time"},
        "GivenScore": {"id", "service", "topic", "score", "day"},
        "Support": {"id", "service", "organizer", "last_on"},
    }


def test_coordinators_count_what_they_cannot_read(advice, vesna, zoran, goran, dragan, nemanja):
    with asking(nemanja), transaction.atomic():
        keep_score(fresh(advice), 5)
    seen = {}
    for user in (nemanja, vesna, zoran, dragan, goran):
        with asking(user), transaction.atomic():
            by_database = CaseFact.objects.count() + GivenScore.objects.count()
        with sees_all():
            by_code = CaseFact.objects.visible_to(user).count() + GivenScore.objects.visible_to(user).count()
        seen[user.email] = by_database, by_code

    assert seen == {
        nemanja.email: (2, 2),
        vesna.email: (2, 2),
        zoran.email: (0, 0),
        dragan.email: (0, 0),
        goran.email: (0, 0),
    }
