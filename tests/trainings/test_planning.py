from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from network.models import Stale
from services.models import HistoryEntry, Service
from tests.cast import asking, make_programme, make_training, sees_all
from tests.trainings.helpers import book, fresh, names_in, notices, some_people, taken, told, verbs
from trainings.models import Attendance, Part, Programme, Trainer, Training
from trainings.operations.announcing import cancel_training, confirm_training, mark_held, publish_training
from trainings.operations.attendance import mark_attendance
from trainings.operations.common import Conflict
from trainings.operations.programmes import change_programme, create_programme, retire_programme
from trainings.operations.runs import change_training, plan_training
from trainings.operations.waiting import join_waiting_list
from vsrs.refusals import Refused

pytestmark = pytest.mark.usefixtures("in_english")

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def soon(days=10):
    return timezone.now().replace(hour=9, minute=0, second=0, microsecond=0) + days * DAY


def part(days=10, hours=4, **fields):
    return {"starts_at": soon(days), "ends_at": soon(days) + hours * HOUR, **fields}


def plan(service, user, *, parts=None, trainers=(), **fields):
    programme = fields.pop("programme", None) or make_programme(service)
    with asking(user):
        return plan_training(
            service,
            actor=user,
            programme=programme,
            parts=[part()] if parts is None else parts,
            trainers=list(trainers),
            **({"seats": 12, "venue": "Dom omladine"} | fields),
        )


def parts_of(training):
    with sees_all():
        return list(training.parts.values("title", "starts_at", "ends_at", "place", "agenda"))


def change(training, user, *, parts=None, trainers=None, expected_revision=None, **fields):
    with sees_all():
        now_trainers = list(training.trainers.values("full_name", "position"))
        revision = fresh(training).revision
    with asking(user):
        return change_training(
            training,
            actor=user,
            parts=parts_of(training) if parts is None else parts,
            trainers=now_trainers if trainers is None else trainers,
            expected_revision=revision if expected_revision is None else expected_revision,
            **fields,
        )


def do(operation, training, user, **fields):
    with asking(user):
        return operation(training, actor=user, **fields)


# --- programmes --------------------------------------------------------------------------------
PROGRAMME = {"title": "Uvod u volontiranje", "subject": "koordinacija", "summary": "Kratko.", "hours": 4}


def test_programme_is_made_and_changed_with_history(banja_luka, nemanja):
    with asking(nemanja):
        programme = create_programme(banja_luka, actor=nemanja, **PROGRAMME)
    with asking(nemanja):
        change_programme(programme, actor=nemanja, expected_revision=0, title="Đačko volontiranje", hours=6)

    changed = fresh(programme)
    assert (changed.title, changed.hours, changed.search.split()[0]) == ("Đačko volontiranje", 6, "dacko")
    assert verbs() == ["programme.created", "programme.changed"]


def test_only_the_republic_office_shares_a_programme(banja_luka, republic, nemanja, vesna):
    with pytest.raises(Refused, match="Only the republic office") as refusal, asking(nemanja):
        create_programme(banja_luka, actor=nemanja, **PROGRAMME, is_shared=True)
    with asking(vesna):
        shared = create_programme(republic, actor=vesna, **PROGRAMME, is_shared=True)

    assert refusal.value.field == "is_shared"
    assert plan(banja_luka, nemanja, programme=shared).programme == shared


def test_programme_of_another_service_cannot_be_run(banja_luka, doboj, nemanja):
    with pytest.raises(PermissionDenied):
        plan(banja_luka, nemanja, programme=make_programme(doboj))


def test_retired_programme_is_not_run_any_more(banja_luka, nemanja):
    programme = make_programme(banja_luka)
    with asking(nemanja):
        retire_programme(programme, actor=nemanja)

    with pytest.raises(Refused, match="no longer run"):
        plan(banja_luka, nemanja, programme=fresh(programme))


# --- planning ----------------------------------------------------------------------------------
def test_plan_is_a_draft_with_parts_in_order_of_time(banja_luka, nemanja):
    training = plan(
        banja_luka,
        nemanja,
        parts=[part(12, title="Drugi dan"), part(10, title="Prvi dan")],
        trainers=[{"full_name": "Đurđa Ćetković", "position": "savjetnica"}],
        title="Čuvari šuma",
    )

    assert (training.state, training.seats, training.taken) == ("draft", 12, 0)
    assert (training.starts_at, training.ends_at) == (soon(10), soon(12) + 4 * HOUR)
    assert training.slug == f"cuvari-suma-{timezone.localtime(soon(10)):%Y-%m-%d}"
    with sees_all():
        rows = Part.objects.order_by("ordinal").values_list("ordinal", "title")
        assert list(rows) == [(1, "Prvi dan"), (2, "Drugi dan")]
        assert [trainer.full_name for trainer in Trainer.objects.all()] == ["Đurđa Ćetković"]
    assert "durda cetkovic" in training.search
    assert verbs() == ["training.planned"]


