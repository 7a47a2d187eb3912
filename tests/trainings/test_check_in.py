"""Codes at the door: who can mark somebody with them, and what they tell everybody else."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from notifications.letters import message_of
from tests.cast import asking, make_training, sees_all
from tests.trainings.helpers import book, fresh, notices
from tests.trainings.test_reminders import remind_in
from trainings.models import Attendance, Part, Seat, Training
from trainings.operations.booking import cancel_booking
from trainings.operations.check_in import part_at_the_door


@pytest.fixture(autouse=True)
def noon():
    """Near midnight "in an hour" would be another day."""
    with time_machine.travel(timezone.localtime().replace(hour=12, minute=0)):
        yield


@pytest.fixture
def training(banja_luka):
    """Begins in an hour."""
    training = make_training(banja_luka)
    starts = timezone.now() + timedelta(hours=1)
    ends = starts + timedelta(hours=3)
    with sees_all():
        Training.objects.filter(pk=training.pk).update(starts_at=starts, ends_at=ends)
        Part.objects.filter(training=training).update(starts_at=starts, ends_at=ends)
    return fresh(training)


@pytest.fixture
def booking(training, jelena, novi_krug):
    return book(training, jelena, novi_krug, 2)


@pytest.fixture
def seat(booking):
    with sees_all():
        seats = Seat.objects.select_related("booking")
        return seats.filter(booking=booking).order_by("sort").first()


def door(seat):
    return f"/dolazak/{seat.code}/"


def marks():
    with sees_all():
        return list(Attendance.objects.values_list("seat_id", "mark", "marked_by__email"))


def test_staff_mark_a_person_with_one_button_however_often_it_is_pressed(client, nemanja, seat):
    client.force_login(nemanja)
    page = client.get(door(seat))
    assert seat.full_name in page.text
    assert "<button" in page.text

    for _ in range(2):
        page = client.post(door(seat), follow=True)

    assert marks() == [(seat.pk, "present", nemanja.email)]
    assert page.context["is_present"]
    assert "Označite" not in page.text


@pytest.mark.parametrize("name", ["jelena", "dragan", "vesna", "zoran", None])
def test_everybody_else_sees_the_code_and_no_name(request, client, seat, name):
    if name:
        client.force_login(request.getfixturevalue(name))

    page = client.get(door(seat))
    nobodys = client.get("/dolazak/AbCdEfGhIjKlMnOp/")

    assert (page.status_code, nobodys.status_code) == (200, 200)
    for told in (seat.full_name, "Novi krug", seat.booking.number):
        assert told not in page.text
    assert _without_code(page, seat.code) == _without_code(nobodys, "AbCdEfGhIjKlMnOp")
    assert client.post(door(seat)).status_code == (404 if name else 302)
    assert marks() == []


def _without_code(answer, code):
    """A code of nobody must look the same."""
    text = re.sub(r"<svg[^>]*class=\"qr\".*?</svg>", "", answer.text, flags=re.DOTALL)
    return re.sub(r'value="[^"]{64}"', "", text.replace(code, ""))


def test_on_another_day_and_for_those_who_cancelled_nobody_is_marked(client, nemanja, jelena, seat, training):
    client.force_login(nemanja)
    with sees_all():
        Part.objects.filter(training=training).update(
            starts_at=timezone.now() + timedelta(days=2), ends_at=timezone.now() + timedelta(days=2, hours=1)
        )
    answer = client.post(door(seat))
    assert (answer.status_code, marks()) == (422, [])
    assert 'role="alert"' in answer.text
    assert "Dani obuke" in answer.text

    with asking(jelena):
        cancel_booking(seat.booking, actor=jelena)
    answer = client.post(door(seat))

    assert (answer.status_code, marks()) == (422, [])
    assert "više nije prijavljena" in answer.text


def test_of_two_parts_in_one_day_the_coming_one_is_meant(training):
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    hour = timedelta(hours=1)
    with sees_all():
        first = Part.objects.get(training=training)
        Part.objects.filter(pk=first.pk).update(starts_at=noon - 2 * hour, ends_at=noon - hour)
        second = Part.objects.create(
            service=training.service, training=training, ordinal=2, starts_at=noon, ends_at=noon + hour
        )
        at = {
            name: part_at_the_door(training, when)
            for name, when in {
                "early": noon - 3 * hour,
                "during": noon - 1.5 * hour,
                "between": noon - 0.5 * hour,
                "after": noon + 5 * hour,
                "tomorrow": noon + timedelta(days=1),
            }.items()
        }

    assert at == {"early": first, "during": first, "between": second, "after": second, "tomorrow": None}


def test_whoever_was_not_scanned_is_absent_by_one_button(client, nemanja, seat, training):
    client.force_login(nemanja)
    client.post(door(seat))
    with sees_all():
        part = Part.objects.get(training=training)
    sheet = f"/banja-luka/rad/obuke/{training.pk}/prisustvo/{part.pk}/"
    assert client.get(sheet).context["unmarked"] == 1

    client.post(sheet, {f"osoba-{seat.pk}": "present", "ostali": "absent"})

    with sees_all():
        marks = dict(Attendance.objects.values_list("seat_id", "mark"))
    assert sorted(marks.values()) == ["absent", "present"]
    assert marks[seat.pk] == "present"


def test_whoever_is_scanned_after_the_list_was_opened_stays_present(client, nemanja, seat, training):
    """The page was read before the scan; the button knows only what it showed then."""
    client.force_login(nemanja)
    with sees_all():
        part = Part.objects.get(training=training)
    client.post(door(seat))

    client.post(f"/banja-luka/rad/obuke/{training.pk}/prisustvo/{part.pk}/", {"ostali": "absent"})

    with sees_all():
        marks = dict(Attendance.objects.values_list("seat_id", "mark"))
    assert (len(marks), marks[seat.pk]) == (2, "present")


def test_no_other_word_marks_the_rest(client, nemanja, seat, training):
    client.force_login(nemanja)
    with sees_all():
        part = Part.objects.get(training=training)

    answer = client.post(
        f"/banja-luka/rad/obuke/{training.pk}/prisustvo/{part.pk}/", {"ostali": "izmisljeno"}
    )

    assert (answer.status_code, marks()) == (422, [])


def test_an_organizer_has_a_card_for_each_of_its_people(client, jelena, booking, seat):
    client.force_login(jelena)

    page = client.get(f"/nalog/rezervacije/{booking.number}/ulaz/")
    by_link = client.get(f"/nalog/rezervacije/{booking.number}/ulaz/?t={booking.link_key}")

    for answer in (page, by_link):
        assert answer.text.count('class="qr"') == 2
        assert seat.full_name in answer.text


def test_a_reminder_brings_each_person_their_own_code(banja_luka, jelena, novi_krug):
    training = make_training(banja_luka)
    booking = book(training, jelena, novi_krug, 2)
    with sees_all():
        first, second = Seat.objects.filter(booking=booking).order_by("pk")
        for seat in (first, second):
            Seat.objects.filter(pk=seat.pk).update(email=f"osoba{seat.pk}@example.org")
        type(booking).objects.update(booked_at=timezone.now() - timedelta(days=30))

    remind_in(banja_luka, 9)

    letters = {notice.email: notice for notice in notices("training.reminder")}
    with sees_all():
        texts = {email: message_of(notice).body for email, notice in letters.items()}
    assert f"/dolazak/{first.code}/" in texts[f"osoba{first.pk}@example.org"]
    assert f"/dolazak/{second.code}/" in texts[f"osoba{second.pk}@example.org"]
    assert f"/dolazak/{second.code}/" not in texts[f"osoba{first.pk}@example.org"]
    assert first.code not in str(letters[f"osoba{first.pk}@example.org"].data)


def test_people_who_share_an_address_get_no_code_of_another(banja_luka, jelena, novi_krug):
    booking = book(make_training(banja_luka), jelena, novi_krug, 2)
    with sees_all():
        Seat.objects.filter(booking=booking).update(email="svi@example.org")
        type(booking).objects.update(booked_at=timezone.now() - timedelta(days=30))
        code_of = dict(Seat.objects.filter(booking=booking).values_list("full_name", "code"))

    remind_in(banja_luka, 9)

    letters = [notice for notice in notices("training.reminder") if notice.email == "svi@example.org"]
    with sees_all():
        bodies = {notice.name: message_of(notice).body for notice in letters}
    assert bodies
    for name, body in bodies.items():
        assert [other for other, code in code_of.items() if code in body] == [name]
