"""What whoever comes must have completed: checked in words wherever people are named for seats."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from services.tenancy import Actor, acting_as
from tests.cast import asking, make_person, make_programme, make_training, sees_all
from tests.trainings.helpers import book, errors_in, fresh, names_in, some_people
from tests.trainings.lining import join, offers
from trainings.models import Completion, Prerequisite, ProgrammeVersion, UnmetPrerequisite
from trainings.operations.booking import cancel_booking, change_people
from trainings.operations.offers import take_offer
from trainings.operations.rules import Unmet, refuse_unmet
from trainings.operations.seats import guests_of
from trainings.operations.versions import version_to_plan_by
from vsrs.dates import local, short_date

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def basics(doboj):
    return make_programme(doboj, "Osnove koordinacije", is_shared=True)


def asking_for(service, required, *, months=None, **fields):
    """A training whose programme asks for another one."""
    programme = make_programme(service, "Vođenje tima")
    with sees_all():
        Prerequisite.objects.create(
            service=service,
            programme=programme,
            required=required,
            required_title=required.title,
            valid_months=months,
        )
        version = version_to_plan_by(programme)
    return make_training(service, programme=programme, version=version, **fields)


@pytest.fixture
def training(banja_luka, basics):
    return asking_for(banja_luka, basics, months=24)


def complete(person, programme, *, days_ago=10, sent_by=None):
    """`person` completed it at the programme's own service, sent there by `sent_by`."""
    organizer = sent_by or person.organizer
    held = make_training(programme.service, programme=programme)
    user = organizer.registered_by
    with sees_all():
        human = type(person).objects.get(pk=person.pk).human
    somebody = person if organizer.pk == person.organizer_id else make_person(organizer, person.full_name)
    booking = book(held, user, organizer, [somebody])
    with sees_all():
        seat = booking.seat_rows.get()
        Completion.objects.create(
            service=held.service,
            training=held,
            programme=programme,
            seat=seat,
            organizer=organizer,
            person=somebody,
            human=human,
            completed_on=timezone.localdate() - timedelta(days=days_ago),
            hours=6,
            share=100,
        )
        type(held).objects.filter(pk=held.pk).update(
            state="held",
            starts_at=timezone.now() - timedelta(days=days_ago, hours=6),
            ends_at=timezone.now() - timedelta(days=days_ago),
        )


def test_who_lacks_it_is_named_with_the_next_run(training, basics, doboj, jelena, novi_krug):
    marko, mira = make_person(novi_krug, "Marko Marić"), make_person(novi_krug, "Mira Gajić")
    complete(mira, basics)
    run = make_training(doboj, programme=basics, starts_in=timedelta(days=5))

    with pytest.raises(Unmet) as refusal:
        book(training, jelena, novi_krug, [mira, marko])

    assert str(refusal.value) == (
        "Marko Marić needs “Osnove koordinacije” first (completed in the 24 months before the training); "
        f"next run {short_date(run.starts_at)}, Doboj."
    )
    assert refusal.value.field == "people"
    assert fresh(training).taken == 0


def test_those_who_have_completed_it_come(training, basics, jelena, novi_krug):
    mira = make_person(novi_krug, "Mira Gajić")
    complete(mira, basics)

    assert names_in(book(training, jelena, novi_krug, [mira])) == ["Mira Gajić"]


def test_it_counts_whoever_sent_them_and_wherever_it_was(
    training, basics, jelena, novi_krug, sveti_sava, goran
):
    """Sent by another organizer, from another service: the same human being."""
    mira = make_person(novi_krug, "Mira Gajić")
    complete(mira, basics, sent_by=sveti_sava)

    assert book(training, jelena, novi_krug, [mira]).seat_count == 1


def test_a_record_of_the_same_name_is_not_the_same_person(training, basics, jelena, novi_krug, sveti_sava):
    complete(make_person(sveti_sava, "Mira Gajić"), basics)

    with pytest.raises(Unmet):
        book(training, jelena, novi_krug, [make_person(novi_krug, "Mira Gajić")])


@pytest.mark.parametrize(
    ("months", "days_ago", "may"), [(24, 700, True), (24, 760, False), (None, 3000, True)]
)
def test_it_is_counted_back_from_the_first_day(banja_luka, basics, jelena, novi_krug, months, days_ago, may):
    training = asking_for(banja_luka, basics, months=months)
    mira = make_person(novi_krug, "Mira Gajić")
    complete(mira, basics, days_ago=days_ago)

    if may:
        book(training, jelena, novi_krug, [mira])
    else:
        with pytest.raises(Unmet):
            book(training, jelena, novi_krug, [mira])


def test_what_the_programme_asks_later_does_not_reach_a_planned_run(banja_luka, basics, jelena, novi_krug):
    programme = make_programme(banja_luka, "Vođenje tima")
    with sees_all():
        version = version_to_plan_by(programme)
    training = make_training(banja_luka, programme=programme, version=version)
    with sees_all():
        Prerequisite.objects.create(
            service=banja_luka, programme=programme, required=basics, required_title=basics.title
        )
        assert ProgrammeVersion.objects.filter(programme=programme).count() == 1

    assert book(training, jelena, novi_krug, 1).seat_count == 1


def test_a_booking_without_prerequisites_asks_nothing_more(
    banja_luka, jelena, novi_krug, django_assert_num_queries
):
    with sees_all():
        version = version_to_plan_by(programme := make_programme(banja_luka))
    training = make_training(banja_luka, programme=programme, version=version)
    guests = guests_of(some_people(novi_krug, 1), novi_krug.pk)
    with django_assert_num_queries(0):
        refuse_unmet(training, guests)


