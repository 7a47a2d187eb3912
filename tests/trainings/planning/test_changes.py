"""What can be changed in a training, and who is told."""

from datetime import timedelta

import pytest

from tests.cast import asking, make_training, sees_all
from tests.trainings.helpers import book, fresh, notices, some_people, taken, told, verbs
from tests.trainings.planning.helpers import HOUR, change, part, parts_of, plan, soon
from trainings.models import Attendance, Part, Training
from trainings.operations.attendance import mark_attendance
from trainings.operations.common import Conflict
from vsrs.refusals import Refused

pytestmark = pytest.mark.usefixtures("in_english")


def test_new_date_is_told_to_everybody_who_comes(banja_luka, nemanja, novi_krug, jelena):
    training = make_training(banja_luka)
    old_start = training.starts_at
    book(training, jelena, novi_krug, some_people(novi_krug, 1, email="milan@example.org"))
    before = len(told())

    change(training, nemanja, parts=[part(20)])

    assert told()[before:] == [
        ("training.changed", "contact", "jelena@example.org"),
        ("training.changed", "person", "milan@example.org"),
    ]
    data = notices("training.changed")[0].data
    assert (data["changed"], data["sequence"], data["status"]) == (["date"], 1, "CONFIRMED")
    assert data["start"] == soon(20).isoformat()
    assert data["before"]["parts"][0]["start"] == old_start.isoformat()


@pytest.mark.parametrize(
    ("fields", "changed"),
    [
        ({"venue": "Gradska biblioteka"}, ["place"]),
        ({"link": "https://sastanak.example.org/1"}, ["link"]),
        (
            {"parts": [part(15, place="Druga sala")], "link": "https://a.example.org"},
            ["date", "place", "link"],
        ),
    ],
)
def test_notice_names_what_changed(banja_luka, nemanja, novi_krug, jelena, fields, changed):
    training = make_training(banja_luka)
    book(training, jelena, novi_krug, 1)

    change(training, nemanja, **fields)

    assert notices("training.changed")[0].data["changed"] == changed


def test_one_day_more_at_the_same_place_is_a_matter_of_the_date(banja_luka, nemanja, novi_krug, jelena):
    training = make_training(banja_luka)
    book(training, jelena, novi_krug, 1)

    change(training, nemanja, parts=[*parts_of(training), part(20)])

    assert notices("training.changed")[0].data["changed"] == ["date"]


def test_better_words_are_nobodys_news(banja_luka, nemanja, novi_krug, jelena):
    training = make_training(banja_luka)
    book(training, jelena, novi_krug, 1)

    change(training, nemanja, title="Koordinacija, osnove", trainers=[{"full_name": "Rada Ćosić"}])

    assert notices("training.changed") == []
    assert (fresh(training).title, fresh(training).revision) == ("Koordinacija, osnove", 1)


def test_draft_changes_quietly(banja_luka, nemanja):
    training = plan(banja_luka, nemanja)

    change(training, nemanja, parts=[part(20)])

    assert told() == []
    assert fresh(training).starts_at == soon(20)


def test_saving_without_a_change_writes_nothing(banja_luka, nemanja):
    training = make_training(banja_luka)

    change(training, nemanja)

    assert (fresh(training).revision, verbs()) == (0, [])


def test_second_of_two_editors_gets_a_conflict_and_nothing_is_lost(banja_luka, nemanja, milica):
    training = make_training(banja_luka)
    change(training, nemanja, venue="Gradska biblioteka")

    with pytest.raises(Conflict, match="Somebody else") as conflict:
        change(training, milica, venue="Opštinska sala", expected_revision=0)

    assert conflict.value.current.venue == "Gradska biblioteka"
    assert fresh(training).venue == "Gradska biblioteka"


def test_seats_cannot_fall_below_those_taken(banja_luka, nemanja, novi_krug, jelena):
    training = make_training(banja_luka, seats=5)
    book(training, jelena, novi_krug, 3)

    with pytest.raises(Refused, match="3 seats are booked already") as refusal:
        change(training, nemanja, seats=2)
    change(training, nemanja, seats=3)
    change(training, nemanja, seats=30)

    assert refusal.value.field == "seats"
    assert (fresh(training).seats, taken(training)) == (30, 3)


def test_moved_part_keeps_its_attendance_and_none_can_be_removed(banja_luka, nemanja, novi_krug, jelena):
    training = make_training(banja_luka, days=2)
    booking = book(training, jelena, novi_krug, 1)
    with sees_all():
        Training.objects.update(starts_at=soon(-1))
        first, second = training.parts.all()
        Part.objects.filter(pk=first.pk).update(starts_at=soon(-1), ends_at=soon(-1) + HOUR)
        (seat,) = booking.seat_rows.all()
    with asking(nemanja):
        mark_attendance(first, actor=nemanja, marks={seat.pk: "present"})

    change(training, nemanja, parts=[part(-1, hours=1), part(20)])
    with sees_all():
        Attendance.objects.update(part=second)
    with pytest.raises(Refused, match="A part with entered attendance"):
        change(training, nemanja, parts=[part(-1, hours=1)])

    with sees_all():
        assert set(Part.objects.values_list("pk", flat=True)) == {first.pk, second.pk}


def test_day_taken_from_the_middle_moves_no_attendance(banja_luka, nemanja, novi_krug, jelena):
    training = make_training(banja_luka, days=3)
    first, second, third = days_with_a_mark_on_the_last(training, book(training, jelena, novi_krug, 1))
    kept = [row for row in parts_of(training) if row["starts_at"] != second.starts_at]

    change(training, nemanja, parts=kept)

    with sees_all():
        assert list(training.parts.values_list("pk", "ordinal")) == [(first.pk, 1), (third.pk, 2)]
        assert Attendance.objects.get().part_id == third.pk


def test_day_with_attendance_stays_on_its_date(banja_luka, nemanja, novi_krug, jelena):
    training = make_training(banja_luka, days=3)
    *_, third = days_with_a_mark_on_the_last(training, book(training, jelena, novi_krug, 1))
    first, second, last = parts_of(training)
    later = {name: last[name] + timedelta(days=7) for name in ("starts_at", "ends_at")}

    with pytest.raises(Refused, match="cannot be moved to another day"):
        change(training, nemanja, parts=[first, second, last | later])
    with pytest.raises(Refused, match="cannot be removed"):
        change(training, nemanja, parts=[first, second])
    change(training, nemanja, parts=[first, second, last | {"ends_at": last["ends_at"] + HOUR}])

    with sees_all():
        assert Attendance.objects.get().part_id == third.pk


def days_with_a_mark_on_the_last(training, booking):
    with sees_all():
        days = list(training.parts.all())
        Attendance.objects.create(
            service=training.service,
            training=training,
            part=days[-1],
            seat=booking.seat_rows.get(),
            organizer=booking.organizer,
            mark="present",
            marked_by=booking.booked_by,
        )
    return days


def test_announced_training_is_not_moved_into_the_past(banja_luka, nemanja):
    with pytest.raises(Refused, match="begin in the past"):
        change(make_training(banja_luka), nemanja, parts=[part(-1)])


def test_beginning_that_has_passed_cannot_be_moved(banja_luka, nemanja):
    training = make_training(banja_luka, starts_in=-HOUR)

    with pytest.raises(Refused, match="has begun"):
        change(training, nemanja, parts=[part(5)])


@pytest.mark.parametrize("state", ["cancelled", "held"])
def test_what_is_over_is_not_changed(banja_luka, nemanja, state):
    with pytest.raises(Refused, match="over or cancelled"):
        change(make_training(banja_luka, state=state), nemanja, title="Drugo")
