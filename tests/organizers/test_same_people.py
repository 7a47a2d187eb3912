"""Two records of one person: found, decided about, taken back, across organizers and services."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from organizers.models import Person, SamePersonDecision
from organizers.operations.pairs import note_pairs_in
from organizers.operations.people import add_person, change_person, erase_person_record
from organizers.operations.same_people import say_different, say_same
from organizers.tasks import find_same_people
from services.models import HistoryEntry
from tests.cast import (
    asking,
    employ,
    make_organizer,
    make_person,
    make_service,
    make_training,
    make_user,
    represent,
    sees_all,
)
from tests.organizers.helpers import cost
from tests.trainings.helpers import book
from tests.trainings.test_race import as_user, remember_rights, together
from trainings.models import Completion, Seat
from vsrs.refusals import Refused


def pairs():
    """[(first, second, reasons)] of what is not decided."""
    with sees_all():
        rows = SamePersonDecision.objects.open().select_related("first", "second").order_by("pk")
        return [(row.first.full_name, row.second.full_name, row.reasons) for row in rows]


def the_pair():
    with sees_all():
        return SamePersonDecision.objects.select_related("first", "second", "organizer").get()


def add(user, organizer, full_name, **fields):
    with asking(user):
        return add_person(organizer, actor=user, full_name=full_name, is_another=True, **fields)


def fresh(person):
    with sees_all():
        return Person.objects.get(pk=person.pk)


ROUNDS = 8
keys = import_module("organizers.migrations.0009_keys_of_comparison")


@pytest.fixture
def izvor(banja_luka, ana):
    """Another organizer of Banja Luka, which Ana represents."""
    organizer = make_organizer(banja_luka, "Udruženje „Izvor“", registered_by=ana)
    represent(ana, organizer)
    return organizer


def complete(training, organizer, person, user):
    """`person` was there for all of it."""
    booking = book(training, user, organizer, [person])
    with sees_all():
        seat = Seat.objects.get(booking=booking)
        return Completion.objects.create(
            service=training.service,
            training=training,
            programme=training.programme,
            seat=seat,
            organizer=organizer,
            person=person,
            human=person.human,
            completed_on=training.starts_at.date(),
            hours=4,
            share=100,
        )


def test_who_was_entered_before_keys_were_kept_is_given_them(novi_krug, sveti_sava, jelena):
    old = make_person(novi_krug, "Ђорђе Ћосић", phone="+387 51 000 000")
    there = make_person(sveti_sava, "Mira Gajić")
    with sees_all():
        Person.objects.update(name_key="", phone_key="")

    keys.fill(apps, None)

    assert (fresh(old).name_key, fresh(old).phone_key) == ("cosic dorde", "051000000")
    assert fresh(there).name_key == "gajic mira"
    add(jelena, novi_krug, "Đorđe Ćosić")
    assert len(pairs()) == 1


# --- found -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Đorđe Ćosić", "ime"),
        ("Ђорђе Ћосић", "pisanje"),
        ("Djordje Cosic", "pisanje"),
        ("Ćosić Đorđe", "redoslijed"),
        ("Ђорђе  ЋОСИЋ", "pisanje"),
    ],
)
def test_one_name_however_written_is_found(jelena, novi_krug, ana, izvor, name, reason):
    add(jelena, novi_krug, "Đorđe Ćosić")
    add(ana, izvor, name)
    assert pairs() == [("Đorđe Ćosić", name, reason)]


def test_one_address_and_one_number_are_found_under_different_names(jelena, novi_krug, ana, izvor):
    add(jelena, novi_krug, "Mira Gajić", email="mira@example.org")
    add(jelena, novi_krug, "Petar Ilić", phone="+387 65 000 111")
    add(ana, izvor, "Mira Savić", email="Mira@Example.org")
    add(ana, izvor, "Pero", phone="065/000-111")
    assert pairs() == [("Mira Gajić", "Mira Savić", "posta"), ("Petar Ilić", "Pero", "telefon")]


def test_the_number_of_an_office_says_nothing(jelena, novi_krug):
    for name in ("Mira Gajić", "Petar Ilić", "Ana Vuk", "Jovan Kos"):
        add(jelena, novi_krug, name, phone="051 000 000")
    find_same_people()
    assert pairs() == []

    add(jelena, novi_krug, "Petar I. Ilić", phone="051 000 000")
    assert pairs() == [("Petar Ilić", "Petar I. Ilić", "telefon")]


def test_a_corrected_name_ends_the_likeness(jelena, novi_krug, ana, izvor):
    add(jelena, novi_krug, "Mira Gajić")
    other = add(ana, izvor, "Mira Gajić")
    with asking(ana):
        change_person(other, actor=ana, full_name="Mira Gavrić")
    assert pairs() == []


def test_different_people_are_no_pair(jelena, novi_krug, ana, izvor):
    add(jelena, novi_krug, "Mira Gajić", email="mira@example.org")
    add(ana, izvor, "Mira Kos", email="mk@example.org")
    assert pairs() == []


def test_across_services_the_nightly_task_looks(jelena, novi_krug, goran, sveti_sava, republic):
    add(jelena, novi_krug, "Mira Gajić")
    add(goran, sveti_sava, "Мира Гајић")
    assert pairs() == []

    find_same_people()
    find_same_people()

    assert pairs() == [("Mira Gajić", "Мира Гајић", "pisanje")]


# --- decided -----------------------------------------------------------------------------------
def test_one_organizer_gets_one_record_with_all_it_held(jelena, novi_krug, banja_luka):
    training = make_training(banja_luka)
    first = add(jelena, novi_krug, "Mira Gajić", phone="065 000 111")
    second = add(jelena, novi_krug, "Мира Гајић", email="mira@example.org")
    completion = complete(training, novi_krug, second, jelena)

    with asking(jelena):
        say_same(the_pair(), actor=jelena, kept=first)
        say_same(the_pair(), actor=jelena, kept=first)

    first, second = fresh(first), fresh(second)
    assert (first.email, first.phone, first.left_on) == ("mira@example.org", "065 000 111", None)
    assert (second.merged_into_id, second.human) == (first.pk, first.human)
    with sees_all():
        completion.refresh_from_db()
        assert (completion.person_id, completion.human) == (first.pk, first.human)
        assert Seat.objects.get().person_id == first.pk
        verbs = HistoryEntry.objects.filter(verb__startswith="person.s").values_list("verb", flat=True)
        assert list(verbs) == ["person.same"]


def test_merging_taken_back_puts_everything_where_it_was(jelena, novi_krug, banja_luka):
    training = make_training(banja_luka)
    first = add(jelena, novi_krug, "Mira Gajić")
    second = add(jelena, novi_krug, "Мира Гајић", email="mira@example.org")
    completion = complete(training, novi_krug, second, jelena)
    with asking(jelena):
        say_same(the_pair(), actor=jelena, kept=first)
        say_different(the_pair(), actor=jelena)
        say_different(the_pair(), actor=jelena)

    first, second = fresh(first), fresh(second)
    assert (first.email, second.email) == ("", "mira@example.org")
    assert (second.merged_into_id, second.left_on) == (None, None)
    assert first.human != second.human
    with sees_all():
        completion.refresh_from_db()
        assert (completion.person_id, completion.human) == (second.pk, second.human)
        assert Seat.objects.get().person_id == second.pk


def test_two_organizers_keep_their_records_and_share_what_was_completed(
    jelena, novi_krug, ana, izvor, nemanja, banja_luka
):
    training = make_training(banja_luka)
    first = add(jelena, novi_krug, "Mira Gajić")
    second = add(ana, izvor, "Mira Gajić")
    complete(training, novi_krug, first, jelena)
    with asking(ana):
        assert not Completion.objects.visible_to(ana).exists()

    with asking(nemanja):
        say_same(the_pair(), actor=nemanja)

    first, second = fresh(first), fresh(second)
    assert first.human == second.human
    assert (first.merged_into_id, second.merged_into_id) == (None, None)
    with asking(ana):
        assert Completion.objects.visible_to(ana).filter(human=second.human).count() == 1

    with asking(nemanja):
        say_different(the_pair(), actor=nemanja)
    with asking(ana):
        assert not Completion.objects.visible_to(ana).exists()


def test_both_booked_for_a_coming_training_stay_two_until_one_gives_up_the_seat(
    jelena, novi_krug, banja_luka
):
    first = add(jelena, novi_krug, "Mira Gajić")
    second = add(jelena, novi_krug, "Мира Гајић")
    book(make_training(banja_luka, title="Pravo"), jelena, novi_krug, [first, second])
    with asking(jelena), pytest.raises(Refused, match="Pravo"):
        say_same(the_pair(), actor=jelena)
    assert fresh(second).merged_into_id is None


def test_what_was_said_of_three_cannot_contradict_itself(jelena, novi_krug, ana, izvor, nemanja, goran):
    treci = make_organizer(novi_krug.service, "Klub „Nada“", registered_by=goran)
    represent(goran, treci)
    one, two = add(jelena, novi_krug, "Mira Gajić"), add(ana, izvor, "Mira Gajić")
    three = add(goran, treci, "Mira Gajić")
    with sees_all():
        by = {(row.first_id, row.second_id): row for row in SamePersonDecision.objects.all()}
    with asking(nemanja):
        say_same(by[one.pk, two.pk], actor=nemanja)
        say_same(by[two.pk, three.pk], actor=nemanja)
        with pytest.raises(Refused, match="ista osoba kao neko"):
            say_different(by[one.pk, three.pk], actor=nemanja)
    assert len({fresh(person).human for person in (one, two, three)}) == 1
    assert pairs() == []

    with asking(nemanja):
        say_different(by[two.pk, three.pk], actor=nemanja, seen="same")
        say_different(by[one.pk, three.pk], actor=nemanja)
        with pytest.raises(Refused, match="dvije različite osobe"):
            say_same(by[two.pk, three.pk], actor=nemanja, seen="different")
    assert fresh(one).human == fresh(two).human != fresh(three).human


# --- who may -----------------------------------------------------------------------------------
def test_who_may_decide(
    jelena, ognjen, novi_krug, ana, izvor, nemanja, dragan, vesna, zoran, goran, sveti_sava
):
    add(jelena, novi_krug, "Mira Gajić")
    add(ana, izvor, "Mira Gajić")
    pair = the_pair()
    for user in (jelena, ognjen, ana, dragan, vesna, zoran):
        with asking(user), pytest.raises(Refused):
            say_same(pair, actor=user)
    with asking(nemanja):
        say_same(pair, actor=nemanja)


def test_across_services_coordinators_decide_and_nobody_else_sees_the_pair(
    client, jelena, novi_krug, goran, sveti_sava, nemanja, dragan, vesna, zoran
):
    add(jelena, novi_krug, "Mira Gajić", email="mira@example.org")
    add(goran, sveti_sava, "Мира Гајић", email="mg@example.org")
    find_same_people()
    pair = the_pair()
    for user in (jelena, goran, nemanja, dragan, zoran):
        with asking(user):
            assert not SamePersonDecision.objects.filter(pk=pair.pk).exists()  # the second wall
            with pytest.raises(Refused):
                say_same(pair, actor=user)

    client.force_login(vesna)
    page = client.get(reverse("organizers:network_pair", args=[pair.pk])).text
    assert "mg@example.org" in page
    client.post(reverse("organizers:network_pair", args=[pair.pk]), {"verdict": "same"})

    with sees_all():
        assert Person.objects.values("human").distinct().count() == 1
        seen = HistoryEntry.objects.filter(verb__in=["person.pair_opened", "person.same"]).order_by("pk")
        rows = [(row.verb, row.service.slug, row.changes) for row in seen.select_related("service")]
    assert rows == [
        ("person.pair_opened", "banja-luka", {}),
        ("person.pair_opened", "doboj", {}),
        ("person.same", "banja-luka", {}),
        ("person.same", "doboj", {}),
    ]


def test_pages_of_pairs_lead_to_a_decision_and_back(client, jelena, novi_krug, ana, izvor, nemanja):
    add(jelena, novi_krug, "Mira Gajić")
    add(ana, izvor, "Мира Гајић")
    client.force_login(nemanja)
    assert "/banja-luka/rad/osobe/parovi/" in client.get("/banja-luka/rad/osobe/").text
    page = client.get("/banja-luka/rad/osobe/parovi/", {"q": "мира"}).text
    url = f"/banja-luka/rad/osobe/parovi/{the_pair().pk}/"
    assert url in page
    assert "Мира Гајић" in client.get(url).text

    assert client.post(url, {"verdict": "same"}).status_code == 302
    assert url not in client.get("/banja-luka/rad/osobe/parovi/").text
    assert url in client.get("/banja-luka/rad/osobe/parovi/", {"odluka": "same"}).text
    client.post(url, {"verdict": "different"})
    assert the_pair().verdict == "different"
    file = client.get("/banja-luka/rad/osobe/parovi/", {"odluka": "svi", "izvoz": "csv"})
    assert "Мира Гајић" in file.getvalue().decode()


def test_a_representative_merges_and_a_contact_does_not(client, jelena, ognjen, novi_krug):
    removed = add(jelena, novi_krug, "Mira Gajić")
    kept = add(jelena, novi_krug, "Мира Гајић")
    url = reverse("organizers:own_pair", args=[the_pair().pk])
    client.force_login(ognjen)
    assert url not in client.get("/nalog/osobe/").text
    assert client.get(url).status_code == 403

    client.force_login(jelena)
    assert url in client.get("/nalog/osobe/").text
    client.post(url, {"verdict": "same", "kept": kept.pk})
    page = client.get("/nalog/osobe/").text
    assert f"/nalog/osobe/{kept.pk}/" in page
    assert f"/nalog/osobe/{removed.pk}/" not in page
    assert url not in page
    assert "Mira Gajić" in client.get(url).text


def test_lists_cost_the_same_for_one_pair_and_for_many(
    client, nemanja, jelena, novi_krug, vesna, goran, sveti_sava
):
    def fill(names):
        for name in names:
            make_person(novi_krug, name)
            make_person(novi_krug, name)
            make_person(sveti_sava, name)
        find_same_people()

    fill(["Mira Gajić"])
    pages = {
        nemanja: ["/banja-luka/rad/osobe/", "/banja-luka/rad/osobe/parovi/"],
        vesna: ["/mreza/osobe/"],
        jelena: ["/nalog/osobe/"],
    }

    def costs():
        found = {}
        for user, urls in pages.items():
            client.force_login(user)
            found |= {url: cost(client, url) for url in urls}
        return found

    one = costs()
    fill([f"Osoba {letter}" for letter in "abcdefghijklmno"])
    assert costs() == one


# --- erased ------------------------------------------------------------------------------------
def test_erased_people_leave_their_pairs(jelena, novi_krug, ana, izvor):
    person = add(jelena, novi_krug, "Mira Gajić")
    add(ana, izvor, "Mira Gajić")
    with asking(jelena):
        erase_person_record(person, actor=jelena)
    assert pairs() == []
    find_same_people()
    assert pairs() == []


def test_the_desk_asks_staff_to_look(client, jelena, novi_krug, ana, izvor, nemanja, dragan):
    add(jelena, novi_krug, "Mira Gajić")
    add(ana, izvor, "Mira Gajić")
    client.force_login(nemanja)
    assert "/banja-luka/rad/osobe/parovi/" in client.get("/banja-luka/rad/zadaci/").text
    with asking(nemanja):
        say_same(the_pair(), actor=nemanja)
    assert "/banja-luka/rad/osobe/parovi/" not in client.get("/banja-luka/rad/zadaci/").text


def test_a_page_that_was_read_before_the_decision_does_not_overturn_it(
    client, novi_krug, izvor, jelena, ana, nemanja, milica
):
    add(jelena, novi_krug, "Đorđe Ćosić")
    add(ana, izvor, "Đorđe Ćosić")
    pair = the_pair()
    page = reverse("organizers:desk_pair", args=["banja-luka", pair.pk])
    client.force_login(milica)
    assert client.get(page).text.count('name="seen" value=""') == 2
    with asking(nemanja):
        say_same(pair, actor=nemanja)

    answer = client.post(page, {"verdict": "different", "seen": ""}, follow=True)

    assert "u međuvremenu odlučio" in answer.text
    assert the_pair().is_same
    client.post(page, {"verdict": "different", "seen": "same"})
    assert the_pair().is_different


# --- at once -----------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_the_same_moment_one_counts(transactional_db):
    service = make_service("banja-luka", "Banja Luka", "BL")
    staff = [make_user(f"osoblje{n}@example.org", f"Osoblje {n}") for n in range(2)]
    for user in staff:
        employ(user, service)
        remember_rights(user)
    for number in range(ROUNDS):
        organizer = make_organizer(service, f"Udruženje {number}", registered_by=staff[0])
        people = [make_person(organizer, f"Osoba {number}") for _ in range(2)]
        with sees_all():
            note_pairs_in(service)
            pair = SamePersonDecision.objects.select_related("organizer").get(first__in=people)

        outcomes = together([as_user(staff[0], say_same, pair), as_user(staff[1], say_different, pair)])

        (refusal,) = [one for one in outcomes if isinstance(one, Refused)]
        (decided,) = [one for one in outcomes if not isinstance(one, Refused)]
        with sees_all():
            pair.refresh_from_db()
            merged = (
                Person.objects.filter(pk__in=[one.pk for one in people]).exclude(merged_into=None).count()
            )
            said = HistoryEntry.objects.filter(
                verb__in=["person.same", "person.different"], organizer_id=organizer.pk
            )
            assert list(said.values_list("verb", flat=True)) == [f"person.{pair.verdict}"]
        assert pair.verdict == decided.verdict
        assert pair.decided_by == (staff[0] if pair.is_same else staff[1])
        assert merged == (1 if pair.is_same else 0)
        assert "Neko drugi" in str(refusal)