def test_two_runs_on_one_day_have_their_own_addresses(banja_luka, nemanja):
    first, second, third = (plan(banja_luka, nemanja, title="Uvod") for _ in range(3))

    assert (second.slug, third.slug) == (f"{first.slug}-2", f"{first.slug}-3")


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"parts": []}, "parts", "at least one part"),
        ({"parts": [part(hours=-1)]}, "parts", "end after it begins"),
        ({"parts": [part(), part(hours=1)]}, "parts", "Two parts overlap"),
        ({"seats": 0}, "seats", "at least one seat"),
        ({"minimum": 13}, "minimum", "cannot be more than the seats"),
        ({"organizer_cap": 0}, "organizer_cap", "at least one seat for an organizer"),
        ({"closes_at": soon(11)}, "closes_at", "close before the training begins"),
        ({"opens_at": soon(9), "closes_at": soon(8)}, "opens_at", "open before it closes"),
        ({"cancel_by": soon(11)}, "cancel_by", "end before the training begins"),
    ],
)
def test_impossible_plan_is_refused_beside_its_field(banja_luka, nemanja, fields, field, sentence):
    with pytest.raises(Refused, match=sentence) as refusal:
        plan(banja_luka, nemanja, **fields)

    assert refusal.value.field == field
    with sees_all():
        assert not Training.objects.exists()


# --- publishing --------------------------------------------------------------------------------
def test_published_training_can_be_booked(banja_luka, nemanja, novi_krug, jelena):
    training = plan(banja_luka, nemanja)

    do(publish_training, training, nemanja)
    do(publish_training, training, nemanja)  # a second click changes nothing
    book(fresh(training), jelena, novi_krug, 2)

    assert (fresh(training).state, taken(training)) == ("published", 2)
    assert verbs() == ["training.planned", "training.published", "booking.made"]


def test_draft_cannot_be_booked(banja_luka, nemanja, novi_krug, jelena):
    with pytest.raises(Refused, match="not been announced"):
        book(plan(banja_luka, nemanja), jelena, novi_krug, 1)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"parts": [part(-1)]}, "begin in the past"), ({"venue": ""}, "where the training takes place")],
)
def test_draft_that_is_not_ready_is_not_published(banja_luka, nemanja, fields, sentence):
    training = plan(banja_luka, nemanja, **fields)

    with pytest.raises(Refused, match=sentence):
        do(publish_training, training, nemanja)

    assert fresh(training).state == "draft"


def test_online_training_needs_no_venue(banja_luka, nemanja):
    training = plan(banja_luka, nemanja, venue="", form=Training.Form.ONLINE)

    assert do(publish_training, training, nemanja).state == "published"


def test_suspended_service_announces_nothing(banja_luka, nemanja):
    training = plan(banja_luka, nemanja)
    with sees_all():
        Service.objects.filter(pk=banja_luka.pk).update(status=Service.Status.SUSPENDED)

    with pytest.raises(Refused, match="not active"):
        do(publish_training, training, nemanja)


# --- changing ----------------------------------------------------------------------------------
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


# --- confirming, cancelling, holding -----------------------------------------------------------
def test_confirming_writes_how_many_there_were(banja_luka, nemanja):
    training = make_training(banja_luka, minimum=5)

    do(confirm_training, training, nemanja)
    do(confirm_training, training, nemanja)

    assert fresh(training).state == "confirmed"
    with sees_all():
        assert HistoryEntry.objects.get().changes == {"taken": 0, "minimum": 5}


def test_draft_is_not_confirmed(banja_luka, nemanja):
    with pytest.raises(Refused, match="Only an announced training"):
        do(confirm_training, plan(banja_luka, nemanja), nemanja)


