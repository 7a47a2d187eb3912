import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

import trainings.desk
from organizers import desk as organizers_desk
from services import desk
from tests.cast import asking, make_training, sees_all
from tests.trainings.helpers import book, fresh, some_people
from trainings.models import Attendance, Offer, Training
from trainings.operations.announcing import cancel_training, publish_training
from trainings.operations.booking import cancel_booking
from trainings.operations.waiting import join_waiting_list
from vsrs.templatetags.ui import iso
from vsrs.ui.icons import PATHS

pytestmark = pytest.mark.usefixtures("in_english")

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def ours(tasks):
    """Of this room only; other rooms owe things too."""
    return [task for task in tasks if "/obuke/" in task.url or "/ponude/" in task.url]


def tasks(user, service):
    with asking(user):
        return [(task.text, task.detail.split(",")[0]) for task in ours(desk.tasks_for(user, service))]


def move(training, delta):
    with sees_all():
        start = timezone.now() + delta
        Training.objects.filter(pk=training.pk).update(starts_at=start, ends_at=start + 4 * HOUR)
        training.parts.update(starts_at=start, ends_at=start + 4 * HOUR)
    return fresh(training)


def test_nothing_waits_where_all_is_well(banja_luka, nemanja, novi_krug, jelena):
    training = make_training(banja_luka)
    book(training, jelena, novi_krug, 2)

    assert tasks(nemanja, banja_luka) == []


def test_attendance_then_the_state_waits_after_the_end(banja_luka, nemanja, novi_krug, jelena):
    training = make_training(banja_luka, title="Uvod")
    booking = book(training, jelena, novi_krug, 1)
    move(training, -5 * HOUR)

    assert tasks(nemanja, banja_luka) == [("Enter attendance", "Uvod")]
    with sees_all():
        Attendance.objects.create(
            service=banja_luka,
            training=training,
            part=training.parts.get(),
            seat=booking.seat_rows.get(),
            organizer=novi_krug,
            mark="present",
            marked_by=nemanja,
        )
    assert tasks(nemanja, banja_luka) == [("Mark the training as held", "Uvod")]
    with sees_all():
        Training.objects.update(state="held")
    assert tasks(nemanja, banja_luka) == []


def test_attendance_after_three_days_is_late(banja_luka, nemanja, novi_krug, jelena):
    training = make_training(banja_luka)
    book(training, jelena, novi_krug, 1)
    move(training, -4 * DAY)

    with asking(nemanja):
        (task,) = ours(desk.tasks_for(nemanja, banja_luka))

    assert (task.tone, task.tag) == ("error", "1 day late")


def test_training_nobody_booked_waits_to_be_cancelled(banja_luka, nemanja):
    move(make_training(banja_luka, title="Uvod"), -5 * HOUR)

    assert tasks(nemanja, banja_luka) == [("Nobody booked: cancel the training", "Uvod")]


def test_too_few_people_five_days_before_ask_for_a_decision(banja_luka, nemanja, novi_krug, jelena):
    training = make_training(banja_luka, title="Uvod", minimum=3, starts_in=6 * DAY)
    book(training, jelena, novi_krug, 2)
    assert tasks(nemanja, banja_luka) == []

    move(training, 4 * DAY)
    assert tasks(nemanja, banja_luka) == [
        ("Decide whether the training is held", "Uvod: 2 of at least 3 people booked")
    ]
    with sees_all():
        Training.objects.update(state="confirmed")
    assert tasks(nemanja, banja_luka) == []


def test_draft_with_a_near_date_waits_to_be_published(banja_luka, nemanja):
    near = make_training(banja_luka, title="Uvod", state="draft", starts_in=5 * DAY)
    make_training(banja_luka, state="draft", starts_in=30 * DAY)

    assert tasks(nemanja, banja_luka) == [("Publish the draft or change its date", "Uvod")]
    with asking(nemanja):
        publish_training(near, actor=nemanja)
    # Now it is announced, and what waits is that nobody has booked.
    assert tasks(nemanja, banja_luka) == [
        ("Decide whether the training is held", "Uvod: 0 of at least 1 people booked")
    ]


def test_offered_seats_wait_for_an_answer_at_the_desk_of_the_organizer(
    banja_luka, nemanja, novi_krug, jelena, sveti_sava, goran
):
    training = make_training(banja_luka, title="Uvod", seats=2)
    booking = book(training, goran, sveti_sava, 2)
    with asking(jelena):
        join_waiting_list(training, actor=jelena, organizer=novi_krug, people=some_people(novi_krug, 1))
        assert ours(organizers_desk.tasks_for(jelena, novi_krug)) == []

    with asking(goran):
        cancel_booking(booking, actor=goran)

    assert tasks(nemanja, banja_luka) == []
    with asking(jelena):
        (task,) = ours(organizers_desk.tasks_for(jelena, novi_krug))
        offer = Offer.objects.get()
    assert (task.text, task.url) == (
        "Take or decline the seats offered to you",
        reverse("trainings:offer", args=[offer.pk]),
    )
    assert task.due == offer.expires_at


