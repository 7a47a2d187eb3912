from datetime import UTC, datetime, timedelta

import icalendar

from tests.cast import make_training, sees_all
from trainings.ics import calendar_data, calendar_file, calendar_of

ADDRESS = "http://localhost:8000/banja-luka/obuke/obuka/"


def events(file):
    return icalendar.Calendar.from_ical(file).walk("VEVENT")


def data_of(training, **more):
    with sees_all():
        return calendar_data(training, training.parts.all(), url=ADDRESS, **more)


def test_every_part_is_an_event_with_its_own_lasting_name(banja_luka):
    training = make_training(banja_luka, title="Obuka, prvi dio; „drugi“", days=2, address="Kralja Petra 1")

    first, second = events(calendar_file(data_of(training, number="BL-2026-0001")))

    assert [str(first["UID"]), str(second["UID"])] == [
        f"obuka-{training.pk}-1@localhost",
        f"obuka-{training.pk}-2@localhost",
    ]
    assert str(first["SUMMARY"]) == "Obuka, prvi dio; „drugi“"
    assert str(first["LOCATION"]) == "Dom omladine, Kralja Petra 1"
    assert "BL-2026-0001" in str(first["DESCRIPTION"])
    assert first.decoded("DTSTART") == training.starts_at
    assert second.decoded("DTSTART") - first.decoded("DTSTART") == timedelta(days=1)
    assert b"DTSTART:" in calendar_file(data_of(training)).replace(b";VALUE=DATE-TIME", b"")


def test_file_is_published_and_confirmed(banja_luka):
    file = calendar_file(data_of(make_training(banja_luka)))

    assert b"METHOD:PUBLISH" in file
    assert b"STATUS:CONFIRMED" in file
    assert max(len(line) for line in file.split(b"\r\n")) <= 75


def test_change_of_training_and_of_booking_both_raise_the_sequence(banja_luka):
    training = make_training(banja_luka, revision=3)

    (event,) = events(calendar_file(data_of(training, booking_revision=2)))

    assert event["SEQUENCE"] == 5


def test_cancelled_training_and_cancelled_booking_leave_the_calendar(banja_luka):
    cancelled = make_training(banja_luka, state="cancelled")
    standing = make_training(banja_luka)

    (of_training,) = events(calendar_file(data_of(cancelled)))
    (of_booking,) = events(calendar_file(data_of(standing, cancelled=True)))

    assert [str(of_training["STATUS"]), str(of_booking["STATUS"])] == ["CANCELLED", "CANCELLED"]
    assert str(of_booking["UID"]) == f"obuka-{standing.pk}-1@localhost"


def test_several_trainings_share_one_named_file(banja_luka):
    file = calendar_of([data_of(make_training(banja_luka)), data_of(make_training(banja_luka))], "Obuke")

    assert len(events(file)) == 2
    assert str(icalendar.Calendar.from_ical(file)["X-WR-CALNAME"]) == "Obuke"
    assert events(file)[0].decoded("DTSTAMP") <= datetime.now(UTC)