def test_cancelling_takes_every_booking_and_the_list_with_it(
    banja_luka, nemanja, novi_krug, jelena, sveti_sava, goran
):
    training = make_training(banja_luka, seats=2)
    people = some_people(novi_krug, 2, email="milan@example.org")
    booking = book(training, jelena, novi_krug, people)
    waiting = some_people(sveti_sava, 1)
    with asking(goran):
        entry = join_waiting_list(training, actor=goran, organizer=sveti_sava, people=waiting)
    before = len(told())

    do(cancel_training, training, nemanja, reason="  Sala je poplavljena. ")
    do(cancel_training, training, nemanja, reason="Drugi put.")

    cancelled = fresh(training)
    assert (cancelled.state, cancelled.cancel_reason, cancelled.taken) == (
        "cancelled",
        "Sala je poplavljena.",
        0,
    )
    assert (fresh(booking).state, fresh(booking).cancelled_with_training) == ("cancelled", True)
    assert names_in(booking) == []
    assert fresh(entry).state == "closed"
    assert told()[before:] == [
        ("training.cancelled", "contact", "jelena@example.org"),
        ("training.cancelled", "person", "milan@example.org"),
        ("training.cancelled", "contact", "goran@example.org"),
    ]
    data = notices("training.cancelled")[0].data
    # Higher than anything sent before, so that calendars obey.
    assert (data["status"], data["sequence"], data["reason"]) == ("CANCELLED", 2, "Sala je poplavljena.")
    assert "number" not in notices("training.cancelled")[2].data
    assert verbs()[2:] == ["booking.cancelled", "waiting.closed", "training.cancelled"]


def test_cancelling_without_a_reason_is_refused(banja_luka, nemanja):
    with pytest.raises(Refused, match="Say why") as refusal:
        do(cancel_training, make_training(banja_luka), nemanja, reason=" ")

    assert refusal.value.field == "reason"


def test_draft_has_nothing_to_cancel(banja_luka, nemanja):
    with pytest.raises(Refused, match="nothing to cancel"):
        do(cancel_training, plan(banja_luka, nemanja), nemanja, reason="Ne može.")


def over(training):
    """As if it had ended an hour ago."""
    with sees_all():
        start = timezone.now() - 5 * HOUR
        Training.objects.filter(pk=training.pk).update(starts_at=start, ends_at=start + 4 * HOUR)
        training.parts.update(starts_at=start, ends_at=start + 4 * HOUR)
    return fresh(training)


def test_training_is_held_when_everybody_has_a_mark(banja_luka, nemanja, novi_krug, jelena):
    training = make_training(banja_luka)
    booking = book(training, jelena, novi_krug, 2)
    training = over(training)
    with sees_all():
        part_row = training.parts.get()
        first, second = booking.seat_rows.order_by("pk")

    with asking(nemanja):
        mark_attendance(part_row, actor=nemanja, marks={first.pk: "present"})
    with pytest.raises(Refused, match="Attendance of 1 person is not entered yet"):
        do(mark_held, training, nemanja)
    with asking(nemanja):
        mark_attendance(part_row, actor=nemanja, marks={second.pk: "absent"})
    do(mark_held, training, nemanja)
    do(mark_held, training, nemanja)

    assert fresh(training).state == "held"
    assert verbs()[-1] == "training.held"
    with sees_all():
        assert Stale.objects.count() == 2  # booked, held
    with pytest.raises(Refused, match="has been held"):
        do(cancel_training, training, nemanja, reason="Kasno.")


def test_training_is_not_held_before_it_ends(banja_luka, nemanja):
    with pytest.raises(Refused, match="lasts until"):
        do(mark_held, make_training(banja_luka), nemanja)


def test_training_nobody_booked_is_not_held(banja_luka, nemanja):
    with pytest.raises(Refused, match="Nobody has booked"):
        do(mark_held, over(make_training(banja_luka)), nemanja)


def test_training_with_attendance_is_not_cancelled(banja_luka, nemanja, novi_krug, jelena):
    training = make_training(banja_luka)
    booking = book(training, jelena, novi_krug, 1)
    training = over(training)
    with sees_all():
        part_row, seat = training.parts.get(), booking.seat_rows.get()
    with asking(nemanja):
        mark_attendance(part_row, actor=nemanja, marks={seat.pk: "present"})

    with pytest.raises(Refused, match="Attendance has been entered"):
        do(cancel_training, training, nemanja, reason="Pogreška.")


# --- rights ------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["jelena", "dragan", "sanja", "vesna", "zoran", "ana"])
def test_only_people_of_the_service_run_its_trainings(banja_luka, novi_krug, who, request):
    user = request.getfixturevalue(who)
    training = make_training(banja_luka)
    programme = make_programme(banja_luka)
    attempts = [
        lambda: change(training, user, title="Uljez"),
        lambda: do(publish_training, training, user),
        lambda: do(confirm_training, training, user),
        lambda: do(cancel_training, training, user, reason="Tako."),
        lambda: do(mark_held, training, user),
        lambda: plan(banja_luka, user, programme=programme),
        lambda: do(change_programme, programme, user, expected_revision=0, title="Uljez"),
        lambda: do(create_programme, banja_luka, user, **PROGRAMME),
    ]

    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()

    assert fresh(training).title == "Koordinacija volontera"
    with sees_all():
        assert Programme.objects.count() == 2
