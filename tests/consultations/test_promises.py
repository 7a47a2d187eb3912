"""Targets and the calendar: what was promised stays, unless a day stops being a working day."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from consultations import targets
from consultations.operations.asking import reply
from consultations.operations.promises import decide_target
from services.models import HistoryEntry, Holiday
from services.operations.holidays import add_holiday, remove_holiday
from tests.cast import asking, sees_all
from tests.consultations.helpers import answered, asked, fresh

SARAJEVO = ZoneInfo("Europe/Sarajevo")
TUESDAY = dt.date(2028, 6, 6)
KEY = "7f3e6b52-3f1c-4c35-9be5-9a0f1a3d2b11"


def moment(day, hour):
    return dt.datetime(2028, 6, day, hour, tzinfo=SARAJEVO)


def at(day, hour):
    return time_machine.travel(moment(day, hour), tick=False)


@pytest.fixture
def advice(novi_krug, jelena):
    with at(5, 8):
        return asked(jelena, novi_krug)


def holiday(vesna, day=TUESDAY):
    with at(5, 9), asking(vesna):
        return add_holiday(actor=vesna, day=day, name="Praznik", reason="Odluka Vlade.")


def test_a_new_holiday_moves_the_promises_of_open_requests(advice, vesna):
    assert (advice.first_due, advice.solution_due) == (moment(7, 16), moment(16, 16))

    added, moved = holiday(vesna)

    assert moved == 1
    assert (fresh(advice).first_due, fresh(advice).solution_due) == (moment(8, 16), moment(19, 16))
    with at(5, 10), asking(vesna):
        assert remove_holiday(added, actor=vesna, reason="Odluka je povučena.") == 1
    assert (fresh(advice).first_due, fresh(advice).solution_due) == (moment(7, 16), moment(16, 16))


def test_what_was_answered_stays_as_it_was_counted(advice, nemanja, vesna):
    with at(5, 9):
        answered(advice, nemanja)

    holiday(vesna)

    assert (fresh(advice).first_due, fresh(advice).solution_due) == (moment(7, 16), moment(19, 16))


def test_while_the_organizer_is_waited_for_the_promise_follows_when_the_clock_goes_on(
    advice, nemanja, jelena, vesna
):
    with at(5, 8):
        answered(advice, nemanja, wait=True)
    assert holiday(vesna)[1] == 0

    with at(7, 8), asking(jelena):
        reply(advice, actor=jelena, body="Evo.", form_key=KEY)

    # Monday was waited, Tuesday was a holiday: ten working days from Wednesday.
    assert fresh(advice).solution_due == moment(20, 16)


def test_a_holiday_on_a_saturday_moves_nothing(advice, vesna):
    assert holiday(vesna, dt.date(2028, 6, 10))[1] == 0


def test_a_target_holds_for_requests_asked_from_then_on(advice, novi_krug, jelena, nemanja, vesna):
    with at(5, 9), asking(vesna):
        decide_target("maloljetnici", actor=vesna, first_days=1, solution_days=5, reason="Hitna tema.")
    with at(5, 10):
        later = asked(jelena, novi_krug)
        answered(advice, nemanja, wait=True)
    with at(5, 12), asking(jelena):
        reply(advice, actor=jelena, body="Evo.", form_key=KEY)

    assert later.first_due == moment(6, 10)
    assert (later.first_days, later.solution_days) == (1, 5)
    # Promised ten days and waited for two hours.
    assert fresh(advice).solution_due == moment(19, 10)
    with sees_all():
        entry = HistoryEntry.objects.select_related("service").get(verb="target.decided")
    assert (entry.service.slug, entry.changes["first_days"]) == ("republika", [3, 1])
    assert entry.changes["reason"] == "Hitna tema."


def test_the_same_target_again_is_no_change(vesna):
    with asking(vesna):
        assert decide_target("nagrada", actor=vesna, first_days=3, solution_days=10, reason="Isto.") is None


def test_only_coordinators_decide_targets(milica, republic):
    with asking(milica), pytest.raises(PermissionDenied):
        decide_target("nagrada", actor=milica, first_days=1, solution_days=2, reason="Želim.")


# --- pages -------------------------------------------------------------------------------------
def test_a_coordinator_changes_a_target(client, vesna):
    client.force_login(vesna)
    address = reverse("consultations:target", args=["nagrada"])
    wrong = client.post(address, {"first_days": "5", "solution_days": "2", "reason": "Brže."})
    right = client.post(address, {"first_days": "2", "solution_days": "6", "reason": "Brže."})

    assert wrong.status_code == 422
    assert "Rješenje se ne može obećati prije prvog odgovora." in wrong.content.decode()
    assert right.status_code == 302
    with sees_all():
        assert targets.days_for("nagrada") == (2, 6)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": "", "name": "Dan", "reason": "R"}, "Unesite dan."),
        ({"day": "31. 2. 2027.", "name": "Dan", "reason": "R"}, "Unesite datum"),
        ({"day": "1. 1. 1999.", "name": "Dan", "reason": "R"}, "Unesite dan između 2025. i 2099. godine."),
        ({"day": "20. 3. 2027.", "name": "", "reason": "R"}, "Napišite naziv praznika."),
        ({"day": "20. 3. 2027.", "name": "Dan", "reason": ""}, "Napišite razlog."),
        ({"day": "9. 1. 2027.", "name": "Dan", "reason": "R"}, "Ovaj dan je već u kalendaru."),
    ],
)
def test_a_holiday_that_cannot_be_added_is_refused_in_words(client, vesna, typed, sentence):
    client.force_login(vesna)
    known = Holiday.objects.count()
    page = client.post(reverse("consultations:calendar"), typed)

    assert (page.status_code, Holiday.objects.count()) == (422, known)
    assert sentence in page.content.decode()


def test_a_coordinator_adds_renames_and_removes_a_day_and_is_told_what_moved(client, vesna, advice):
    with at(5, 9):
        client.force_login(vesna)
        typed = {"day": "6. 6. 2028.", "name": "Praznik rada", "reason": "Odluka."}
        added = client.post(reverse("consultations:calendar"), typed, follow=True)
        row = Holiday.objects.get(day=TUESDAY)
        address = reverse("consultations:holiday", args=[row.pk])
        renamed = client.post(address, {"rename-name": "Slava", "rename-reason": "Naziv."}, follow=True)
        refused = client.post(reverse("consultations:remove_holiday", args=[row.pk]), {})
        gone = {"remove-reason": "Nije."}
        removed = client.post(reverse("consultations:remove_holiday", args=[row.pk]), gone, follow=True)

    assert "Praznik je dodan. Pomjeren je rok za 1 otvoreni zahtjev." in added.content.decode()
    assert "Slava" in renamed.content.decode()
    assert refused.status_code == 422
    assert "Praznik je uklonjen." in removed.content.decode()


def test_the_next_year_is_added_with_its_computed_days(client, vesna):
    client.force_login(vesna)
    page = client.post(reverse("consultations:calendar_year"), {"year-year": "2029"}, follow=True)
    bad = client.post(reverse("consultations:calendar_year"), {"year-year": "1"})

    text = page.content.decode()
    assert Holiday.objects.filter(day__year=2029).count() >= 13
    assert "izračunato" in text
    assert bad.status_code == 404
