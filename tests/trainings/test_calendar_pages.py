"""Calendars of a month, at the desk and of the network; trainers and rooms wanted twice."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine

from services.week import key_of
from tests.cast import asking, make_training, sees_all
from tests.trainings.helpers import queries_of
from trainings.clashes import clashes_among, clashes_of, parts_between
from trainings.models import Part, Trainer, TrainerProfile, Training
from trainings.month import month_from

pytestmark = pytest.mark.usefixtures("in_english")

ZONE = ZoneInfo("Europe/Sarajevo")
DESK = "/en/banja-luka/rad/kalendar/"
NETWORK = "/en/mreza/kalendar/"
TODAY = dt.datetime.combine(dt.date.today() + dt.timedelta(days=400), dt.time(8), ZONE).replace(day=4)


@pytest.fixture(autouse=True)
def _that_day():
    with time_machine.travel(TODAY, tick=False):
        yield


def run(service, title, day, hours=(10, 14), leaders=(), **fields):
    """A training of one day, a date or a day of this month; `leaders`: names of guests, or profiles."""
    training = make_training(service, title=title, **fields)
    day = day if isinstance(day, dt.date) else TODAY.date().replace(day=day)
    starts, ends = (dt.datetime.combine(day, dt.time(hour), ZONE) for hour in hours)
    with sees_all():
        Part.objects.filter(training=training).update(starts_at=starts, ends_at=ends)
        Training.objects.filter(pk=training.pk).update(starts_at=starts, ends_at=ends)
        for leader in leaders:
            profile = leader if isinstance(leader, TrainerProfile) else None
            Trainer.objects.create(
                service=service,
                training=training,
                profile=profile,
                full_name=profile.full_name if profile else leader,
            )
    return training


def profile(service, name):
    with sees_all():
        return TrainerProfile.objects.create(service=service, full_name=name, search="", sort="")


def clashes(user):
    """[(what, one training, the other)]"""
    month = month_from(f"{TODAY:%Y-%m}")
    start = dt.datetime.combine(month, dt.time(), ZONE)
    with asking(user):
        found = clashes_among(parts_between(user, start, start + dt.timedelta(days=28)))
        return [(clash.what, clash.part.training.title, clash.other.training.title) for clash in found]


# --- wanted twice ------------------------------------------------------------------------------
def test_a_trainer_wanted_twice_is_found_across_services_and_scripts(banja_luka, doboj, nemanja):
    run(banja_luka, "A", 10, leaders=["Đorđe Ilić"], venue="Sala 1")
    run(doboj, "B", 10, (13, 15), leaders=["Ђорђе Илић"], venue="Sala 2")
    run(doboj, "C", 10, (14, 16), leaders=["Đorđe Ilić"], venue="Sala 3")  # begins when A ends

    assert clashes(nemanja) == [("Đorđe Ilić", "A", "B"), ("Ђорђе Илић", "B", "C")]


def test_two_people_of_one_name_are_told_apart_by_their_profiles(banja_luka, doboj, nemanja):
    here, there = profile(banja_luka, "Ana Ilić"), profile(doboj, "Ana Ilić")
    run(banja_luka, "A", 10, leaders=[here], venue="Sala 1")
    run(doboj, "B", 10, leaders=[there], venue="Sala 2")
    run(doboj, "C", 11, leaders=[here], venue="Sala 2")
    run(banja_luka, "D", 11, leaders=[here], venue="Sala 1")

    assert [pair[1:] for pair in clashes(nemanja)] == [("C", "D")]


def test_a_room_is_wanted_twice_only_within_a_service_and_not_online(banja_luka, doboj, nemanja):
    run(banja_luka, "A", 10, venue="Дом омладине")
    run(banja_luka, "B", 10, venue="Dom omladine")
    run(banja_luka, "C", 10, venue="Dom omladine", form="daljina")
    run(doboj, "D", 10, venue="Dom omladine")
    run(banja_luka, "E", 10, venue="Dom omladine", state="cancelled")

    assert clashes(nemanja) == [("Дом омладине", "A", "B")]


def test_what_is_over_is_no_clash(banja_luka, nemanja):
    run(banja_luka, "A", 2)
    run(banja_luka, "B", 2)
    assert clashes(nemanja) == []


def test_a_draft_warns_its_own_service_before_it_is_published(client, banja_luka, doboj, nemanja, dragan):
    draft = run(banja_luka, "Nacrt", 10, leaders=["Ana Čolić"], state="draft", venue="Sala 1")
    other = run(doboj, "Najavljena", 10, leaders=["Ana Colic"], venue="Sala 2")

    client.force_login(nemanja)
    page = client.get(f"/en/banja-luka/rad/obuke/{draft.pk}/").text
    assert "At the same time elsewhere" in page
    assert f"/en/doboj/obuke/{other.slug}/" in page
    with asking(dragan):
        assert clashes_of(dragan, Training.objects.get(pk=other.pk)) == []


# --- the month ---------------------------------------------------------------------------------
@pytest.mark.parametrize("asked", ["", "2027", "2027-13", "1600-01", "9999-01", "2027-00", "x" * 900])
def test_an_address_that_names_no_month_is_this_one(asked):
    assert month_from(asked) == TODAY.date().replace(day=1)
    assert month_from("2031-02") == dt.date(2031, 2, 1)


def test_the_desk_shows_its_own_month_with_drafts_marked(client, nemanja, banja_luka, doboj):
    own = run(banja_luka, "Naša", 10)
    draft = run(banja_luka, "Nacrt", 12, state="draft")
    run(doboj, "Njihova", 10)
    client.force_login(nemanja)
    answer = client.get(DESK)

    span = answer.context["span"]
    assert [entry.training.title for entry in span.entries] == ["Naša", "Nacrt"]
    assert f"/en/banja-luka/rad/obuke/{own.pk}/" in answer.text
    assert "Draft" in answer.text[answer.text.index(f"obuke/{draft.pk}/") :][:300]
    assert len(span.weeks[0]) == 7
    assert span.weeks[0][0].day.weekday() == 0
    following = client.get(f"{DESK}?mjesec={span.key_after}")
    assert "Nothing is planned in this month." in following.text
    assert following.context["span"].key_before == span.month_key


def test_the_network_shows_what_is_announced_in_all_services(client, vesna, zoran, banja_luka, doboj):
    run(banja_luka, "Naša", 10, leaders=["Ana Čolić"], venue="Sala 1")
    run(banja_luka, "Nacrt", 12, state="draft")
    run(doboj, "Njihova", 10, leaders=["Ana Čolić"], venue="Sala 2")

    for user in (vesna, zoran):
        client.force_login(user)
        answer = client.get(NETWORK)
        titles = [entry.training.title for entry in answer.context["span"].entries]
        assert sorted(titles) == ["Naša", "Njihova"]
        assert "Wanted twice at the same time" in answer.text
    only = client.get(f"{NETWORK}?servis=doboj&mjesec={TODAY:%Y-%m}").context["span"]
    assert [entry.training.title for entry in only.entries] == ["Njihova"]
    assert len(only.clashes) == 1


# --- the week ----------------------------------------------------------------------------------
def test_the_week_shows_its_seven_days_with_place_trainers_and_seats(client, nemanja, banja_luka, doboj):
    monday = TODAY.date() + dt.timedelta(days=7 - TODAY.weekday())
    year, number, _ = monday.isocalendar()
    inside, after = (monday + dt.timedelta(days=days) for days in (6, 7))
    fields = {"venue": "Dom omladine", "leaders": ["Ana Čolić"], "seats": 20}
    run(banja_luka, "U nedjelju", inside, **fields)
    run(banja_luka, "U ponedjeljak", after, **fields)
    run(doboj, "Njihova", inside)
    client.force_login(nemanja)
    answer = client.get(f"{DESK}?sedmica={year}-{number:02d}")

    span = answer.context["span"]
    assert [[day.day for day in week] for week in span.weeks] == [
        [monday + dt.timedelta(days=n) for n in range(7)]
    ]
    assert [entry.training.title for entry in span.weeks[0][6].entries] == ["U nedjelju"]
    assert len(span.entries) == 1
    for words in ("Dom omladine", "Ana Čolić", "0 of 20 seats taken"):
        assert words in answer.text
    assert f"?mjesec={monday:%Y-%m}" in answer.text
    following = client.get(f"{DESK}?sedmica={span.key_after}").context["span"]
    assert (following.key_before, following.first) == (span.week_key, after)


@pytest.mark.parametrize("asked", ["", "2027-60", "x"])
def test_an_address_that_names_no_week_is_this_one(client, vesna, asked):
    client.force_login(vesna)
    span = client.get(f"{NETWORK}?sedmica={asked}").context["span"]
    assert span.first <= TODAY.date() < span.end


def test_from_a_month_one_goes_to_a_week_of_it(client, nemanja):
    client.force_login(nemanja)
    this_month = client.get(DESK).context["span"]
    next_month = client.get(f"{DESK}?mjesec={this_month.key_after}").context["span"]

    assert this_month.week_key == key_of(TODAY.date())
    assert next_month.week_key == key_of(next_month.first)


def test_a_month_costs_the_same_for_many(client, nemanja, banja_luka):
    run(banja_luka, "Obuka", 10, leaders=["Ana Čolić"])
    client.force_login(nemanja)
    for_one = queries_of(client, DESK)
    for number in range(40):
        run(banja_luka, f"Obuka {number}", 10 + number % 15, leaders=["Ana Čolić"])

    assert queries_of(client, DESK) == for_one
