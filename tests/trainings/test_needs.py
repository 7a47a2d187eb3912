"""What people need to take part: who reads it, and when it is forgotten."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from services.models import HistoryEntry
from services.tenancy import Actor, acting_as
from tests.cast import asking, make_training, sees_all
from tests.trainings.helpers import book, fresh, needs_in
from tests.trainings.lining import join
from trainings.models import Needs
from trainings.needs import needs_of
from trainings.operations.booking import cancel_booking
from trainings.operations.waiting import leave_waiting_list
from trainings.tasks import erase_needs

NEEDS = {"access_needs": "Tajna rampa", "diet": "Tajna dijeta"}


@pytest.fixture
def booking(banja_luka, jelena, novi_krug):
    return book(make_training(banja_luka), jelena, novi_krug, 2, needs=NEEDS)


READERS = {"jelena", "ognjen", "nemanja", "milica"}


@pytest.mark.parametrize(
    "who", ["jelena", "ognjen", "nemanja", "milica", "goran", "dragan", "vesna", "zoran", "ana"]
)
def test_only_the_running_service_and_the_organizer_read_them(request, booking, who, sveti_sava, ognjen):
    user = request.getfixturevalue(who)
    with asking(user), transaction.atomic():
        by_query = Needs.objects.visible_to(user).exists()
        # The second wall alone.
        by_table = Needs.objects.exists()

    assert (by_query, by_table) == (who in READERS, who in READERS)


def test_the_holder_of_the_link_reads_those_of_that_booking_only(banja_luka, booking, goran, sveti_sava):
    other = book(make_training(banja_luka), goran, sveti_sava, 1, needs={"diet": "drugo"})
    with acting_as(Actor(bookings=(booking.pk,), link=booking.link_key)), transaction.atomic():
        assert needs_of(None, booking).diet == "Tajna dijeta"
        assert needs_of(None, other) is None


def test_a_coordinator_sees_the_booking_without_them(client, booking, vesna, jelena, nemanja):
    path = f"/nalog/rezervacije/{booking.number}/"
    seen = {}
    for user in (vesna, jelena, nemanja):
        client.force_login(user)
        answer = client.get(path)
        seen[user.email] = (answer.status_code, "Tajna" in answer.text)

    assert seen[vesna.email] == (200, False)
    assert seen[jelena.email] == seen[nemanja.email] == (200, True)


def test_an_organizer_cannot_write_them_past_the_operation(booking, goran, sveti_sava):
    with asking(goran), pytest.raises(ProgrammingError), transaction.atomic():
        Needs.objects.create(
            service=booking.service, organizer=sveti_sava, diet="x", erase_on=booking.booked_at.date()
        )


def test_nothing_needed_is_no_row(banja_luka, jelena, novi_krug):
    booking = book(make_training(banja_luka), jelena, novi_krug, 1, needs={"access_needs": "", "diet": ""})
    assert needs_in(booking) is None


def test_the_desk_counts_the_same_words_and_names_nobody(
    client, banja_luka, jelena, novi_krug, goran, sveti_sava, nemanja
):
    training = make_training(banja_luka)
    book(training, jelena, novi_krug, 1, needs={"diet": "Posno", "access_needs": "rampa"})
    book(training, goran, sveti_sava, 1, needs={"diet": "posno"})
    client.force_login(nemanja)

    page = client.get(f"/banja-luka/rad/obuke/{training.pk}/")

    assert page.context["needs"] == ([("rampa", 1)], [("Posno", 2)])
    assert "2 × Posno" in page.text


def test_thirty_days_after_the_training_they_are_gone_and_the_history_keeps_only_that(booking, time_machine):
    with sees_all():
        erase_on = Needs.objects.get().erase_on
    assert erase_on == (fresh(booking.training).ends_at + timedelta(days=30)).date()
    time_machine.move_to(booking.training.ends_at + timedelta(days=29), tick=False)
    erase_needs()
    assert needs_in(booking) == ("Tajna rampa", "Tajna dijeta")

    time_machine.move_to(booking.training.ends_at + timedelta(days=31), tick=False)
    erase_needs()
    erase_needs()

    assert needs_in(booking) is None
    with sees_all():
        entry = HistoryEntry.objects.get(verb="needs.erased")
    assert (entry.actor_id, entry.changes) == (None, {"count": 1})


def test_those_who_no_longer_come_are_forgotten_the_next_night(
    booking, jelena, goran, sveti_sava, banja_luka
):
    full = make_training(banja_luka, seats=1, taken=0)
    book(full, jelena, booking.organizer, 1)
    entry = join(full, goran, sveti_sava, 1, needs=NEEDS)
    erase_needs()
    with sees_all():
        assert Needs.objects.count() == 2

    with asking(jelena):
        cancel_booking(booking, actor=jelena)
    with asking(goran):
        leave_waiting_list(entry, actor=goran)
    erase_needs()

    with sees_all():
        assert not Needs.objects.exists()


def test_the_columns_of_a_booking_hold_none_of_it(booking):
    with sees_all(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select row_to_json(b)::text from trainings_booking b where id = %s", [booking.pk])
        assert "Tajna" not in cursor.fetchone()[0]


def test_the_file_of_a_training_holds_them_for_its_staff(client, booking, nemanja):
    client.force_login(nemanja)
    path = f"/banja-luka/rad/obuke/{booking.training_id}/prijave/"
    answer = client.get(path, {"izvoz": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert "Tajna rampa" in text
    assert "Tajna dijeta" in text
    assert "Tajna dijeta" in client.get(path).text
