"""A person's own data in trainings: seen, taken away, erased; the counts stay."""

from datetime import timedelta

from django.utils import timezone

from accounts.operations import erase_person
from notifications.models import Notice
from organizers.models import Person
from tests.cast import asking, make_person, make_training, sees_all
from tests.trainings.helpers import book, fresh, needs_in
from trainings import own_data
from trainings.models import Seat, Training
from trainings.operations.booking import change_people
from trainings.operations.waiting import join_waiting_list


def test_a_person_takes_away_bookings_and_seats(novi_krug, ognjen, jelena):
    training = make_training(novi_krug.service)
    booking = book(training, ognjen, novi_krug, [make_person(novi_krug, "Ognjen", email=ognjen.email)])

    with asking(ognjen):
        mine = own_data.export(ognjen)

    assert [row["number"] for row in mine["bookings"]] == [booking.number]
    assert [row["training"] for row in mine["seats"]] == [training.title]


def test_erasing_takes_names_and_keeps_counts(novi_krug, ognjen, jelena):
    training = make_training(novi_krug.service)
    booking = book(
        training,
        ognjen,
        novi_krug,
        [make_person(novi_krug, "Ognjen Savić", email=ognjen.email), make_person(novi_krug, "Mira Gajić")],
        contact_phone="051 000 000",
        needs={"access_needs": "Prevod na znakovni jezik"},
    )

    with sees_all():
        now = timezone.now()
        over = {"starts_at": now - timedelta(days=2), "ends_at": now - timedelta(days=1)}
        Training.objects.filter(pk=training.pk).update(**over)

    with asking(ognjen):
        erase_person(ognjen)

    booking = fresh(booking)
    assert (booking.contact_name, booking.contact_phone, needs_in(booking)) == ("–", "", None)
    assert booking.contact_email.endswith("@invalid")
    assert "savic" not in booking.search
    with sees_all():
        seats = Seat.objects.filter(booking=booking).order_by("pk")
        assert [(seat.full_name, seat.email) for seat in seats] == [("–", ""), ("Mira Gajić", "")]
    assert (booking.seat_count, fresh(training).taken) == (2, 2)


def test_somebody_else_becomes_the_contact_of_what_is_to_come(novi_krug, ognjen, jelena):
    coming = [make_person(novi_krug, "Mira Gajić")]
    booking = book(make_training(novi_krug.service), ognjen, novi_krug, coming, contact_phone="051 000 000")

    with asking(ognjen):
        erase_person(ognjen)

    booking = fresh(booking)
    assert (booking.booked_by_id, booking.contact_email, booking.contact_phone) == (
        jelena.pk,
        jelena.email,
        "",
    )
    assert "savic" not in booking.search


def test_erasing_reaches_what_others_booked_for_a_person(novi_krug, ana, jelena):
    someone = make_person(novi_krug, "Ana Simić", email=ana.email)
    training = make_training(novi_krug.service, seats=2)
    booking = book(training, jelena, novi_krug, [someone, make_person(novi_krug, "Mira Gajić")])
    full = make_training(novi_krug.service, seats=1, taken=1)
    with asking(jelena):
        entry = join_waiting_list(full, actor=jelena, organizer=novi_krug, people=[someone])

    with asking(ana):
        erase_person(ana)

    assert ("simic" in fresh(booking).search, "gajic" in fresh(booking).search) == (False, True)
    assert [(row["full_name"], row["email"]) for row in fresh(entry).people] == [("–", "")]
    assert fresh(booking).contact_email == jelena.email
    with sees_all():
        sent = Notice.objects.filter(service=novi_krug.service, kind="booking.made", recipient=None)
        assert [(row.email, row.name, row.data, row.state) for row in sent] == [
            (f"obrisano-{ana.pk}@invalid", "", {}, "cancelled")
        ]


def test_people_without_data_stay_apart_when_a_booking_changes(novi_krug, jelena):
    people = [make_person(novi_krug, f"Osoba {n}") for n in range(3)]
    booking = book(make_training(novi_krug.service), jelena, novi_krug, people)
    with sees_all():
        # Typed in by a link's holder, then erased: nothing tells them from one another.
        Seat.objects.filter(person__in=people[:2]).update(person=None, full_name="–", email="")
        staying = [Person(organizer=novi_krug, full_name="–", email="")]

    with asking(jelena):
        change_people(booking, actor=jelena, people=staying)

    assert fresh(booking).seat_count == 2
    assert fresh(booking.training).taken == 2
    with sees_all():
        assert Seat.objects.standing().filter(booking=booking).count() == 2
