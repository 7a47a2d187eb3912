"""Trainings whose service approves each booking: what waits, what holds seats, what is told to whom."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from services.models import HistoryEntry
from tests.cast import asking, make_person, make_training, sees_all
from tests.trainings.helpers import book, errors_in, fresh, notices, taken, told
from tests.trainings.lining import join, offered
from trainings.counters import wrong_counters
from trainings.desk import tasks
from trainings.models import Part, Seat, Training
from trainings.operations.announcing import mark_held
from trainings.operations.approval import approve_bookings, refuse_bookings
from trainings.operations.attendance import mark_attendance
from trainings.operations.booking import cancel_booking, change_people
from trainings.operations.reminders import remind
from trainings.operations.runs import change_training
from vsrs.refusals import Refused

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def training(banja_luka):
    return make_training(banja_luka, seats=4, needs_approval=True)


@pytest.fixture
def asked(training, jelena, novi_krug):
    milan = make_person(novi_krug, "Milan Jović", email="milan@example.org")
    return book(training, jelena, novi_krug, [milan, make_person(novi_krug, "Rada Ćosić")])


def approve(training, user, *bookings):
    with asking(user):
        return approve_bookings(training, actor=user, bookings=bookings)


def refuse(training, user, *bookings, reason="Za ovu grupu je termin u maju."):
    with asking(user):
        return refuse_bookings(training, actor=user, bookings=bookings, reason=reason)


def address(training):
    return f"/{training.service.slug}/rad/obuke/{training.pk}/odobravanje/"


def test_a_booking_waits_holds_its_seats_and_only_the_contact_hears(training, asked):
    assert fresh(asked).state == "requested"
    assert taken(training) == 2
    assert told() == [("booking.requested", "contact", "jelena@example.org")]


def test_approval_tells_the_contact_and_those_who_come_with_a_calendar(training, asked, nemanja):
    approve(training, nemanja, asked)

    booking = fresh(asked)
    assert (booking.state, booking.decided_by_id, booking.revision) == ("booked", nemanja.pk, 1)
    assert told()[1:] == [
        ("booking.approved", "contact", "jelena@example.org"),
        ("booking.made", "person", "milan@example.org"),
    ]
    assert approve(training, nemanja, asked) == []
    assert len(told()) == 3


def test_a_refusal_needs_a_reason_frees_the_seats_and_offers_them(
    training, asked, nemanja, goran, sveti_sava, banja_luka
):
    join(training, goran, sveti_sava, 3)
    with pytest.raises(Refused):
        refuse(training, nemanja, asked, reason="  ")

    refuse(training, nemanja, asked)

    booking = fresh(asked)
    assert (booking.state, booking.decision_reason) == ("refused", "Za ovu grupu je termin u maju.")
    assert offered(training) == [(sveti_sava.name, 3)]
    with sees_all():
        assert not Seat.objects.standing().filter(booking=booking).exists()
        assert wrong_counters(banja_luka) == []
    (letter,) = notices("booking.refused")
    assert (letter.email, letter.data["why"]) == ("jelena@example.org", "Za ovu grupu je termin u maju.")
    assert ("booking.refused", "person", "milan@example.org") not in told()


@pytest.mark.parametrize("who", ["jelena", "dragan", "vesna", "zoran", "goran"])
def test_only_the_service_that_runs_it_answers(request, training, asked, who, sveti_sava):
    user = request.getfixturevalue(who)
    for answer in (approve, refuse):
        with pytest.raises(PermissionDenied):
            answer(training, user, asked)


def test_bookings_of_another_training_are_left_alone(training, asked, banja_luka, nemanja):
    other = make_training(banja_luka)

    assert approve(other, nemanja, asked) == []
    assert fresh(asked).state == "requested"


def test_those_who_wait_may_change_and_cancel_and_nobody_else_is_told(training, asked, jelena, novi_krug):
    ana = make_person(novi_krug, "Ana Simić", email="ana@example.org")
    with asking(jelena):
        change_people(asked, actor=jelena, people=[ana])
        cancel_booking(asked, actor=jelena)

    assert [kind for kind, _for, email in told() if email != "jelena@example.org"] == []
    assert all(notice.data["requested"] for notice in notices("booking.cancelled"))
    assert taken(training) == 0


def test_nobody_new_comes_by_way_of_an_approved_booking(training, asked, jelena, nemanja, novi_krug):
    approve(training, nemanja, asked)
    ana = make_person(novi_krug, "Ana Simić")
    with sees_all():
        here = [seat.person for seat in asked.seat_rows.standing().select_related("person")]

    with asking(jelena), pytest.raises(Refused, match="only it can add people"):
        change_people(asked, actor=jelena, people=[*here, ana])
    with asking(jelena):
        change_people(asked, actor=jelena, people=here[:1])
    with asking(nemanja):
        change_people(asked, actor=nemanja, people=[here[0], ana])

    assert (fresh(asked).state, taken(training)) == ("booked", 2)


def test_a_second_booking_while_the_first_waits_is_refused(training, asked, jelena, novi_krug):
    with pytest.raises(Refused, match=asked.number):
        book(training, jelena, novi_krug, 1)


def test_what_waits_is_not_reminded_of_and_has_no_attendance(
    training, asked, nemanja, banja_luka, time_machine
):
    with sees_all():
        seat = Seat.objects.filter(booking=asked).first()
        part = Part.objects.get(training=training)
    time_machine.move_to(training.starts_at - timedelta(days=7), tick=False)
    with asking(nemanja):
        remind(banja_luka)
    assert notices("training.reminder") == []

    time_machine.move_to(training.starts_at + timedelta(hours=1), tick=False)
    with asking(nemanja), pytest.raises(Refused, match="no longer booked"):
        mark_attendance(part, actor=nemanja, marks={seat.pk: "present"})
    approve(training, nemanja, asked)
    with asking(nemanja):
        assert mark_attendance(part, actor=nemanja, marks={seat.pk: "present"}) == 1


def test_a_training_is_not_held_before_every_booking_is_answered(training, asked, nemanja, time_machine):
    time_machine.move_to(training.ends_at + timedelta(hours=1), tick=False)

    with asking(nemanja), pytest.raises(Refused, match="1 booking waits for approval"):
        mark_held(training, actor=nemanja)


def test_approval_is_not_given_up_over_the_heads_of_those_who_wait(training, asked, nemanja):
    with sees_all():
        parts = list(Part.objects.filter(training=training).values("starts_at", "ends_at"))
    with asking(nemanja), pytest.raises(Refused) as refusal:
        change_training(
            training, actor=nemanja, parts=parts, trainers=[], expected_revision=0, needs_approval=False
        )

    assert refusal.value.field == "needs_approval"


def test_an_offer_taken_from_the_list_waits_for_approval_too(
    training, asked, nemanja, jelena, goran, sveti_sava
):
    entry = join(training, goran, sveti_sava, 3, support={"phone": "065 111 222"}, needs={"diet": "posno"})
    refuse(training, nemanja, asked)
    from tests.trainings.helpers import needs_in
    from tests.trainings.lining import offers
    from trainings.operations.offers import take_offer

    (offer,) = offers(training, state="open")
    with asking(goran):
        booking = take_offer(offer, actor=goran)

    assert fresh(booking).state == "requested"
    assert (fresh(booking).contact_phone, needs_in(booking)) == ("065 111 222", ("", "posno"))
    assert fresh(entry).booking_id == booking.pk


# --- the desk ----------------------------------------------------------------------------------
def test_the_desk_says_how_many_wait_and_since_when(training, asked, nemanja, banja_luka, time_machine):
    with sees_all():
        type(asked).objects.filter(pk=asked.pk).update(booked_at=timezone.now() - timedelta(days=3))
    with asking(nemanja):
        (task,) = [task for task in tasks(nemanja, banja_luka) if "approval" in task.text]
    assert (task.text, task.tag, task.tone) == ("1 booking waits for approval", "for 3 days", "")
    assert task.url.endswith(address(training))

    time_machine.move_to(training.starts_at + timedelta(minutes=5), tick=False)
    with asking(nemanja):
        (task,) = [task for task in tasks(nemanja, banja_luka) if "approval" in task.text]
    assert (task.tag, task.tone) == ("the training has begun", "error")


def test_staff_answer_several_at_once(client, training, asked, nemanja, goran, sveti_sava):
    other = book(training, goran, sveti_sava, 1)
    client.force_login(nemanja)
    page = client.get(address(training))
    assert page.text.index(asked.number) < page.text.index(other.number)

    client.post(address(training), {"prijava": [asked.number, other.number], "odluka": "odobri"})

    assert {fresh(asked).state, fresh(other).state} == {"booked"}
    assert asked.number not in client.get(address(training)).text


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"odluka": "odobri"}, ["id_prijava_error"]),
        ({"odluka": "odobri", "prijava": "BL-2026-9999"}, ["id_prijava_error"]),
        ({"odluka": "odbij", "prijava": "*"}, ["id_reason_error"]),
        ({"odluka": "odbij", "prijava": "*", "reason": "a" * 601}, ["id_reason_error"]),
        ({"odluka": "", "prijava": "*", "reason": "Puno je."}, []),
    ],
)
def test_an_answer_that_says_too_little_is_refused(client, training, asked, nemanja, fields, errors):
    client.force_login(nemanja)
    if fields.get("prijava") == "*":
        fields = fields | {"prijava": asked.number}

    response = client.post(address(training), fields)

    assert response.status_code == 422
    assert errors_in(response) == errors
    assert fresh(asked).state == "requested"


def test_the_organizer_reads_why_on_the_page_of_the_booking(client, training, asked, jelena, nemanja):
    client.force_login(jelena)
    path = f"/nalog/rezervacije/{asked.number}/"
    waiting = client.get(path).text
    assert client.get(f"{path}ulaz/").status_code == 404
    assert client.get(f"{path}kalendar.ics").status_code == 404
    refuse(training, nemanja, asked)
    refused = client.get(path).text

    assert "waits for approval" in waiting or "odobrenj" in waiting
    assert "Za ovu grupu je termin u maju." in refused


def test_the_sheet_names_only_those_who_are_approved(client, training, asked, nemanja):
    client.force_login(nemanja)
    sheet = f"/banja-luka/rad/obuke/{training.pk}/lista-prisustva/"
    assert "Milan Jović" not in client.get(sheet).text
    approve(training, nemanja, asked)
    assert "Milan Jović" in client.get(sheet).text


def test_the_history_says_who_answered(training, asked, nemanja):
    refuse(training, nemanja, asked)
    with sees_all():
        entry = HistoryEntry.objects.get(verb="booking.refused")
    assert (entry.actor_id, entry.changes["reason"]) == (nemanja.pk, "Za ovu grupu je termin u maju.")
    assert Training.State(fresh(training).state) == Training.State.PUBLISHED


def test_the_link_for_joining_comes_with_the_approval(client, banja_luka, jelena, novi_krug, nemanja):
    link = "https://sastanak.example/tajno"
    training = make_training(banja_luka, needs_approval=True, form="daljina", link=link)
    booking = book(training, jelena, novi_krug, 1)
    client.force_login(jelena)
    path = f"/nalog/rezervacije/{booking.number}/"
    assert link not in client.get(path).text
    approve(training, nemanja, booking)

    assert link in client.get(path).text
    assert [notice.data["link"] for notice in notices("booking.requested")] == [""]
    assert [notice.data["link"] for notice in notices("booking.approved")] == [link]


def test_who_has_no_seat_any_more_gets_no_link_for_joining(banja_luka, jelena, novi_krug, nemanja):
    link = "https://sastanak.example/tajno"
    asks = make_training(banja_luka, needs_approval=True, form="daljina", link=link)
    refuse(asks, nemanja, book(asks, jelena, novi_krug, 1))
    open_to_all = make_training(banja_luka, form="daljina", link=link)
    booking = book(open_to_all, jelena, novi_krug, 1)
    with asking(jelena):
        cancel_booking(booking, actor=jelena)

    assert {notice.data["link"] for notice in notices("booking.refused")} == {""}
    assert {notice.data["link"] for notice in notices("booking.cancelled")} == {""}
    assert {notice.data["link"] for notice in notices("booking.made")} == {link}
