from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from network.models import Stale
from notifications import letters
from organizers.models import Organizer
from services.models import HistoryEntry, Sequence
from tests.cast import asking, make_organizer, make_person, make_training, make_user, represent, sees_all
from tests.trainings.helpers import book, fresh, names_in, needs_in, notices, taken, told, verbs
from trainings.models import Booking, Training
from trainings.operations.booking import book_seats, cancel_booking
from trainings.operations.runs import change_training
from vsrs.refusals import Refused

pytestmark = pytest.mark.usefixtures("in_english")

DAY = timedelta(days=1)


def everything_of(training):
    """What a refused booking must leave as it was."""
    with sees_all():
        return taken(training), Booking.objects.count(), HistoryEntry.objects.count(), told()


# --- done --------------------------------------------------------------------------------------
def test_group_gets_seats_a_number_and_a_letter(banja_luka, novi_krug, jelena):
    training = make_training(banja_luka, seats=5)
    milan = make_person(novi_krug, "Milan Jović", email="milan@example.org")
    rada = make_person(novi_krug, "Rada Ćosić")

    booking = book(
        training,
        jelena,
        novi_krug,
        [milan, rada],
        contact_phone="065 000 000",
        needs={"access_needs": "rampa", "diet": ""},
    )

    assert booking.number.startswith(f"BL-{timezone.localdate().year}-")
    assert (booking.seat_count, booking.organizer_name, booking.contact_name, booking.contact_email) == (
        2,
        novi_krug.name,
        "Jelena Marić",
        "jelena@example.org",
    )
    assert (booking.contact_phone, needs_in(booking)) == ("065 000 000", ("rampa", ""))
    assert names_in(booking) == ["Milan Jović", "Rada Ćosić"]
    assert taken(training) == 2
    assert verbs() == ["booking.made"]
    assert told() == [
        ("booking.made", "contact", "jelena@example.org"),
        ("booking.made", "person", "milan@example.org"),
    ]
    with sees_all():
        assert Stale.objects.filter(service=banja_luka, room="trainings").count() == 1


def test_somebody_without_a_name_books_under_an_address_however_long(banja_luka, novi_krug):
    address = f"{'a' * 60}@{'.'.join(['b' * 60] * 3)}.ba"
    nobody = make_user(address)
    represent(nobody, novi_krug)

    booking = book(make_training(banja_luka), nobody, novi_krug, 1)

    assert (booking.contact_name, booking.contact_email) == (address[:150], address)


def test_letter_holds_everything_its_words_and_calendar_need(banja_luka, novi_krug, jelena):
    training = make_training(banja_luka, days=2, address="Kralja Petra 1", access_notes="Ulaz iz dvorišta")
    milan = make_person(novi_krug, "Milan Jović", email="milan@example.org")

    booking = book(training, jelena, novi_krug, [milan])
    contact, person = (notice.data for notice in notices("booking.made"))

    assert contact["uid"] == f"booking-{booking.number}@localhost"
    assert (contact["sequence"], contact["status"], contact["people"]) == (0, "CONFIRMED", ["Milan Jović"])
    assert contact["manage"] == f"/nalog/rezervacije/{booking.number}/"
    assert contact["place"] == "Dom omladine, Kralja Petra 1, Banja Luka"
    assert [part["ordinal"] for part in contact["parts"]] == [1, 2]
    assert contact["start"] == training.starts_at.isoformat()
    assert contact["service"]["slug"] == "banja-luka"
    # A booked person neither manages the booking nor learns who else comes.
    assert (person["manage"], person["people"]) == ("", [])


def test_only_the_contacts_letter_has_the_secret_link_and_no_row_of_the_outbox(banja_luka, novi_krug, jelena):
    milan = make_person(novi_krug, "Milan Jović", email="milan@example.org")
    booking = book(make_training(banja_luka), jelena, novi_krug, [milan])
    contact, person = notices("booking.made")

    link = f"/nalog/rezervacije/{booking.number}/?t={booking.link_key}"
    with sees_all():
        assert link in letters.message_of(contact).body
        assert booking.link_key not in letters.message_of(person).body
    for notice in (contact, person):
        assert booking.link_key not in f"{notice.data} {notice.url}"


def test_secret_link_is_not_in_the_inbox_address(banja_luka, novi_krug, jelena):
    booking = book(make_training(banja_luka), jelena, novi_krug, 1)

    (notice,) = notices("booking.made")

    assert notice.url == f"/nalog/rezervacije/{booking.number}/"


