"""An organizer applies and its service decides."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import translation

from network.models import Stale
from notifications.models import Notice
from organizers.models import Organizer, Representative
from organizers.operations.applications import (
    confirm_organizer,
    correct_application,
    register_organizer,
    return_application,
    withdraw_application,
)
from organizers.operations.common import Similar
from organizers.operations.standing import close_organizer, pause_organizer, reopen_organizer
from services.models import HistoryEntry
from tests.cast import asking, sees_all
from tests.organizers.helpers import application, town
from vsrs.refusals import Refused


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def prnjavor(banja_luka):
    return town(banja_luka)


def apply(ana, prnjavor, **fields):
    with asking(ana):
        return register_organizer(actor=ana, **application(prnjavor, **fields))


def kinds_for(user):
    with sees_all():
        return sorted(Notice.objects.filter(recipient=user).values_list("kind", flat=True))


def verbs(organizer):
    with sees_all():
        return list(HistoryEntry.objects.about(organizer).order_by("pk").values_list("verb", flat=True))


def test_an_application_waits_with_the_home_service_and_everybody_is_told(ana, milica, nemanja, prnjavor):
    organizer = apply(ana, prnjavor)

    with sees_all():
        organizer.refresh_from_db()
        assert (organizer.status, organizer.service) == ("applied", prnjavor.home_service)
        roles = [(row.user, row.role) for row in Representative.objects.filter(organizer=organizer)]
    assert roles == [(ana, "representative")]
    assert kinds_for(ana) == ["organizers.application_received"]
    assert kinds_for(milica) == kinds_for(nemanja) == ["organizers.application_new"]
    assert verbs(organizer) == ["organizer.registered"]


def test_the_same_application_sent_twice_is_one_organizer(ana, milica, prnjavor):
    first = apply(ana, prnjavor)
    second = apply(ana, prnjavor)

    assert first == second
    with sees_all():
        assert Organizer.objects.count() == 1
        assert Notice.objects.count() == 2


def test_a_jib_that_is_taken_is_refused_beside_its_field(ana, goran, prnjavor):
    apply(ana, prnjavor)

    with pytest.raises(Refused, match="already registered") as refusal:
        apply(goran, prnjavor, name="Sasvim drugo ime")

    assert refusal.value.field == "jib"


def test_a_similar_name_is_warned_about_until_the_person_says_it_is_another(ana, goran, prnjavor):
    apply(ana, prnjavor, name="Udruženje „Sunčani krug“")

    with pytest.raises(Similar, match="Sunčani krug"):
        apply(goran, prnjavor, name="УГ Сунчани круг", jib="4400000000999")
    other = apply(goran, prnjavor, name="УГ Сунчани круг", jib="4400000000999", is_another=True)

    assert (other.name, other.name_cyrl) == ("UG Sunčani krug", "УГ Сунчани круг")


def test_a_company_needs_the_six_conditions_and_a_partner(ana, prnjavor):
    with pytest.raises(Refused) as refusal:
        apply(ana, prnjavor, kind="company")
    assert refusal.value.field == "conditions"

    with pytest.raises(Refused) as refusal:
        apply(ana, prnjavor, kind="company", conditions_confirmed=True)
    assert refusal.value.field == "partner_organizer"

    company = apply(
        ana, prnjavor, kind="company", conditions_confirmed=True, partner_organizer="Udruženje Novi krug"
    )
    assert company.conditions_confirmed_on is not None


def test_confirmation_lets_the_organizer_in_and_tells_its_representative(ana, milica, prnjavor):
    organizer = apply(ana, prnjavor)

    with asking(milica):
        confirm_organizer(organizer, actor=milica)

    with sees_all():
        organizer.refresh_from_db()
        assert organizer.status == "confirmed"
        assert organizer.confirmed_at == organizer.decided_at
        assert list(Stale.objects.values_list("room", flat=True)) == ["organizers"]
    assert kinds_for(ana) == ["organizers.application_confirmed", "organizers.application_received"]
    assert verbs(organizer) == ["organizer.registered", "organizer.confirmed"]


def test_the_second_decision_gets_a_sentence(ana, milica, nemanja, prnjavor):
    organizer = apply(ana, prnjavor)
    with asking(milica):
        confirm_organizer(organizer, actor=milica)

    with asking(nemanja), pytest.raises(Refused, match="already decided"):
        return_application(organizer, actor=nemanja, reason="Nema rješenja.")
    with asking(nemanja), pytest.raises(Refused, match="already decided"):
        confirm_organizer(organizer, actor=nemanja)


def test_a_returned_application_is_corrected_and_waits_again(ana, milica, prnjavor):
    organizer = apply(ana, prnjavor)
    with asking(milica):
        return_application(organizer, actor=milica, reason="Provjerite JIB.")
    assert "organizers.application_returned" in kinds_for(ana)

    with asking(ana):
        correct_application(organizer, actor=ana, **application(prnjavor, jib="4400000000555"))

    with sees_all():
        organizer.refresh_from_db()
        entry = HistoryEntry.objects.about(organizer).first()
    assert (organizer.status, organizer.jib, organizer.returned_reason) == ("applied", "4400000000555", "")
    assert entry.changes == {"jib": ["4400123450008", "4400000000555"]}
    assert kinds_for(milica) == ["organizers.application_new"] * 2


def test_staff_who_read_an_older_application_decide_about_the_newer_one_only_after_reading_it(
    ana, milica, nemanja, prnjavor
):
    organizer = apply(ana, prnjavor)
    seen = organizer.revision
    with asking(milica):
        return_application(organizer, actor=milica, reason="Provjerite JIB.")
    with asking(ana):
        correct_application(organizer, actor=ana, **application(prnjavor, jib="4400000000555"))

    with asking(nemanja), pytest.raises(Refused, match="Read it again"):
        confirm_organizer(organizer, actor=nemanja, expected_revision=seen)


def test_returning_needs_a_reason(ana, milica, prnjavor):
    organizer = apply(ana, prnjavor)
    with asking(milica), pytest.raises(Refused) as refusal:
        return_application(organizer, actor=milica, reason="   ")
    assert refusal.value.field == "reason"


@pytest.mark.parametrize("who", ["ana", "sanja", "vesna", "zoran"])
def test_only_the_staff_of_the_home_service_decide(request, who, ana, milica, sanja, vesna, zoran, prnjavor):
    organizer = apply(ana, prnjavor)
    person = request.getfixturevalue(who)

    with asking(person), pytest.raises((Refused, Organizer.DoesNotExist)):
        confirm_organizer(organizer, actor=person)

    with sees_all():
        organizer.refresh_from_db()
    assert organizer.status == "applied"


def test_an_applicant_withdraws_and_the_jib_is_free_again(ana, goran, prnjavor):
    organizer = apply(ana, prnjavor)
    with asking(ana):
        withdraw_application(organizer, actor=ana)
        withdraw_application(organizer, actor=ana)

    apply(goran, prnjavor)

    assert verbs(organizer) == ["organizer.registered", "organizer.withdrawn"]


def test_a_pause_a_return_and_a_closing_are_told_with_their_reason(ana, milica, prnjavor):
    organizer = apply(ana, prnjavor)
    with asking(milica):
        confirm_organizer(organizer, actor=milica)
        joined = Organizer.objects.get(pk=organizer.pk).confirmed_at
        pause_organizer(organizer, actor=milica, reason="Na zahtjev organizatora.")
        reopen_organizer(organizer, actor=milica)
        close_organizer(organizer, actor=milica, reason="Udruženje je ugašeno.")
        with pytest.raises(Refused, match="closed"):
            pause_organizer(organizer, actor=milica, reason="Kasno.")
        organizer = reopen_organizer(organizer, actor=milica)

    assert (organizer.status, organizer.confirmed_at) == ("confirmed", joined)
    assert kinds_for(ana) == [
        "organizers.application_confirmed",
        "organizers.application_received",
        "organizers.closed",
        "organizers.paused",
        "organizers.reopened",
        "organizers.reopened",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_have_one_winner(ana, milica, nemanja, prnjavor):
    organizer = apply(ana, prnjavor)
    start, outcomes = threading.Barrier(2), []

    def decide(person, operation):
        try:
            with asking(person), transaction.atomic():
                start.wait(timeout=10)
                operation()
            outcomes.append("done")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=(milica, lambda: confirm_organizer(organizer, actor=milica))),
        threading.Thread(
            target=decide, args=(nemanja, lambda: return_application(organizer, actor=nemanja, reason="Ne."))
        ),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert sorted(outcomes) == ["done", "refused"]


@pytest.mark.django_db(transaction=True)
def test_two_registrations_of_one_jib_at_once_are_one_organizer(ana, goran, prnjavor):
    start, outcomes = threading.Barrier(2), []

    def send(person):
        try:
            with asking(person), transaction.atomic():
                start.wait(timeout=10)
                register_organizer(actor=person, **application(prnjavor))
            outcomes.append("done")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(person,)) for person in (ana, goran)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert sorted(outcomes) == ["done", "refused"]
    with sees_all():
        assert Organizer.objects.count() == 1


def test_one_account_has_at_most_three_applications_waiting(ana, milica, prnjavor):
    def another(number):
        names = ["Sunce", "Vodopad", "Planinari Kozare", "Hor Lira"]
        return apply(ana, prnjavor, name=names[number], jib=f"440012345000{number}")

    first, *_ = [another(number) for number in range(3)]
    with pytest.raises(Refused, match="Three of your applications are not decided yet"):
        another(3)
    # Sent twice, an application that waits is still the same one.
    assert another(0) == first

    with asking(milica):
        confirm_organizer(first, actor=milica)
    assert another(3).status == "applied"
