"""The desk of an organizer: what to do next and why, how much there is of what."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.utils import timezone

from organizers.desk import recommended_for
from organizers.models import Organizer
from tests.cast import asking, make_person, make_programme, make_training, sees_all
from tests.organizers.helpers import cost
from tests.organizers.same_people.helpers import complete
from tests.trainings.helpers import book
from trainings.models import Completion, Interest, Prerequisite, Training
from trainings.operations.rules import Unmet
from trainings.operations.versions import version_to_plan_by
from vsrs.dates import local, months_after


def advised(user, organizer):
    with asking(user):
        return [(one.title, one.reason) for one in recommended_for(user, organizer)]


def need(programme, required, months=None):
    """The version of the programme that asks for the other one."""
    with sees_all():
        Prerequisite.objects.create(
            service=programme.service,
            programme=programme,
            required=required,
            required_title=required.title,
            valid_months=months,
        )
        return version_to_plan_by(programme)


@pytest.fixture
def basics(banja_luka):
    return make_programme(banja_luka, title="Osnove", subject="pravo")


@pytest.fixture
def advanced(banja_luka, basics):
    programme = make_programme(banja_luka, title="Napredno", subject="pravo")
    return {"programme": programme, "version": need(programme, basics, months=12)}


def test_what_a_prerequisite_now_opens_is_recommended_by_name(
    jelena, novi_krug, banja_luka, basics, advanced
):
    make_training(banja_luka, title="Napredno pravo", **advanced)
    mira = make_person(novi_krug, "Mira Gajić")
    assert advised(jelena, novi_krug) == []

    done = complete(make_training(banja_luka, programme=basics), novi_krug, mira, jelena)
    titles = advised(jelena, novi_krug)
    assert [title for title, _ in titles] == ["Napredno pravo"]
    assert "Mira Gajić" in titles[0][1]
    assert "Osnove" in titles[0][1]

    with sees_all():  # longer ago than it counts for
        Completion.objects.filter(pk=done.pk).update(completed_on=timezone.localdate() - timedelta(days=500))
    assert advised(jelena, novi_krug) == []


@pytest.mark.parametrize(("late", "is_enough"), [(0, True), (1, False)])
def test_what_is_recommended_can_be_booked(jelena, novi_krug, banja_luka, basics, advanced, late, is_enough):
    """It counts on the first day of the training, whatever day it is today."""
    training = make_training(banja_luka, title="Napredno pravo", **advanced)
    mira = make_person(novi_krug, "Mira Gajić")
    done = complete(make_training(banja_luka, programme=basics), novi_krug, mira, jelena)
    just_enough = months_after(local(training.starts_at).date(), -12)
    with sees_all():
        Completion.objects.filter(pk=done.pk).update(completed_on=just_enough - timedelta(days=late))

    assert bool(advised(jelena, novi_krug)) is is_enough
    with nullcontext() if is_enough else pytest.raises(Unmet):
        book(training, jelena, novi_krug, [mira])


def test_subjects_and_wishes_are_reasons_too(jelena, novi_krug, banja_luka):
    wanted = make_programme(banja_luka, title="Promocija", subject="promocija")
    make_training(banja_luka, title="Škole", programme=make_programme(banja_luka, "Škole", subject="skole"))
    make_training(banja_luka, title="Promocija", programme=wanted)
    make_training(banja_luka, title="Osnove koordinacije")
    make_training(banja_luka, title="Pravo", programme=make_programme(banja_luka, "Pravo", subject="pravo"))
    with sees_all():
        Organizer.objects.filter(pk=novi_krug.pk).update(fields_of_work="obrazovanje")
        novi_krug.refresh_from_db()
        Interest.objects.create(
            service=banja_luka,
            programme=wanted,
            organizer=novi_krug,
            people_count=2,
            created_by=jelena,
        )
    titles = [title for title, _ in advised(jelena, novi_krug)]
    assert titles == ["Promocija", "Osnove koordinacije", "Škole"]


def test_what_is_booked_full_or_closed_to_them_is_not_recommended(
    jelena, novi_krug, banja_luka, doboj, goran, sveti_sava
):
    booked = make_training(banja_luka)
    book(booked, jelena, novi_krug, 1)
    book(make_training(banja_luka, seats=1), goran, sveti_sava, 1)
    make_training(doboj, audience=Training.Audience.SERVICE)
    make_training(banja_luka, closes_at=timezone.now() - timedelta(hours=1))
    make_training(banja_luka, state=Training.State.DRAFT)
    assert advised(jelena, novi_krug) == []


def test_the_desk_shows_all_of_it(client, jelena, novi_krug, banja_luka):
    training = make_training(
        banja_luka, title="Rizik i osiguranje", cancel_by=timezone.now() + timedelta(days=2)
    )
    book(training, jelena, novi_krug, 2)
    make_training(banja_luka, title="Osnove koordinacije")
    client.force_login(jelena)
    page = client.get("/nalog/").text
    assert "Rizik i osiguranje" in page
    assert "Osnove koordinacije" in page
    assert "/nalog/sertifikati/" in page
    assert "/nalog/kalendar/" in page


def test_completed_programmes_stand_beside_people(client, jelena, novi_krug, banja_luka, basics):
    complete(make_training(banja_luka, programme=basics), novi_krug, make_person(novi_krug, "Mira"), jelena)
    client.force_login(jelena)
    assert "Osnove" in client.get("/nalog/osobe/").text


def test_it_costs_the_same_however_much_there_is(client, jelena, novi_krug, banja_luka, basics, advanced):
    def more(count):
        for number in range(count):
            person = make_person(novi_krug, f"Osoba {number} {count}")
            complete(make_training(banja_luka, programme=basics), novi_krug, person, jelena)
            make_training(banja_luka, title=f"Napredno {number}", **advanced)

    client.force_login(jelena)
    more(1)
    one = {url: cost(client, url) for url in ("/nalog/", "/nalog/osobe/")}
    more(6)
    assert {url: cost(client, url) for url in one} == one
