"""A run to other days; runs that follow one another; days proposed from hours; the day of decision."""

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from services.tenancy import Actor, acting_as
from tests.cast import asking, make_programme, make_training, sees_all
from tests.trainings.helpers import book, fresh, notices
from trainings import desk
from trainings.models import KeptFor, Question, Trainer, Training
from trainings.operations.copies import copy_training
from trainings.operations.discarding import discard_draft
from trainings.operations.reminders import remind
from trainings.operations.runs import change_training
from trainings.plan_choices import series_of
from trainings.proposal import Lesson, propose
from vsrs.dates import local
from vsrs.refusals import Refused

pytestmark = pytest.mark.usefixtures("in_english")

ZONE = ZoneInfo("Europe/Sarajevo")


def at(day, hour):
    return dt.datetime.combine(day, dt.time(hour), ZONE)


def change(training, user, **fields):
    with asking(user):
        return change_training(
            training,
            actor=user,
            expected_revision=Training.objects.get(pk=training.pk).revision,
            parts=list(training.parts.values("title", "starts_at", "ends_at", "place", "agenda")),
            trainers=[],
            **fields,
        )


# --- copies ------------------------------------------------------------------------------------
@time_machine.travel(dt.datetime(2027, 10, 1, 9, tzinfo=ZONE), tick=False)
def test_a_copy_has_everything_but_the_people_and_keeps_the_hour_of_the_clock(
    banja_luka, nemanja, jelena, novi_krug
):
    first = dt.date(2027, 10, 20)
    training = make_training(
        banja_luka, days=2, organizer_cap=3, decide_on=first - dt.timedelta(days=3), needs_approval=True
    )
    with sees_all():
        for part in training.parts.all():
            day = first + dt.timedelta(days=part.ordinal - 1)
            training.parts.filter(pk=part.pk).update(starts_at=at(day, 10), ends_at=at(day, 14))
        Training.objects.filter(pk=training.pk).update(
            starts_at=at(first, 10), ends_at=at(first + dt.timedelta(days=1), 14), cancel_by=at(first, 8)
        )
        Trainer.objects.create(service=banja_luka, training=training, full_name="Ana Čolić")
        Question.objects.create(service=banja_luka, training=training, ordinal=1, text="Zašto?")
        KeptFor.objects.create(service=banja_luka, training=training, municipality=novi_krug.municipality)

    # Over the end of summer time.
    with asking(nemanja):
        copy = copy_training(fresh(training), actor=nemanja, first_day=dt.date(2027, 11, 3))

    with sees_all():
        copy = Training.objects.get(pk=copy.pk)
        parts = [(p.starts_at, p.ends_at) for p in copy.parts.all()]
        assert parts == [
            (at(dt.date(2027, 11, 3), 10), at(dt.date(2027, 11, 3), 14)),
            (at(dt.date(2027, 11, 4), 10), at(dt.date(2027, 11, 4), 14)),
        ]
        assert (copy.state, copy.taken, copy.organizer_cap, copy.needs_approval) == ("draft", 0, 3, True)
        assert (copy.decide_on, copy.cancel_by) == (dt.date(2027, 10, 31), at(dt.date(2027, 11, 3), 8))
        assert [row.full_name for row in copy.trainers.all()] == ["Ana Čolić"]
        assert [row.text for row in copy.questions.all()] == ["Zašto?"]
        assert copy.kept_for.count() == 1
        assert copy.version.number == 1


def test_a_copy_is_made_on_its_page(client, nemanja, banja_luka):
    training = make_training(banja_luka)
    client.force_login(nemanja)
    page = f"/en/banja-luka/rad/obuke/{training.pk}/kopija/"

    assert client.post(page, {"first_day": "sutra"}).status_code == 422
    answer = client.post(page, {"first_day": "22. 11. 2030."})

    with sees_all():
        copy = Training.objects.exclude(pk=training.pk).get()
    assert answer.headers["Location"] == f"/en/banja-luka/rad/obuke/{copy.pk}/"
    assert copy.slug.endswith("2030-11-22")


def test_another_service_copies_nothing(banja_luka, dragan):
    training = make_training(banja_luka)
    with pytest.raises(PermissionDenied), asking(dragan):
        copy_training(training, actor=dragan, first_day=dt.date(2030, 1, 1))


# --- one after another -------------------------------------------------------------------------
@pytest.fixture
def workshops(banja_luka, nemanja):
    rows = [
        make_training(banja_luka, title=title, starts_in=dt.timedelta(days=days))
        for title, days in [("Radionica 1", 10), ("Radionica 2", 20), ("Akcija", 30)]
    ]
    for earlier, later in itertools.pairwise(rows):
        change(later, nemanja, follows=earlier)
    return [fresh(row) for row in rows]


def test_trainings_in_a_row_are_shown_in_order_on_each_of_them(client, nemanja, workshops):
    for training in workshops:
        with asking(nemanja):
            assert [row.title for row in series_of(nemanja, training)] == [
                "Radionica 1",
                "Radionica 2",
                "Akcija",
            ]
        page = client.get(f"/en/banja-luka/obuke/{training.slug}/").text
        assert page.index("Trainings in a row") < page.rindex("Radionica 2") < page.rindex("Akcija")
    client.force_login(nemanja)
    assert "Trainings in a row" in client.get(f"/en/banja-luka/rad/obuke/{workshops[0].pk}/").text