def test_whoever_books_for_herself_gets_one_letter(banja_luka, novi_krug, jelena):
    herself = make_person(novi_krug, "Jelena Marić", email="Jelena@example.org")

    book(make_training(banja_luka), jelena, novi_krug, [herself])

    assert told() == [("booking.made", "contact", "jelena@example.org")]


def test_organizer_of_another_service_books_in_the_network(banja_luka, sveti_sava, goran):
    training = make_training(banja_luka)

    booking = book(training, goran, sveti_sava, 2)

    assert booking.service == banja_luka
    assert taken(training) == 2


def test_numbers_of_a_service_rise_and_nobody_waits_for_one(banja_luka, novi_krug, jelena, sveti_sava, goran):
    training = make_training(banja_luka)

    first, second = book(training, jelena, novi_krug, 1), book(training, goran, sveti_sava, 1)

    year = timezone.localdate().year
    assert [first.number, second.number] == [f"BL-{year}-{booking.pk:04d}" for booking in (first, second)]
    assert first.number < second.number
    with sees_all():
        assert not Sequence.objects.exists()


def test_person_named_twice_takes_one_seat(banja_luka, novi_krug, jelena):
    training = make_training(banja_luka)
    milan = make_person(novi_krug, "Milan Jović")

    booking = book(training, jelena, novi_krug, [milan, milan])

    assert (booking.seat_count, taken(training)) == (1, 1)


# --- the same form twice -----------------------------------------------------------------------
def test_same_form_sent_twice_is_one_booking(banja_luka, novi_krug, jelena):
    training = make_training(banja_luka)
    people = [make_person(novi_krug, "Milan Jović")]
    key = uuid4()

    first = book(training, jelena, novi_krug, people, form_key=key)
    second = book(training, jelena, novi_krug, people, form_key=str(key))

    assert first == second
    assert taken(training) == 1
    assert verbs() == ["booking.made"]
    assert len(told()) == 1


def test_same_form_gives_its_booking_also_when_the_training_is_full_or_closed(banja_luka, novi_krug, jelena):
    training = make_training(banja_luka, seats=1)
    people = [make_person(novi_krug, "Milan Jović")]
    key = uuid4()
    booking = book(training, jelena, novi_krug, people, form_key=key)
    with sees_all():
        Training.objects.update(closes_at=timezone.now() - DAY)

    assert book(fresh(training), jelena, novi_krug, people, form_key=key) == booking


def test_form_of_another_training_is_refused(banja_luka, novi_krug, jelena):
    people = [make_person(novi_krug, "Milan Jović")]
    key = uuid4()
    book(make_training(banja_luka), jelena, novi_krug, people, form_key=key)
    other = make_training(banja_luka)
    before = everything_of(other)

    with pytest.raises(Refused, match="used already"):
        book(other, jelena, novi_krug, people, form_key=key)

    assert everything_of(other) == before


def test_organizer_with_a_booking_is_sent_to_it(banja_luka, novi_krug, jelena, ognjen):
    training = make_training(banja_luka)
    booking = book(training, jelena, novi_krug, 1)
    before = everything_of(training)

    with pytest.raises(Refused, match=f"already has booking {booking.number}"):
        book(training, ognjen, novi_krug, 1)

    assert everything_of(training) == before


def test_after_cancelling_an_organizer_can_book_again(banja_luka, novi_krug, jelena):
    training = make_training(banja_luka)
    people = [make_person(novi_krug, "Milan Jović")]
    first = book(training, jelena, novi_krug, people)
    with asking(jelena):
        cancel_booking(first, actor=jelena)

    second = book(training, jelena, novi_krug, people)

    assert second != first
    assert taken(training) == 1


# --- refused -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": Training.State.CANCELLED}, "This training has been cancelled"),
        ({"state": Training.State.HELD}, "already begun"),
        ({"starts_in": -timedelta(hours=1)}, "already begun"),
        ({"opens_at": timezone.now() + DAY}, "Booking opens on"),
        ({"closes_at": timezone.now() - DAY}, "Booking closed on"),
        ({"organizer_cap": 1}, "at most 1 seat in"),
        ({"seats": 1}, "Only 1 seat is free"),
    ],
)
def test_refusal_is_a_sentence_and_changes_nothing(banja_luka, novi_krug, jelena, fields, sentence):
    training = make_training(banja_luka, **fields)
    people = [make_person(novi_krug, "Milan Jović"), make_person(novi_krug, "Rada Ćosić")]
    before = everything_of(training)

    with pytest.raises(Refused, match=sentence):
        book(training, jelena, novi_krug, people)

    assert everything_of(training) == before


