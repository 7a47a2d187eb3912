from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from network.models import Stale
from services.models import HistoryEntry
from tests.cast import asking, make_training, sees_all
from tests.trainings.helpers import book, fresh, verbs
from trainings.models import Attendance, Part, Training
from trainings.operations.attendance import mark_attendance
from vsrs.refusals import Refused

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def under_way(banja_luka, novi_krug, jelena):
    """A training of two days whose first day has begun, with two people."""
    training = make_training(banja_luka, days=2)
    booking = book(training, jelena, novi_krug, 2)
    with sees_all():
        training.first, training.second = training.parts.all()
        start = timezone.now() - timedelta(hours=1)
        training.parts.filter(ordinal=1).update(starts_at=start, ends_at=start + timedelta(hours=3))
        Training.objects.filter(pk=training.pk).update(starts_at=start)
        training.people = list(booking.seat_rows.order_by("pk"))
    return training


def mark(part, user, marks):
    with asking(user):
        return mark_attendance(part, actor=user, marks=marks)


def marks_of(part):
    with sees_all():
        rows = Attendance.objects.filter(part=part).order_by("seat")
        return {row.seat_id: (row.mark, row.marked_by.email) for row in rows}


def test_marks_are_entered_for_the_whole_group_at_once(under_way, nemanja):
    first, second = under_way.people

    number = mark(under_way.first, nemanja, {first.pk: "present", second.pk: "excused"})

    assert number == 2
    assert marks_of(under_way.first) == {
        first.pk: ("present", nemanja.email),
        second.pk: ("excused", nemanja.email),
    }
    assert marks_of(under_way.second) == {}


def test_correction_is_written_to_the_history(under_way, nemanja, milica):
    first, second = under_way.people
    mark(under_way.first, nemanja, {first.pk: "present", second.pk: "present"})

    mark(under_way.first, milica, {first.pk: "present", second.pk: "absent"})

    assert marks_of(under_way.first) == {
        first.pk: ("present", nemanja.email),
        second.pk: ("absent", milica.email),
    }
    with sees_all():
        entry = HistoryEntry.objects.order_by("-pk").first()
    assert entry.changes == {"part": 1, "corrected": {second.full_name: ["present", "absent"]}}


def lines():
    with sees_all():
        entries = HistoryEntry.objects.filter(verb="attendance.marked").order_by("pk")
        return [(entry.actor_name, entry.changes) for entry in entries]


def test_tick_after_tick_is_one_line_an_hour_for_each_person_and_part(
    under_way, nemanja, milica, time_machine
):
    first, second = under_way.people
    with sees_all():
        Part.objects.filter(pk=under_way.second.pk).update(
            starts_at=timezone.now(), ends_at=timezone.now() + HOUR
        )
    mark(under_way.first, nemanja, {first.pk: "present"})
    mark(under_way.first, nemanja, {second.pk: "present"})
    mark(under_way.second, nemanja, {first.pk: "present"})
    mark(under_way.second, milica, {second.pk: "absent"})
    assert lines() == [
        ("Nemanja Kovačević", {"part": 1}),
        ("Nemanja Kovačević", {"part": 2}),
        ("Milica Đurić", {"part": 2}),
    ]

    mark(under_way.first, nemanja, {second.pk: None})
    assert lines()[-1] == (
        "Nemanja Kovačević",
        {"part": 1, "corrected": {second.full_name: ["present", None]}},
    )

    time_machine.move_to(timezone.now() + HOUR)
    mark(under_way.first, nemanja, {second.pk: "present"})
    assert lines()[-1] == ("Nemanja Kovačević", {"part": 1})


def test_every_correction_is_a_line_of_its_own(under_way, nemanja):
    seat = under_way.people[0]
    for one in ("present", "absent", "excused"):
        mark(under_way.first, nemanja, {seat.pk: one})

    assert [changes.get("corrected") for _, changes in lines()] == [
        None,
        {seat.full_name: ["present", "absent"]},
        {seat.full_name: ["absent", "excused"]},
    ]


def test_same_marks_again_change_nothing(under_way, nemanja):
    marks = {seat.pk: "present" for seat in under_way.people}
    mark(under_way.first, nemanja, marks)
    before = verbs()

    assert mark(under_way.first, nemanja, marks) == 0
    assert verbs() == before


def test_mark_can_be_taken_back_until_the_training_is_held(under_way, nemanja):
    first, _ = under_way.people
    mark(under_way.first, nemanja, {first.pk: "present"})

    mark(under_way.first, nemanja, {first.pk: None})
    assert marks_of(under_way.first) == {}

    mark(under_way.first, nemanja, {first.pk: "present"})
    with sees_all():
        Training.objects.update(state=Training.State.HELD)
    with pytest.raises(Refused, match="everybody must have a mark"):
        mark(under_way.first, nemanja, {first.pk: None})
    mark(under_way.first, nemanja, {first.pk: "absent"})

    assert marks_of(under_way.first) == {first.pk: ("absent", nemanja.email)}
    # The figures of a held training follow its corrections.
    with sees_all():
        assert Stale.objects.count() == 2


def test_seat_of_another_training_is_refused_whole(under_way, banja_luka, nemanja, sveti_sava, goran):
    other = book(make_training(banja_luka), goran, sveti_sava, 1)
    with sees_all():
        stranger = other.seat_rows.get()

    with pytest.raises(Refused, match="no longer booked"):
        mark(under_way.first, nemanja, {under_way.people[0].pk: "present", stranger.pk: "present"})

    assert marks_of(under_way.first) == {}


def test_a_day_dropped_meanwhile_is_refused_in_words(under_way, nemanja):
    with sees_all():
        Part.objects.filter(pk=under_way.second.pk).delete()

    with pytest.raises(Refused, match="no longer part of the training"):
        mark(under_way.second, nemanja, {})


def test_unknown_mark_is_refused(under_way, nemanja):
    with pytest.raises(Refused, match="Choose present, absent"):
        mark(under_way.first, nemanja, {under_way.people[0].pk: "<script>"})


def test_attendance_waits_for_the_day(under_way, nemanja):
    with pytest.raises(Refused, match="can be entered from"):
        mark(under_way.second, nemanja, {under_way.people[0].pk: "present"})


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_nobody_attends_what_is_not_announced(under_way, nemanja, state):
    with sees_all():
        Training.objects.update(state=state)

    with pytest.raises(Refused, match="only for an announced training"):
        mark(fresh(under_way.first), nemanja, {under_way.people[0].pk: "present"})


@pytest.mark.parametrize("who", ["jelena", "dragan", "vesna", "zoran", "ana"])
def test_only_people_of_the_service_enter_attendance(under_way, who, request):
    user = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        mark(under_way.first, user, {under_way.people[0].pk: "present"})