def test_a_draft_in_a_row_is_seen_by_nobody_outside(client, workshops, jelena):
    with sees_all():
        Training.objects.filter(pk=workshops[2].pk).update(state="draft")
    client.force_login(jelena)
    page = client.get(f"/en/banja-luka/obuke/{workshops[0].slug}/").text
    assert "Radionica 2" in page
    assert "Akcija" not in page


def test_what_comes_earlier_cannot_follow(nemanja, workshops):
    with pytest.raises(Refused, match="begin before the training it follows") as refusal:
        change(workshops[0], nemanja, follows=workshops[2])
    assert refusal.value.field == "follows"


def test_a_discarded_draft_leaves_no_gap_in_the_row(banja_luka, nemanja, workshops):
    with sees_all():
        Training.objects.filter(pk=workshops[1].pk).update(state="draft")
    with asking(nemanja):
        discard_draft(workshops[1], actor=nemanja)
    assert fresh(workshops[2]).follows_id == workshops[0].pk


# --- days from hours ---------------------------------------------------------------------------
def rows(lessons, first):
    return [
        (row["day"].isoformat()[5:], f"{row['starts']:%H.%M}", f"{row['ends']:%H.%M}", row["title"])
        for row in propose(lessons, first)
    ]


def test_short_parts_share_a_day_and_long_ones_go_on(banja_luka):
    friday = dt.date(2026, 12, 4)

    assert rows([Lesson("A", 2), Lesson("B", 1.5), Lesson("C", 6)], friday) == [
        ("12-04", "10.00", "12.00", "A"),
        ("12-04", "12.30", "14.00", "B"),
        ("12-07", "10.00", "16.00", "C"),
    ]
    assert rows([Lesson("", 20)], friday) == [
        ("12-04", "10.00", "18.00", ""),
        ("12-07", "10.00", "18.00", ""),
        ("12-08", "10.00", "14.00", ""),
    ]
    assert [day for day, *_ in rows([Lesson("", 16)], friday + dt.timedelta(days=1))] == ["12-05", "12-06"]


def test_a_new_training_takes_the_parts_of_its_programme(client, nemanja, banja_luka):
    programme = make_programme(banja_luka, hours=6)
    client.force_login(nemanja)
    page = client.get(f"/en/banja-luka/rad/obuke/nova/?program={programme.pk}&pocetak=4. 12. 2026.").text

    assert 'name="part-0-day" value="4. 12. 2026."' in page
    assert 'value="10:00"' in page
    assert 'value="16:00"' in page


def test_a_run_takes_the_measure_of_its_programme_unless_another_is_typed(client, nemanja, banja_luka):
    programme = make_programme(banja_luka, measure_code="2.1.3")
    client.force_login(nemanja)
    said = {
        "programme": programme.pk,
        "form": "uzivo",
        "venue": "Dom",
        "seats": "10",
        "minimum": "1",
        "audience": "network",
        "offer_hours": "24",
        "part-0-day": "22. 11. 2030.",
        "part-0-starts": "10.00",
        "part-0-ends": "14.00",
    }
    for typed in ("", "1.1.1"):
        client.post("/en/banja-luka/rad/obuke/nova/", said | {"measure_code": typed})

    with sees_all():
        codes = list(Training.objects.order_by("pk").values_list("measure_code", flat=True))
    assert codes == ["2.1.3", "1.1.1"]


# --- the day of decision -----------------------------------------------------------------------
def test_the_desk_asks_in_time_for_the_day_of_decision(nemanja, banja_luka, jelena, novi_krug):
    today = dt.date(2027, 11, 2)
    with time_machine.travel(at(today, 9), tick=False):
        training = make_training(
            banja_luka, starts_in=dt.timedelta(days=30), minimum=4, decide_on=today + dt.timedelta(days=12)
        )

    def asked(day):
        with time_machine.travel(at(day, 9), tick=False), asking(nemanja):
            return [task.tag for task in desk.tasks(nemanja, banja_luka)]

    assert asked(today) == []
    assert asked(today + dt.timedelta(days=9)) == []
    assert asked(today + dt.timedelta(days=10)) == ["by 14 November 2027"]
    assert asked(today + dt.timedelta(days=14)) == ["2 days late"]
    with time_machine.travel(at(today, 9), tick=False):
        book(training, jelena, novi_krug, 4)
    assert asked(today + dt.timedelta(days=12)) == []


def test_the_day_of_decision_comes_before_the_training(banja_luka, nemanja):
    training = make_training(banja_luka)
    with pytest.raises(Refused) as refusal:
        change(training, nemanja, decide_on=(training.starts_at + dt.timedelta(days=2)).date())
    assert refusal.value.field == "decide_on"


def test_the_service_is_asked_once_on_the_day_of_decision(banja_luka, milica, nemanja):
    today = dt.date(2027, 11, 2)
    with time_machine.travel(at(today, 9), tick=False):
        training = make_training(
            banja_luka, starts_in=dt.timedelta(days=30), minimum=4, decide_on=today + dt.timedelta(days=2)
        )
    for day, hour in [(0, 9), (1, 9), (2, 9), (2, 10), (3, 9)]:
        with (
            time_machine.travel(at(today + dt.timedelta(days=day), hour), tick=False),
            acting_as(Actor.for_service(banja_luka)),
        ):
            remind(banja_luka)

    asked = notices("training.decide")
    assert sorted(notice.email for notice in asked) == ["milica@example.org", "nemanja@example.org"]
    assert {notice.url for notice in asked} == {f"/banja-luka/rad/obuke/{training.pk}/"}
    assert {local(notice.created_at).date() for notice in asked} == {dt.date(2027, 11, 4)}
