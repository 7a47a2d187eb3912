"""What is wanted and has no date: said, ranked, answered with a date."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from notifications.models import Notice
from organizers.models import Organizer
from tests.cast import asking, make_organizer, make_person, make_programme, make_training, represent, sees_all
from tests.organizers.helpers import cost, town
from tests.organizers.same_people.helpers import complete
from tests.trainings.helpers import book, notices, verbs
from trainings.models import Interest, Training, UnmetPrerequisite
from trainings.operations.announcing import publish_training
from trainings.operations.demand import note_unmet, say_interest, withdraw_interest
from trainings.operations.waiting import join_waiting_list
from trainings.tasks import forget_met_prerequisites, tell_of_dates
from vsrs.refusals import Refused


@pytest.fixture
def law(republic):
    """Shared by the republic office; it has no date."""
    return make_programme(republic, title="Pravo volontiranja", subject="pravo", is_shared=True)


def want(user, organizer, programme, people_count=3, note=""):
    with asking(user):
        return say_interest(programme, actor=user, organizer=organizer, people_count=people_count, note=note)


def draft(service, programme, **fields):
    return make_training(
        service,
        title=programme.title,
        programme=programme,
        state=Training.State.DRAFT,
        published_at=None,
        **fields,
    )


def publish(user, training):
    with asking(user):
        return publish_training(training, actor=user)


def interests():
    with sees_all():
        rows = Interest.objects.order_by("pk")
        return [(row.organizer_id, row.people_count, row.state) for row in rows]


def states():
    return [state for _, _, state in interests()]


def told_of_dates():
    return [notice.email for notice in notices("demand.date")]


# --- said --------------------------------------------------------------------------------------
def test_one_open_wish_an_organizer_and_programme(jelena, ognjen, novi_krug, law):
    want(jelena, novi_krug, law, 3)
    want(jelena, novi_krug, law, 3)
    again = want(ognjen, novi_krug, law, 5, "poslije 16.00")
    assert interests() == [(novi_krug.pk, 5, "open")]
    assert again.note == "poslije 16.00"

    with asking(jelena):
        withdraw_interest(again, actor=jelena)
        withdraw_interest(again, actor=jelena)
    want(jelena, novi_krug, law, 2)
    assert interests() == [(novi_krug.pk, 5, "withdrawn"), (novi_krug.pk, 2, "open")]
    assert verbs() == ["interest.said", "interest.said", "interest.withdrawn", "interest.said"]


def test_who_may_say_and_withdraw(jelena, goran, nemanja, vesna, novi_krug, sveti_sava, law, dragan):
    for user in (goran, nemanja, vesna):
        with pytest.raises(PermissionDenied):
            want(user, novi_krug, law)
    wish = want(jelena, novi_krug, law)
    for user in (goran, dragan, vesna):
        with asking(user), pytest.raises(PermissionDenied):
            withdraw_interest(wish, actor=user)
    with asking(nemanja):  # asked by phone
        withdraw_interest(wish, actor=nemanja)
    assert states() == ["withdrawn"]


@pytest.mark.parametrize("people", [0, 201])
def test_how_many_is_said_within_reason(jelena, novi_krug, law, people):
    with pytest.raises(Refused) as refused:
        want(jelena, novi_krug, law, people)
    assert refused.value.field == "people_count"


def test_an_unconfirmed_organizer_and_a_retired_programme_are_refused(jelena, banja_luka, novi_krug, law):
    waiting = make_organizer(banja_luka, "Klub", registered_by=jelena, status=Organizer.Status.APPLIED)
    represent(jelena, waiting)
    with pytest.raises(Refused):
        want(jelena, waiting, law)
    law.retired_at = "2026-01-01T00:00:00Z"
    with pytest.raises(Refused):
        want(jelena, novi_krug, law)


# --- answered ----------------------------------------------------------------------------------
def test_publishing_tells_own_organizers_in_the_same_transaction(jelena, novi_krug, nemanja, banja_luka, law):
    want(jelena, novi_krug, law)
    publish(nemanja, draft(banja_luka, law))
    assert states() == ["told"]
    assert told_of_dates() == ["jelena@example.org"]
    with sees_all():
        assert Interest.objects.get().told_of.service == banja_luka


def test_a_run_open_to_the_network_is_told_by_each_service_to_its_own(
    jelena, novi_krug, goran, sveti_sava, nemanja, banja_luka, law
):
    want(jelena, novi_krug, law)
    want(goran, sveti_sava, law)
    publish(nemanja, draft(banja_luka, law))
    assert states() == ["told", "open"]

    tell_of_dates()
    tell_of_dates()

    assert states() == ["told", "told"]
    assert told_of_dates() == ["jelena@example.org", "goran@example.org"]
    with sees_all():
        slugs = (
            Notice.objects.filter(kind="demand.date").order_by("pk").values_list("service__slug", flat=True)
        )
        assert list(slugs) == ["banja-luka", "doboj"]


def test_a_run_for_own_organizers_only_and_one_that_was_there_before_tell_nobody_else(
    jelena, novi_krug, goran, sveti_sava, nemanja, banja_luka, law
):
    make_training(banja_luka, programme=law)
    want(goran, sveti_sava, law)
    want(jelena, novi_krug, law)
    publish(nemanja, draft(banja_luka, law, audience=Training.Audience.SERVICE))
    tell_of_dates()
    assert states() == ["open", "told"]


def test_those_on_the_list_of_another_run_hear_of_it_too(
    jelena, novi_krug, goran, sveti_sava, nemanja, banja_luka, law
):
    full = make_training(banja_luka, programme=law, seats=1)
    book(full, jelena, novi_krug, 1)
    with asking(goran):
        join_waiting_list(
            full, actor=goran, organizer=sveti_sava, people=[make_person(sveti_sava, "Ana Vuk")]
        )
    publish(nemanja, draft(banja_luka, law, starts_in=timedelta(days=40)))
    assert told_of_dates() == ["goran@example.org"]


# --- lacking -----------------------------------------------------------------------------------
def test_who_lacks_a_prerequisite_is_noted_once_until_it_is_completed(jelena, novi_krug, doboj, law):
    training, person = make_training(doboj), make_person(novi_krug, "Mira Gajić")
    with asking(jelena):
        for _ in range(2):
            note_unmet(training, actor=jelena, organizer=novi_krug, missing=[(person, law)])
    forget_met_prerequisites()
    with sees_all():
        assert UnmetPrerequisite.objects.count() == 1

    complete(make_training(doboj, programme=law), novi_krug, person, jelena)
    forget_met_prerequisites()
    with sees_all():
        assert not UnmetPrerequisite.objects.exists()


# --- pages -------------------------------------------------------------------------------------
def demand_of(client, user, url, **conditions):
    """The rows of the file: [(programme, wanted, wishes, organizers, waiting, lacking, towns)]."""
    client.force_login(user)
    file = client.get(url, conditions | {"izvoz": "csv"}).getvalue().decode()
    rows = [line.split(";") for line in file.splitlines()[1:]]
    return [(row[0], *map(int, row[2:7]), row[7]) for row in rows]


def test_staff_see_where_the_next_run_is_wanted(
    client, jelena, novi_krug, goran, sveti_sava, nemanja, dragan, vesna, banja_luka, law
):
    risk = make_programme(banja_luka, title="Rizik", subject="rizik")
    prnjavor = make_organizer(banja_luka, "Klub", registered_by=jelena, municipality=town(banja_luka))
    represent(jelena, prnjavor)
    want(jelena, novi_krug, law, 3)
    want(jelena, prnjavor, law, 4)
    want(goran, sveti_sava, law, 7)
    full = make_training(banja_luka, programme=risk, seats=2)
    book(full, jelena, novi_krug, 2)
    with asking(jelena):
        people = [make_person(prnjavor, "Ana Vuk"), make_person(prnjavor, "Iva Vuk")]
        join_waiting_list(full, actor=jelena, organizer=prnjavor, people=people)
        note_unmet(full, actor=jelena, organizer=prnjavor, missing=[(people[0], risk)])

    assert demand_of(client, nemanja, "/banja-luka/rad/potraznja/") == [
        ("Pravo volontiranja", 7, 7, 2, 0, 0, "Prnjavor 4, Banja Luka 3"),
        ("Rizik", 3, 0, 0, 2, 1, "Prnjavor 3"),
    ]
    assert demand_of(client, nemanja, "/banja-luka/rad/potraznja/", opstina="banja-luka") == [
        ("Pravo volontiranja", 3, 3, 1, 0, 0, "Banja Luka 3")
    ]
    assert demand_of(client, dragan, "/doboj/rad/potraznja/") == [
        ("Pravo volontiranja", 7, 7, 1, 0, 0, "Doboj 7")
    ]
    assert demand_of(client, vesna, "/mreza/potraznja/") == [
        ("Pravo volontiranja", 14, 14, 3, 0, 0, "Doboj 7, Prnjavor 4, Banja Luka 3"),
        ("Rizik", 3, 0, 0, 2, 1, "Prnjavor 3"),
    ]
    assert demand_of(client, vesna, "/mreza/potraznja/", servis="doboj", q="право") == [
        ("Pravo volontiranja", 7, 7, 1, 0, 0, "Doboj 7")
    ]


def test_one_step_leads_to_a_draft_and_another_to_the_rows(client, jelena, novi_krug, nemanja, vesna, law):
    want(jelena, novi_krug, law, 3, "subotom")
    client.force_login(nemanja)
    page = client.get("/banja-luka/rad/potraznja/").text
    assert f"/banja-luka/rad/obuke/nova/?program={law.pk}" in page
    rows = client.get(f"/banja-luka/rad/potraznja/{law.pk}/").text
    assert "Novi krug" in rows
    assert "subotom" in rows
    client.force_login(vesna)
    assert "subotom" in client.get(f"/mreza/potraznja/{law.pk}/").text


def test_anybody_reads_programmes_that_are_shared_or_were_announced(client, banja_luka, doboj, law):
    announced = make_programme(doboj, title="Rizik i osiguranje", subject="rizik")
    training = make_training(doboj, programme=announced)
    hidden = make_programme(banja_luka, title="Interno")
    make_training(banja_luka, programme=hidden, state=Training.State.DRAFT)

    page = client.get("/programi/").text
    assert "Pravo volontiranja" in page
    assert training.get_absolute_url() in page
    assert "Interno" not in page
    assert "Rizik i osiguranje</a>" not in client.get("/programi/", {"q": "право"}).text
    assert "Pravo volontiranja" not in client.get("/programi/", {"termin": "on"}).text
    assert training.get_absolute_url() in client.get(f"/programi/{announced.pk}/").text
    assert client.get(f"/programi/{hidden.pk}/").status_code == 404
    assert client.post(f"/programi/{law.pk}/interes/").status_code == 302
    assert "Rizik i osiguranje" in client.get("/programi/", {"izvoz": "csv"}).getvalue().decode()


def test_an_organizer_says_on_the_page_that_it_wants_it(client, jelena, novi_krug, law, goran, sveti_sava):
    url = f"/programi/{law.pk}/"
    client.force_login(jelena)
    bad = client.post(
        f"{url}interes/", {"organizer": novi_krug.pk, "people_count": "mnogo", "note": "subotom"}
    )
    assert bad.status_code == 422
    assert 'value="subotom"' in bad.text
    stranger = {"organizer": sveti_sava.pk, "people_count": 2}
    assert client.post(f"{url}interes/", stranger).status_code == 422

    client.post(f"{url}interes/", {"organizer": novi_krug.pk, "people_count": 4, "note": "subotom"})
    assert interests() == [(novi_krug.pk, 4, "open")]
    with sees_all():
        wish = Interest.objects.get()
    withdraw = reverse("trainings:withdraw_interest", args=[wish.pk])
    assert withdraw in client.get(url).text
    client.force_login(goran)
    assert withdraw not in client.get(url).text
    assert client.post(withdraw).status_code == 404
    client.force_login(jelena)
    assert client.post(withdraw).status_code == 302
    assert states() == ["withdrawn"]


def test_pages_cost_the_same_for_one_programme_and_for_many(
    client, jelena, novi_krug, nemanja, vesna, republic, banja_luka
):
    def more(count):
        for number in range(count):
            programme = make_programme(republic, title=f"Program {count} {number}", is_shared=True)
            want(jelena, novi_krug, programme)
            make_training(banja_luka, programme=programme)

    pages = [
        (nemanja, "/banja-luka/rad/potraznja/"),
        (vesna, "/mreza/potraznja/"),
        (jelena, "/programi/"),
    ]

    def costs():
        found = {}
        for user, url in pages:
            client.force_login(user)
            found[url] = cost(client, url)
        return found

    more(1)
    one = costs()
    more(15)
    assert costs() == one
