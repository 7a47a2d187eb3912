"""Attendance: the whole group on one screen."""

from datetime import timedelta

import pytest

from tests.cast import make_training, sees_all
from tests.trainings.helpers import book, fresh, verbs
from trainings.models import Attendance, Part, Seat


def begun(service, **fields):
    return make_training(service, starts_in=timedelta(days=-2), **fields)


def coming(service, jelena, novi_krug, **fields):
    """A training that begins with three people and, once booked, has been held."""
    training = make_training(service, **fields)
    book(training, jelena, novi_krug, 3)
    with sees_all():
        back = timedelta(days=12)
        for row in [training, *Part.objects.filter(training=training)]:
            type(row).objects.filter(pk=row.pk).update(
                starts_at=row.starts_at - back, ends_at=row.ends_at - back
            )
    return fresh(training)


@pytest.fixture
def training(banja_luka, jelena, novi_krug):
    return coming(banja_luka, jelena, novi_krug)


def address(training, page="prisustvo/"):
    return f"/banja-luka/rad/obuke/{training.pk}/{page}"


def parts(training):
    with sees_all():
        return list(training.parts.all())


def sheet(training, number=0):
    return address(training, f"prisustvo/{parts(training)[number].pk}/")


def seats(training):
    with sees_all():
        return list(Seat.objects.filter(training=training).order_by("sort", "pk"))


def marks(training, number=0):
    with sees_all():
        rows = Attendance.objects.filter(part=parts(training)[number]).order_by("seat__sort", "seat_id")
        return [row.mark for row in rows]


def ticks(training, *values):
    return {f"osoba-{seat.pk}": value for seat, value in zip(seats(training), values, strict=False)}


def checked(page):
    return [row["mark"] for row in page.context["rows"]]


def test_everybody_is_present_until_somebody_says_otherwise(client, nemanja, training):
    client.force_login(nemanja)
    page = client.get(address(training), follow=True)
    assert checked(page) == ["present"] * 3
    assert marks(training) == []

    answer = client.post(sheet(training), ticks(training, "present", "absent", "excused"), follow=True)

    assert marks(training) == ["present", "absent", "excused"]
    assert checked(answer) == ["present", "absent", "excused"]
    assert "Sačuvano u" in answer.text


def test_a_tick_alone_is_saved_and_answered_in_a_few_words(client, nemanja, training):
    client.force_login(nemanja)
    client.post(sheet(training), ticks(training, "present", "present", "present"))
    seat = seats(training)[1]
    answer = client.post(
        sheet(training), {f"osoba-{seat.pk}": "absent"}, headers={"X-Requested-With": "fetch"}
    )
    assert answer.json()["saved"].startswith("Sačuvano u ")
    assert answer.json()["complete"] is True
    assert marks(training) == ["present", "absent", "present"]


def test_a_refused_tick_says_why(client, nemanja, training):
    client.force_login(nemanja)
    seat = seats(training)[0]
    answer = client.post(
        sheet(training), {f"osoba-{seat.pk}": "možda"}, headers={"X-Requested-With": "fetch"}
    )
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert marks(training) == []


def test_somebody_without_a_mark_is_not_guessed_once_others_have_theirs(client, nemanja, training):
    client.force_login(nemanja)
    client.post(sheet(training), ticks(training, "present", "absent"))
    assert checked(client.get(sheet(training))) == ["present", "absent", None]


def test_the_training_is_marked_as_held_once_everybody_has_a_mark(client, nemanja, training):
    client.force_login(nemanja)
    assert "data-complete" in client.get(sheet(training)).text
    client.post(address(training, "odrzana/"))
    assert fresh(training).state == "published"

    client.post(sheet(training), ticks(training, "present", "present", "absent"))
    assert address(training, "odrzana/") in client.get(address(training, "")).text
    client.post(address(training, "odrzana/"))

    assert fresh(training).state == "held"
    assert verbs()[-2:] == ["attendance.marked", "training.held"]


def test_each_day_has_a_list_of_its_own(client, nemanja, banja_luka, jelena, novi_krug):
    training = coming(banja_luka, jelena, novi_krug, days=2)
    client.force_login(nemanja)
    client.post(sheet(training, 0), ticks(training, "absent", "absent", "absent"))
    page = client.get(sheet(training, 1))
    assert checked(page) == ["present"] * 3
    assert f'href="{sheet(training, 0)}"' in page.text
    assert marks(training, 1) == []


def test_nothing_is_entered_before_the_day(client, nemanja, banja_luka, jelena, novi_krug):
    training = make_training(banja_luka)
    book(training, jelena, novi_krug, 2)
    client.force_login(nemanja)
    assert 'type="radio"' not in client.get(sheet(training)).text
    answer = client.post(sheet(training), ticks(training, "present", "present"))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert marks(training) == []


@pytest.mark.parametrize(
    "sent",
    [
        {"osoba-999999": "present"},
        {"osoba-" + "9" * 40: "present"},
        {"osoba-x": "present"},
        {"osoba-²": "present"},
        {"osoba-": ""},
        {},
    ],
)
def test_strange_seats_are_refused_or_passed_over(client, nemanja, training, sent):
    client.force_login(nemanja)
    assert client.post(sheet(training), sent).status_code in {302, 422}
    assert marks(training) == []


@pytest.mark.parametrize("mark", ["", "<script>alert(1)</script>", "😀", "присутан", "a\x00", "x" * 5000])
def test_a_mark_must_be_one_of_three_and_the_other_ticks_are_kept(client, nemanja, training, mark):
    client.force_login(nemanja)
    answer = client.post(sheet(training), ticks(training, mark, "excused", "absent"))
    assert answer.status_code == 422
    assert checked(answer)[1:] == ["excused", "absent"]
    assert "<script>alert" not in answer.text
    assert marks(training) == []


def test_a_seat_of_another_training_is_refused(client, nemanja, training, banja_luka, jelena, novi_krug):
    other = coming(banja_luka, jelena, novi_krug)
    client.force_login(nemanja)
    assert client.post(sheet(training), ticks(other, "present")).status_code == 422
    assert marks(training) == []


def test_a_part_of_another_training_is_not_found(client, nemanja, training, banja_luka):
    other = begun(banja_luka)
    client.force_login(nemanja)
    mixed = address(training, f"prisustvo/{parts(other)[0].pk}/")
    assert client.get(mixed).status_code == 404
    assert client.post(mixed, ticks(training, "present")).status_code == 404


@pytest.mark.parametrize("who", ["dragan", "jelena", "vesna", "zoran"])
def test_attendance_is_entered_by_the_staff_of_the_service_only(client, request, training, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(sheet(training)).status_code == 404
    assert client.post(sheet(training), ticks(training, "absent")).status_code == 404
    assert marks(training) == []