def test_full_training_points_to_the_waiting_list(banja_luka, novi_krug, jelena, sveti_sava, goran):
    training = make_training(banja_luka, seats=2)
    book(training, goran, sveti_sava, 2)

    with pytest.raises(Refused, match=r"All seats are taken\. You can join the waiting list"):
        book(training, jelena, novi_krug, 1)

    assert taken(training) == 2


def test_group_larger_than_what_is_left_gets_nothing(banja_luka, novi_krug, jelena, sveti_sava, goran):
    training = make_training(banja_luka, seats=3)
    book(training, goran, sveti_sava, 1)
    before = everything_of(training)

    with pytest.raises(Refused, match="Only 2 seats are free"):
        book(training, jelena, novi_krug, 3)

    assert everything_of(training) == before


def test_training_of_one_service_is_not_for_organizers_of_another(banja_luka, sveti_sava, goran):
    training = make_training(banja_luka, audience=Training.Audience.SERVICE)

    with pytest.raises(
        Refused, match="only for organizers of this service: Lokalni volonterski servis Banja"
    ):
        book(training, goran, sveti_sava, 1)


@pytest.mark.parametrize("status", ["applied", "returned", "paused", "closed"])
def test_organizer_that_is_not_confirmed_books_nothing(banja_luka, jelena, status):
    organizer = make_organizer(banja_luka, "Novo udruženje", registered_by=jelena, status=status)
    represent(jelena, organizer)

    with pytest.raises(Refused, match="once its local service has confirmed it"):
        book(make_training(banja_luka), jelena, organizer, 1)


def test_nobody_chosen_is_refused(banja_luka, novi_krug, jelena):
    with pytest.raises(Refused, match="Choose at least one person"):
        book(make_training(banja_luka), jelena, novi_krug, [])


def test_somebody_elses_person_is_refused(banja_luka, novi_krug, jelena, sveti_sava):
    stranger = make_person(sveti_sava, "Đurđa Ćetković")

    with pytest.raises(Refused, match="Đurđa Ćetković is not among"):
        book(make_training(banja_luka), jelena, novi_krug, [stranger])


def test_training_cancelled_since_it_was_read_is_refused(banja_luka, novi_krug, jelena):
    """The view read it a moment ago; the database decides on what it is now."""
    training = make_training(banja_luka)
    with sees_all():
        Training.objects.update(state=Training.State.CANCELLED)

    with pytest.raises(Refused, match="has been cancelled"):
        book(training, jelena, novi_krug, 1)

    assert taken(training) == 0


def test_booking_is_of_the_training_as_it_is_when_the_seats_are_taken(
    banja_luka, nemanja, novi_krug, jelena, sveti_sava, goran
):
    read_before = make_training(banja_luka, days=2)
    days = move_and_cap(read_before, nemanja)

    book(read_before, jelena, novi_krug, 1)

    data = notices("booking.made")[0].data
    assert [part["start"] for part in data["parts"]] == [day["starts_at"].isoformat() for day in days]
    with pytest.raises(Refused, match="at most 1 seat"):
        book(read_before, goran, sveti_sava, 2)
    assert taken(read_before) == 1


def move_and_cap(training, user):
    """One week later, and one seat for an organizer."""
    with sees_all():
        parts = list(training.parts.values("title", "starts_at", "ends_at", "place", "agenda"))
    for part in parts:
        part["starts_at"] += timedelta(days=7)
        part["ends_at"] += timedelta(days=7)
    with asking(user):
        change_training(
            fresh(training), actor=user, parts=parts, trainers=[], expected_revision=0, organizer_cap=1
        )
    return parts


@pytest.mark.parametrize("who", ["milica", "nemanja", "vesna", "zoran", "goran", "ana"])
def test_only_the_organizers_own_people_book_for_it(banja_luka, novi_krug, who, request):
    user = request.getfixturevalue(who)
    training = make_training(banja_luka)
    milan = make_person(novi_krug, "Milan Jović")

    with pytest.raises(PermissionDenied), asking(user):
        book_seats(training, actor=user, organizer=novi_krug, people=[milan], form_key=uuid4())

    assert taken(training) == 0


def test_representation_that_ended_gives_no_right(banja_luka, novi_krug, jelena):
    with sees_all():
        novi_krug.representatives.update(
            starts_on=timezone.localdate() - 2 * DAY, ends_on=timezone.localdate() - DAY
        )
        assert Organizer.objects.get() == novi_krug

    with pytest.raises(PermissionDenied):
        book(make_training(banja_luka), jelena, novi_krug, 1)
