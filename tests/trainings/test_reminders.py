from datetime import timedelta

import pytest
from django.utils import timezone

from services.tenancy import Actor, acting_as
from tests.cast import asking, make_person, make_training, sees_all
from tests.trainings.helpers import book, notices, told
from trainings import tasks
from trainings.models import Booking, Part, Training
from trainings.operations.booking import cancel_booking
from trainings.operations.reminders import remind

DAY = timedelta(days=1)


@pytest.fixture
def booking(banja_luka, novi_krug, jelena):
    """Booked a month ago, for noon in ten days."""
    training = make_training(banja_luka)
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    with sees_all():
        Training.objects.update(starts_at=noon + 10 * DAY, ends_at=noon + 10.2 * DAY)
        Part.objects.update(starts_at=noon + 10 * DAY, ends_at=noon + 10.2 * DAY)
        training.refresh_from_db()
    milan = make_person(novi_krug, "Milan Jović", email="milan@example.org")
    row = book(training, jelena, novi_krug, [milan])
    with sees_all():
        Booking.objects.update(booked_at=timezone.now() - 30 * DAY)
    return row


def remind_in(service, days, hour=8):
    """The morning run so many days from now."""
    morning = timezone.localtime().replace(hour=hour, minute=0) + days * DAY
    with acting_as(Actor.for_service(service)):
        remind(service, now=morning)


def test_reminders_come_seven_days_and_one_day_before(booking, banja_luka):
    sent = []
    for day in range(12):
        before = len(told())
        remind_in(banja_luka, day)
        sent.append(len(told()) - before)

    assert sent == [0, 0, 0, 2, 0, 0, 0, 0, 0, 2, 0, 0]
    assert [(notice.data["days"], notice.email) for notice in notices("training.reminder")] == [
        (7, "jelena@example.org"),
        (7, "milan@example.org"),
        (1, "jelena@example.org"),
        (1, "milan@example.org"),
    ]


def test_reminding_many_times_a_day_is_reminding_once(booking, banja_luka):
    for hour in (6, 8, 20):
        remind_in(banja_luka, 3, hour=hour)

    assert len(notices("training.reminder")) == 2


def test_day_on_which_nothing_ran_is_made_up_for(booking, banja_luka):
    remind_in(banja_luka, 5)
    assert len(notices("training.reminder")) == 2

    remind_in(banja_luka, 10)  # the day itself, hours before it begins
    assert len(notices("training.reminder")) == 4


def test_whoever_has_just_booked_needs_no_reminder(booking, banja_luka):
    with sees_all():
        Booking.objects.update(booked_at=timezone.now() + 4 * DAY)

    remind_in(banja_luka, 4)

    assert notices("training.reminder") == []


def test_moved_training_is_reminded_of_again(booking, banja_luka):
    remind_in(banja_luka, 3)
    with sees_all():
        training = Training.objects.get()
        Training.objects.update(starts_at=training.starts_at + 5 * DAY, ends_at=training.ends_at + 5 * DAY)

    remind_in(banja_luka, 8)

    assert len(notices("training.reminder")) == 4


def test_what_is_cancelled_is_not_reminded_of(booking, banja_luka, jelena):
    with asking(jelena):
        cancel_booking(booking, actor=jelena)

    remind_in(banja_luka, 3)

    assert notices("training.reminder") == []


def test_service_reminds_only_of_its_own_trainings(booking, doboj):
    remind_in(doboj, 3)

    assert notices("training.reminder") == []


def test_beat_reminds_for_every_service(booking, doboj):
    with sees_all():
        start = timezone.now() + 7 * DAY
        Training.objects.update(starts_at=start, ends_at=start + DAY)

    tasks.remind()

    assert len(notices("training.reminder")) == 2


def test_service_that_fails_stops_no_other(booking, doboj, monkeypatch, caplog):
    with sees_all():
        start = timezone.now() + 7 * DAY
        Training.objects.update(starts_at=start, ends_at=start + DAY)

    def remind_or_fail(service):
        if service == doboj:
            raise RuntimeError("no")
        remind(service)

    monkeypatch.setattr("trainings.operations.reminders.remind", remind_or_fail)

    tasks.remind()

    assert len(notices("training.reminder")) == 2
    assert "Reminders of doboj were not written" in caplog.text
