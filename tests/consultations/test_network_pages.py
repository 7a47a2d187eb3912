"""What coordinators and the observer see of advice: counts, and never an unreferred thread."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.models import Support, Topic
from consultations.related import SUBJECTS
from consultations.similar_cases import repeated
from network.operations import recount
from organizers.models import Organizer
from organizers.support import without_support
from services.models import HistoryEntry
from tests.cast import asking, make_organizer, sees_all
from tests.consultations.helpers import answered, asked, referred
from tests.trainings.held import held_training
from trainings.models import Subject
from vsrs.dates import percent

SECRETS = ("Ugovor sa maloljetnom", "saglasnost", "Jelena", "Nemanja")


@pytest.fixture
def advice(novi_krug, jelena, nemanja, banja_luka):
    row = asked(jelena, novi_krug)
    answered(row, nemanja)
    recount(banja_luka, "consultations")
    return row


def page_for(client, user, name="consultations:network", query=""):
    client.force_login(user)
    return client.get(reverse(name) + query)


def test_a_coordinator_sees_numbers_and_topics_and_no_word_of_an_unreferred_thread(client, advice, vesna):
    text = page_for(client, vesna).content.decode()

    assert "Maloljetni volonteri" in text
    assert percent(100) in text
    assert advice.number not in text
    assert not [word for word in (*SECRETS, "Novi krug") if word in text]


def test_a_referred_request_leads_to_its_thread_and_opening_it_is_written_down(
    client, advice, vesna, nemanja, republic
):
    referred(advice, nemanja, republic)
    text = page_for(client, vesna).content.decode()
    address = reverse("consultations:desk_request", args=["republika", advice.number])
    assert address in text

    assert client.get(address).status_code == 200

    with sees_all():
        assert HistoryEntry.objects.filter(verb="request.opened", actor=vesna).count() == 1


def test_the_observer_reads_how_soon_services_answer_and_nothing_else(client, advice, zoran):
    text = page_for(client, zoran).content.decode()

    assert "Banja Luka" in text
    assert percent(100) in text
    assert "Maloljetni volonteri" not in text
    assert reverse("network:rows", args=["savjetodavni-zahtjevi"]) not in text
    assert advice.number not in text


# --- three similar cases -----------------------------------------------------------------------
def test_every_topic_proposes_a_subject_that_trainings_know():
    assert {subject for subjects in SUBJECTS.values() for subject in subjects} <= set(Subject.values)
    assert set(SUBJECTS) == set(Topic)


def test_three_similar_requests_in_a_quarter_propose_a_training(client, novi_krug, jelena, nemanja, vesna):
    rows = [asked(jelena, novi_krug) for _ in range(2)]
    rows.append(asked(jelena, novi_krug, topic="drugo"))
    with asking(nemanja):
        assert repeated(nemanja) == []
    asked(jelena, novi_krug)
    for user in (nemanja, vesna):
        with asking(user):
            assert [(row[1].value, row[2]) for row in repeated(user)] == [("maloljetnici", 3)]

    network = page_for(client, vesna, "trainings:network_demand").content.decode()
    client.force_login(nemanja)
    desk = client.get(reverse("trainings:desk_demand", args=["banja-luka"])).content.decode()
    for text in (network, desk):
        assert "3 savjetodavna zahtjeva u tri mjeseca" in text
        assert "Maloljetni volonteri" in text


def test_another_service_is_proposed_nothing(novi_krug, jelena, dragan):
    for _ in range(3):
        asked(jelena, novi_krug)
    with asking(dragan):
        assert repeated(dragan) == []


# --- organizers without support ----------------------------------------------------------------
@pytest.fixture
def old(novi_krug, sveti_sava, vesna):
    with sees_all():
        Organizer.objects.update(confirmed_at=timezone.now() - dt.timedelta(days=500))
    return novi_krug, sveti_sava


def unsupported(user):
    with asking(user):
        return sorted(row.name for row in without_support(user))


def test_organizers_without_advice_and_training_for_a_year_are_listed(client, old, vesna, jelena, nemanja):
    novi_krug, sveti_sava = old
    assert unsupported(vesna) == sorted([novi_krug.name, sveti_sava.name])
    advice = asked(jelena, novi_krug)
    answered(advice, nemanja)
    assert unsupported(vesna) == [sveti_sava.name]

    with sees_all():
        Support.objects.update(last_on=timezone.localdate() - dt.timedelta(days=400))
    assert unsupported(vesna) == sorted([novi_krug.name, sveti_sava.name])
    page = page_for(client, vesna, "consultations:unsupported", "?izvoz=csv")
    assert "Novi krug" in b"".join(page).decode()


def test_a_training_is_support_too(old, vesna, jelena, nemanja, banja_luka):
    novi_krug, sveti_sava = old
    held_training(banja_luka, jelena, novi_krug, nemanja, ["Sanja Marić"])

    assert unsupported(vesna) == [sveti_sava.name]


def test_who_joined_lately_is_not_missed(old, vesna, banja_luka, jelena):
    make_organizer(banja_luka, "Udruženje „Novo“", registered_by=jelena)

    assert "Udruženje „Novo“" not in unsupported(vesna)
