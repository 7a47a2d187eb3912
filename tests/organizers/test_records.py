"""What the portal keeps about one of an organizer's people: page, file, erasing; for themselves too."""

import json

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.operations import erase_person
from notifications.models import Notice
from organizers.models import Person
from organizers.operations.people import add_person, erase_person_record
from organizers.tasks import find_same_people
from services.models import HistoryEntry
from tests.cast import asking, make_training, make_user, sees_all
from tests.organizers.same_people.helpers import complete
from tests.trainings.helpers import book
from trainings.models import Booking, Certificate, Completion, Seat, Training
from vsrs.refusals import Refused


@pytest.fixture
def mira(jelena, novi_krug):
    with asking(jelena):
        return add_person(
            novi_krug, actor=jelena, full_name="Mira Gajić", email="mira@example.org", phone="065 000 111"
        )


@pytest.fixture
def held(banja_luka, jelena, novi_krug, mira):
    """A training that is over, which Mira has completed and for which she has a certificate."""
    training = make_training(banja_luka, title="Pravo za organizatore")
    completion = complete(training, novi_krug, mira, jelena)
    with sees_all():
        Certificate.objects.create(
            service=banja_luka,
            training=training,
            programme=training.programme,
            seat=completion.seat,
            organizer=novi_krug,
            person=mira,
            human=mira.human,
            number="BL-2026-00001",
            holder_name="Mira Gajić",
            programme_title="Pravo",
            hours=4,
            held_from=training.starts_at.date(),
            held_until=training.starts_at.date(),
            issued_by=jelena,
            search="bl 2026 00001 mira gajic",
        )
        Training.objects.filter(pk=training.pk).update(
            starts_at=training.starts_at.replace(year=2025),
            ends_at=training.ends_at.replace(year=2025),
            state="held",
        )
    return training


def test_the_page_shows_what_the_portal_knows(client, jelena, mira, held, nemanja):
    client.force_login(jelena)
    page = client.get(reverse("organizers:person", args=[mira.pk])).text
    for words in ("mira@example.org", "065 000 111", "Pravo za organizatore", "BL-2026-00001"):
        assert words in page
    client.force_login(nemanja)
    page = client.get(f"/banja-luka/rad/osobe/{mira.pk}/").text
    assert "Pravo za organizatore" in page
    with sees_all():
        assert not HistoryEntry.objects.filter(verb="person.opened").exists()


def test_a_coordinator_who_opens_it_leaves_a_trace(client, vesna, mira):
    client.force_login(vesna)
    url = f"/banja-luka/rad/osobe/{mira.pk}/"
    assert client.get(url).status_code == 200
    client.get(url, {"izvoz": "json"})
    assert client.get(f"{url}brisanje/").status_code == 403
    with sees_all():
        seen = HistoryEntry.objects.filter(subject_id=mira.pk, actor=vesna).order_by("pk")
        assert list(seen.values_list("verb", flat=True)) == ["person.opened", "person.taken"]


def test_the_files_hold_the_same(client, jelena, mira, held):
    client.force_login(jelena)
    url = reverse("organizers:person", args=[mira.pk])
    data = json.loads(client.get(url, {"izvoz": "json"}).content)
    assert data["full_name"] == "Mira Gajić"
    assert [row["training"] for row in data["trainings"]["trainings"]] == ["Pravo za organizatore"]
    assert [row["number"] for row in data["trainings"]["certificates"]] == ["BL-2026-00001"]
    assert len(data["trainings"]["completed"]) == 1
    lines = client.get(url, {"izvoz": "csv"}).content.decode()
    assert "Pravo za organizatore" in lines
    assert "BL-2026-00001" in lines


