"""Two records of one person: decided, taken back, erased."""

import pytest
from django.urls import reverse

from organizers.models import Person, SamePersonDecision
from organizers.operations.pairs import note_pairs_in
from organizers.operations.people import erase_person_record
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
from tests.organizers.same_people.helpers import add, complete, fresh, pairs, the_pair
from tests.trainings.helpers import book
from tests.trainings.test_race import as_user, remember_rights, together
from trainings.models import Completion, Seat
from vsrs.refusals import Refused

ROUNDS = 8


# --- decided ------------------------------------------------------------------------------------
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


# --- erased -------------------------------------------------------------------------------------
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


# --- at once ------------------------------------------------------------------------------------
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