def test_free_seats_that_are_offered_no_more_are_told_to_both(
    banja_luka, nemanja, novi_krug, jelena, sveti_sava, goran
):
    closes = timezone.now() + timedelta(minutes=30)
    training = make_training(banja_luka, title="Uvod", seats=2, closes_at=closes)
    booking = book(training, goran, sveti_sava, 2)
    with asking(jelena):
        join_waiting_list(training, actor=jelena, organizer=novi_krug, people=some_people(novi_krug, 1))

    with asking(goran):
        cancel_booking(booking, actor=goran)

    assert tasks(nemanja, banja_luka) == [
        ("Seats are free while groups wait: call them", "Uvod: 2 seats free"),
    ]
    with asking(jelena):
        (task,) = ours(organizers_desk.tasks_for(jelena, novi_krug))
    assert (task.text, task.url) == ("Seats are free again: book them", training.get_absolute_url())


def test_tasks_have_icons_that_exist():
    source = Path(trainings.desk.__file__).read_text()

    assert set(re.findall(r'icon="([a-z-]+)"', source)) <= set(PATHS)


def test_tasks_of_one_service_are_not_anothers(banja_luka, doboj, dragan):
    move(make_training(banja_luka), -5 * HOUR)

    assert tasks(dragan, doboj) == []


def test_week_holds_the_parts_that_touch_it(banja_luka, nemanja):
    long = make_training(banja_luka, title="Dva dana", days=2, starts_in=2 * DAY)
    make_training(banja_luka, title="Nacrt", state="draft", starts_in=3 * DAY)
    called_off = make_training(banja_luka, title="Otkazana", starts_in=3 * DAY)
    make_training(banja_luka, title="Kasnije", starts_in=20 * DAY)
    with asking(nemanja):
        cancel_training(called_off, actor=nemanja, reason="Sala.")

    with asking(nemanja):
        now = timezone.now()
        events = desk.events_for(nemanja, banja_luka, now, now + 7 * DAY)

    assert [event.title for event in events if "/obuke/" in event.url] == ["Dva dana", "Dva dana", "Nacrt"]
    assert events[0].starts_at == long.starts_at


def test_the_week_holds_deadlines_of_announced_trainings(banja_luka, nemanja):
    now = timezone.now()
    make_training(banja_luka, title="Uvod", starts_in=20 * DAY, closes_at=now + DAY, cancel_by=now + 9 * DAY)
    make_training(banja_luka, title="Nacrt", state="draft", starts_in=20 * DAY, closes_at=now + DAY)

    with asking(nemanja):
        (event,) = desk.events_for(nemanja, banja_luka, now, now + 7 * DAY)

    assert (event.title, event.kind) == ("Booking closes: Uvod", "deadline")
    assert event.starts_at == event.ends_at == now + DAY


def test_organizer_sees_a_training_of_several_days_once(client, banja_luka, novi_krug, jelena, ognjen):
    training = make_training(banja_luka, title="Dva dana", days=2)
    booking = book(training, jelena, novi_krug, 2)
    gone = make_training(banja_luka, title="Otkazana")
    with asking(jelena):
        cancel_booking(book(gone, jelena, novi_krug, 1), actor=jelena)

    with asking(ognjen):
        (event,) = organizers_desk.coming_for(ognjen, novi_krug)
        days = tuple((part.starts_at, part.ends_at) for part in training.parts.all())

    assert (event.title, event.url, event.detail) == (
        "Dva dana",
        booking.get_absolute_url(),
        f"{booking.number}, 2 seats",
    )
    assert (event.starts_at, event.ends_at, event.days) == (training.starts_at, training.ends_at, days)
    client.force_login(ognjen)
    page = client.get("/nalog/").text
    assert page.count("Dva dana") == 1
    assert [page.count(f'datetime="{iso(starts)}"') for starts, _ends in days] == [1, 1]


def test_a_day_that_is_over_is_not_ahead(banja_luka, novi_krug, jelena):
    training = make_training(banja_luka, days=3)
    book(training, jelena, novi_krug, 1)

    with time_machine.travel(training.starts_at + DAY), asking(jelena):
        (event,) = organizers_desk.coming_for(jelena, novi_krug)

    assert [starts for starts, _ends in event.days] == [
        training.starts_at + DAY,
        training.starts_at + 2 * DAY,
    ]


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("https://sastanak.example/abc", "find the link for joining on their booking"),
        ("", "The link for joining is missing"),
    ],
)
def test_an_online_training_needs_a_link_and_no_sheet(
    client, banja_luka, nemanja, novi_krug, jelena, link, told
):
    training = make_training(banja_luka, form="daljina", venue="", link=link, state="confirmed")
    book(training, jelena, novi_krug, 1)
    client.force_login(nemanja)

    page = client.get(reverse("trainings:desk_training", args=[banja_luka.slug, training.pk])).text

    assert told in page
    assert "Print the sign-in sheet" not in page