def test_erasing_takes_the_name_everywhere_and_leaves_the_counts(client, jelena, novi_krug, mira, held):
    client.force_login(jelena)
    url = reverse("organizers:erase_person", args=[mira.pk])
    assert "Mira Gajić" in client.get(url).text
    with sees_all():
        assert Notice.objects.filter(email="mira@example.org").exists()
    assert client.post(url).status_code == 302
    client.post(url)

    with sees_all():
        person, seat, certificate = (
            Person.objects.get(pk=mira.pk),
            Seat.objects.get(),
            Certificate.objects.get(),
        )
        assert (person.full_name, person.email, person.phone, person.search) == ("–", "", "", "")
        assert (seat.full_name, seat.email, seat.person_id) == ("–", "", None)
        assert (certificate.holder_name, certificate.person_id, certificate.search) == (
            "–",
            None,
            "bl-2026-00001",
        )
        assert certificate.withdrawn_at
        assert Completion.objects.filter(person=None, human=None).count() == 1
        assert "mira" not in Booking.objects.get().search
        assert not Notice.objects.filter(email="mira@example.org").exists()
        assert Booking.objects.get().seat_count == 1
        assert HistoryEntry.objects.get(verb="person.erased").subject_text == str(novi_krug)
    assert "Mira Gajić" not in client.get("/nalog/osobe/", {"stanje": "svi"}).text
    assert client.get(reverse("organizers:person", args=[mira.pk])).status_code == 404


def test_somebody_with_seats_ahead_is_not_erased_and_all_of_them_are_named(
    jelena, novi_krug, banja_luka, mira
):
    for title in ("Pravo", "Mentorstvo"):
        book(make_training(banja_luka, title=title), jelena, novi_krug, [mira])
    with asking(jelena), pytest.raises(Refused, match=r"Pravo \(.+\); Mentorstvo \("):
        erase_person_record(mira, actor=jelena)


def test_a_contact_reads_and_corrects_but_does_not_erase(client, ognjen, mira):
    client.force_login(ognjen)
    page = client.get(reverse("organizers:person", args=[mira.pk])).text
    assert reverse("organizers:change_person", args=[mira.pk]) in page
    assert reverse("organizers:erase_person", args=[mira.pk]) not in page
    assert client.post(reverse("organizers:erase_person", args=[mira.pk])).status_code == 403
    with asking(ognjen), pytest.raises(Refused):
        erase_person_record(mira, actor=ognjen)


def test_people_of_others_have_no_page(client, goran, sveti_sava, dragan, ana, zoran, mira):
    for user in (goran, dragan, ana, zoran):
        client.force_login(user)
        for name in ("person", "erase_person", "change_person"):
            assert client.get(reverse(f"organizers:{name}", args=[mira.pk])).status_code == 404
        assert client.get(f"/banja-luka/rad/osobe/{mira.pk}/").status_code == 404


def test_a_person_with_an_account_reads_the_own_record_and_changes_nothing(client, mira, held, jelena):
    user = make_user("mira@example.org", "Mira Gajić")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.force_login(user)
    assert reverse("organizers:person", args=[mira.pk]) not in client.get("/nalog/podaci/").text

    find_same_people()

    url = reverse("organizers:person", args=[mira.pk])
    assert url in client.get("/nalog/podaci/").text
    page = client.get(url).text
    assert "Pravo za organizatore" in page
    assert "BL-2026-00001" in page
    assert reverse("organizers:erase_person", args=[mira.pk]) not in page
    assert client.get(reverse("organizers:change_person", args=[mira.pk])).status_code == 404
    assert client.post(reverse("organizers:erase_person", args=[mira.pk])).status_code == 404
    data = json.loads(client.get("/nalog/podaci/preuzimanje/").content)
    assert data["organizers"]["people_lists"][0]["full_name"] == "Mira Gajić"


def test_an_unproven_address_opens_nothing(client, jelena, novi_krug):
    user = make_user("petar@example.org", "Petar Ilić")
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    with asking(jelena):
        person = add_person(novi_krug, actor=jelena, full_name="Petar Ilić", email="petar@example.org")
    find_same_people()
    client.force_login(user)
    assert client.get(reverse("organizers:person", args=[person.pk])).status_code == 404


def test_an_erased_account_leaves_the_record_to_the_organizer(mira, jelena, novi_krug):
    user = make_user("mira@example.org", "Mira Gajić")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    find_same_people()
    with asking(user):
        erase_person(user)
    with sees_all():
        assert Person.objects.get(pk=mira.pk).user_id is None
