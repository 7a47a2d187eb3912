import re
from datetime import UTC, datetime, timedelta

import icalendar

from tests.cast import make_training, sees_all
from trainings.ics import calendar_file, calendar_of
from trainings.notices import training_data


def events(file):
    return icalendar.Calendar.from_ical(file).walk("VEVENT")


def data_of(training, **more):
    with sees_all():
        return training_data(training) | more


def test_every_part_is_an_event_with_its_own_lasting_name(banja_luka):
    training = make_training(banja_luka, title="Obuka, prvi dio; „drugi“", days=2, address="Kralja Petra 1")

    file = calendar_file(data_of(training, uid="booking-BL-2026-0001@localhost", number="BL-2026-0001"))
    first, second = events(file)

    assert str(first["UID"]) == "booking-BL-2026-0001@localhost"
    assert str(second["UID"]) == "booking-BL-2026-0001-2@localhost"
    assert str(first["SUMMARY"]) == "Obuka, prvi dio; „drugi“"
    assert str(first["LOCATION"]) == "Dom omladine, Kralja Petra 1, Banja Luka"
    assert "BL-2026-0001" in str(first["DESCRIPTION"])
    assert first.decoded("DTSTART") == training.starts_at
    assert second.decoded("DTSTART") - first.decoded("DTSTART") == timedelta(days=1)


def test_file_is_published_in_utc_and_folded(banja_luka):
    file = calendar_file(data_of(make_training(banja_luka)))

    assert b"METHOD:PUBLISH" in file
    assert b"STATUS:CONFIRMED" in file
    assert re.search(rb"DTSTART:\d{8}T\d{6}Z\r\n", file)
    assert max(len(line) for line in file.split(b"\r\n")) <= 75


def test_cancelled_copy_leaves_the_calendar_with_a_higher_sequence(banja_luka):
    data = data_of(make_training(banja_luka), uid="booking-BL-2026-0001@localhost", sequence=4)

    (event,) = events(calendar_file(data | {"status": "CANCELLED", "sequence": 5}))

    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 5)
    assert str(event["UID"]) == "booking-BL-2026-0001@localhost"


def test_day_that_was_dropped_leaves_the_calendar_too(banja_luka):
    before = data_of(make_training(banja_luka, days=2), uid="booking-BL-2026-0001@localhost")
    after = before | {"parts": before["parts"][:1], "before": {"parts": before["parts"]}, "sequence": 1}

    first, second = events(calendar_file(after))

    assert (str(first["STATUS"]), str(second["STATUS"])) == ("CONFIRMED", "CANCELLED")
    assert str(second["UID"]) == "booking-BL-2026-0001-2@localhost"


def test_online_training_is_found_by_its_link(banja_luka):
    training = make_training(banja_luka, form="daljina", venue="", link="https://sastanak.example/abc")

    (event,) = events(calendar_file(data_of(training)))

    assert str(event["LOCATION"]) == "https://sastanak.example/abc"


def test_several_trainings_share_one_named_file(banja_luka):
    file = calendar_of([data_of(make_training(banja_luka)), data_of(make_training(banja_luka))], "Obuke")

    assert len({str(event["UID"]) for event in events(file)}) == 2
    assert str(icalendar.Calendar.from_ical(file)["X-WR-CALNAME"]) == "Obuke"
    assert events(file)[0].decoded("DTSTAMP") <= datetime.now(UTC)
