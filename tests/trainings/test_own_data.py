"""A person's own data in trainings: seen, taken away, erased; the counts stay."""

from accounts.operations import erase_person
from tests.cast import asking, make_person, make_training, sees_all
from tests.trainings.helpers import book, fresh
from trainings import own_data
from trainings.models import Seat


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
        support_needs="Prevod na znakovni jezik",
    )

    with asking(ognjen):
        erase_person(ognjen)

    booking = fresh(booking)
    assert (booking.contact_name, booking.contact_phone, booking.support_needs) == ("–", "", "")
    assert booking.contact_email.endswith("@invalid")
    assert "savic" not in booking.search
    with sees_all():
        seats = Seat.objects.filter(booking=booking).order_by("pk")
        assert [(seat.full_name, seat.email) for seat in seats] == [("–", ""), ("Mira Gajić", "")]
    assert (booking.seat_count, fresh(training).taken) == (2, 2)