@pytest.mark.parametrize("who", ["jelena", "nemanja"])
def test_nobody_who_lacks_it_is_added_to_a_booking(
    request, training, basics, jelena, novi_krug, who, nemanja
):
    user = request.getfixturevalue(who)
    mira, marko = make_person(novi_krug, "Mira Gajić"), make_person(novi_krug, "Marko Marić")
    complete(mira, basics)
    booking = book(training, jelena, novi_krug, [mira])

    with asking(user), pytest.raises(Unmet):
        change_people(booking, actor=user, people=[mira, marko])


def test_a_name_typed_by_the_holder_of_a_link_cannot_be_known(training, basics, jelena, novi_krug):
    mira = make_person(novi_krug, "Mira Gajić")
    complete(mira, basics)
    booking = book(training, jelena, novi_krug, [mira])

    with acting_as(Actor(bookings=(booking.pk,), link=booking.link_key)):
        typed = type(mira)(full_name="Neko Novi")
        with pytest.raises(Unmet, match="of the organizer's own list"):
            change_people(booking, actor=None, people=[mira, typed])
        assert change_people(booking, actor=None, people=[mira]).seat_count == 1


def test_the_waiting_list_and_its_offers_ask_the_same(
    banja_luka, basics, jelena, novi_krug, goran, sveti_sava
):
    training = asking_for(banja_luka, basics, seats=1)
    mira, marko = make_person(novi_krug, "Mira Gajić"), make_person(sveti_sava, "Marko Marić")
    complete(mira, basics)
    booking = book(training, jelena, novi_krug, [mira])
    with pytest.raises(Unmet):
        join(training, goran, sveti_sava, [marko])
    complete(marko, basics)
    join(training, goran, sveti_sava, [marko])
    with asking(jelena):
        cancel_booking(booking, actor=jelena)
    (offer,) = offers(training, state="open")
    with sees_all():
        Completion.objects.filter(person=marko).delete()

    with asking(goran), pytest.raises(Unmet):
        take_offer(offer, actor=goran)


# --- pages -------------------------------------------------------------------------------------
def send(client, training, organizer, **fields):
    data = {"organizator": organizer.pk, "form_key": uuid4(), "redova": 0} | fields
    return client.post(f"/en/banja-luka/obuke/{training.slug}/rezervacija/", data)


def test_the_public_page_says_it_before_anybody_books(client, training, basics, doboj):
    run = make_training(doboj, programme=basics, starts_in=timedelta(days=5))
    page = client.get(f"/en/banja-luka/obuke/{training.slug}/").text

    assert "Those who come have completed “Osnove koordinacije”" in page
    assert f'href="/en/doboj/obuke/{run.slug}/"' in page
    assert local(run.starts_at).strftime("%Y") in page


def test_the_form_says_it_beside_each_person_before_it_is_sent(
    client, training, basics, doboj, jelena, novi_krug
):
    mira, marko = make_person(novi_krug, "Mira Gajić"), make_person(novi_krug, "Marko Marić")
    complete(mira, basics)
    run = make_training(doboj, programme=basics, starts_in=timedelta(days=5))
    client.force_login(jelena)

    page = client.get(f"/en/banja-luka/obuke/{training.slug}/rezervacija/")

    lacks = {
        choice.person.full_name: bool(choice.lacks) for choice, _ticked in page.context["form"].people_rows
    }
    assert (lacks["Mira Gajić"], lacks["Marko Marić"]) == (False, True)
    assert page.text.count("Needs “Osnove koordinacije” first") == sum(lacks.values())
    assert f'href="/en/doboj/obuke/{run.slug}/"' in page.text
    assert fresh(marko).full_name == "Marko Marić"


def test_whoever_is_refused_counts_as_demand_once(client, training, basics, jelena, novi_krug):
    marko = make_person(novi_krug, "Marko Marić")
    client.force_login(jelena)

    for _again in range(2):
        response = send(client, training, novi_krug, osoba=marko.pk)
        assert (response.status_code, errors_in(response)) == (422, ["id_osoba_error"])
    assert "Marko Marić needs" in response.text

    with sees_all():
        (row,) = UnmetPrerequisite.objects.all()
    assert (row.person_id, row.required_id, row.training_id) == (marko.pk, basics.pk, training.pk)


def test_a_new_name_in_the_form_is_refused_and_leaves_no_record(client, training, jelena, novi_krug):
    client.force_login(jelena)
    response = send(client, training, novi_krug, redova=1, **{"ime-0": "Neko Novi"})

    assert response.status_code == 422
    assert 'value="Neko Novi"' in response.text
    with sees_all():
        assert not UnmetPrerequisite.objects.exists()
        assert not novi_krug.people.filter(full_name="Neko Novi").exists()


def test_staff_who_do_not_see_the_organizer_are_told_the_same(
    client, training, basics, goran, sveti_sava, nemanja
):
    mira = make_person(sveti_sava, "Mira Gajić")
    complete(mira, basics)
    booking = book(training, goran, sveti_sava, [mira])
    client.force_login(nemanja)
    data = {"osoba": mira.pk, "redova": 1, "ime-0": "Neko Novi", "revizija": booking.revision}

    response = client.post(f"/en/nalog/rezervacije/{booking.number}/izmjena/", data)

    assert response.status_code == 422
    assert "Neko Novi needs" in response.text
