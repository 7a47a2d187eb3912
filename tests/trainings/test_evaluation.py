"""The evaluation: who is asked, that nobody can be told from an answer, what the service reads and when."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.urls import reverse
from django.utils import timezone, translation

from notifications.letters import letter_of
from services.tenancy import Actor, acting_as
from services.tokens import hash_of, token_of
from tests.cast import (
    asking,
    employ,
    make_organizer,
    make_service,
    make_user,
    represent,
    sees_all,
)
from tests.html import Page
from tests.trainings.held import ABSENT, EXCUSED, PRESENT, held_training, hold, mark, over_training
from tests.trainings.helpers import notices
from trainings.access import find_evaluation_invitation
from trainings.evaluations import LEAST, programme_over_time, results_of
from trainings.figures import FIGURES
from trainings.models import Evaluation, EvaluationInvitation, EvaluationSum, Trainer, TrainerProfile
from trainings.operations.attendance import mark_attendance
from trainings.operations.evaluation import remind_to_evaluate, submit_evaluation
from trainings.trainer_marks import trainer_results
from vsrs.refusals import Refused

GOOD = {"korisnost": 5, "jasnoca": 4, "tempo": 3, "organizacija": 5, "preporuka": "da"}


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    cache.clear()


def people(count):
    return {f"Osoba {number}": f"osoba{number}@example.org" for number in range(count)}


@pytest.fixture
def held(banja_luka, novi_krug, jelena, nemanja):
    """Nine people were there, all with an address."""
    training = over_training(banja_luka, jelena, novi_krug, people(9), days=1)
    with sees_all():
        profile = TrainerProfile.objects.create(
            service=banja_luka, full_name="Milica Đurić", search="milica djuric", sort="milica"
        )
        training.leader = Trainer.objects.create(
            service=banja_luka, training=training, full_name="Milica Đurić", profile=profile
        )
        training.profile = profile
    mark(training, nemanja, [PRESENT] * 9)
    held = hold(training, nemanja)
    held.leader, held.profile = training.leader, training.profile
    return held


def tokens():
    return [token_of(notice.data["seed"]) for notice in notices("evaluation.invited")]


def address(token):
    return reverse("trainings:evaluate", args=[token])


def answer(token, **answers):
    """As the public does, without anybody's right."""
    texts = {name: answers.pop(name, "") for name in ("best", "better")}
    with acting_as(Actor.public()):
        submit_evaluation(find_evaluation_invitation(token), answers=GOOD | answers, **texts)


def answer_all(held, count):
    for number, token in enumerate(tokens()[:count]):
        answer(
            token, trainers={str(held.leader.pk): 4}, best=f"Dobro {number}", better=f"Bolje {count - number}"
        )


# --- who is asked ------------------------------------------------------------------------------
def test_those_who_were_there_and_have_an_address_are_asked(banja_luka, novi_krug, jelena, nemanja):
    names = {
        "Ana": "ana@example.org",
        "Bojan": "bojan@example.org",
        "Cvijeta": "",
        "Dara": "dara@example.org",
    }
    training = held_training(
        banja_luka, jelena, novi_krug, nemanja, names, [PRESENT, ABSENT, PRESENT, EXCUSED]
    )

    assert [notice.email for notice in notices("evaluation.invited")] == ["ana@example.org"]
    with sees_all():
        invitation = EvaluationInvitation.objects.get()
    assert (invitation.seat_id, invitation.is_used) == (training.people[0].pk, False)
    assert invitation.expires_on == timezone.localdate() + timedelta(days=30)


def test_whoever_a_correction_shows_to_have_been_there_is_asked_too(banja_luka, novi_krug, jelena, nemanja):
    training = held_training(banja_luka, jelena, novi_krug, nemanja, people(2), [PRESENT, ABSENT])

    with asking(nemanja):
        part = training.parts.get()
        mark_attendance(part, actor=nemanja, marks={training.people[1].pk: PRESENT})

    assert [notice.email for notice in notices("evaluation.invited")] == [
        "osoba0@example.org",
        "osoba1@example.org",
    ]


def test_no_table_holds_the_link_and_the_letter_does(held):
    (first, *_rest) = notices("evaluation.invited")
    token = token_of(first.data["seed"])

    assert token not in f"{first.data}{first.url}"
    with sees_all():
        assert EvaluationInvitation.objects.filter(token_hash=hash_of(token)).exists()
        assert address(token) in letter_of(first).text()
        # Staff who look into the outbox see no link.
        assert address(token) not in letter_of(first, hide_secrets=True).text()


@pytest.mark.parametrize("language", ["sr-latn", "sr", "en"])
def test_the_letter_says_in_each_language_that_it_is_anonymous(held, language):
    (notice, *_rest) = notices("evaluation.invited")
    notice.language = language

    with sees_all(), translation.override(language):
        text = letter_of(notice).text()

    assert {"sr-latn": "anonimn", "sr": "анонимн", "en": "anonymous"}[language] in text.lower()


# --- answering ---------------------------------------------------------------------------------
def form_of(held, **changed):
    data = GOOD | {f"predavac-{held.leader.pk}": 4, "best": "Primjeri.", "better": "Duže pauze."}
    return {key: value for key, value in (data | changed).items() if value is not None}


def test_the_page_works_without_an_account_and_thanks_once(client, held):
    token = tokens()[0]

    page = client.get(address(token))
    sent = client.post(address(token), form_of(held))
    thanks = client.get(sent.url)

    assert (page.status_code, "Milica Đurić" in page.text, "Anonimno je" in page.text) == (200, True, True)
    assert (sent.status_code, thanks.status_code) == (302, 200)
    assert "Hvala na odgovorima" in thanks.text
    assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex", "no-referrer")
    with sees_all():
        row = Evaluation.objects.get()
    assert row.answers == GOOD | {"trainers": {str(held.leader.pk): 4}}
    assert (row.best, row.better, row.on) == ("Primjeri.", "Duže pauze.", timezone.localdate())


def test_a_second_answer_by_the_same_link_is_not_taken(client, held):
    token = tokens()[0]
    client.post(address(token), form_of(held))

    again = client.post(address(token), form_of(held, korisnost=1))

    assert "Hvala na odgovorima" in again.text
    with sees_all():
        assert [row.answers["korisnost"] for row in Evaluation.objects.all()] == [5]


@pytest.mark.parametrize(
    "changed", [{"korisnost": None}, {"korisnost": 6}, {"preporuka": "uvijek"}, {"best": "a" * 601}]
)
def test_what_is_missing_or_wrong_is_told_and_nothing_is_lost(client, held, changed):
    response = client.post(address(tokens()[0]), form_of(held, better="Ovo ostaje.", **changed))

    assert (response.status_code, "Ovo ostaje." in response.text) == (422, True)
    with sees_all():
        assert not Evaluation.objects.exists()


def test_a_trainer_may_be_left_without_a_mark(client, held):
    client.post(address(tokens()[0]), form_of(held, **{f"predavac-{held.leader.pk}": None}))

    with sees_all():
        assert Evaluation.objects.get().answers["trainers"] == {}


def test_after_thirty_days_it_is_over(client, held):
    token = tokens()[0]
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        response = client.get(address(token))
        with pytest.raises(Refused):
            answer(token, trainers={})

    assert (response.status_code, "Vrijeme za ovu evaluaciju je isteklo" in response.text) == (410, True)


@pytest.mark.parametrize("token", ["nema", "x" * 43, "' or 1=1 --"])
def test_an_unknown_link_opens_nothing(client, held, token):
    response = client.get(address(token))

    assert (response.status_code, "Ovaj link ne otvara nijednu evaluaciju" in response.text) == (404, True)


# --- that nobody can be told -------------------------------------------------------------------
def test_an_answer_points_to_nobody():
    to = {field.related_model._meta.label for field in Evaluation._meta.fields if field.is_relation}

    assert to == {"services.Service", "trainings.Training", "trainings.Programme"}
    assert {field.get_internal_type() for field in Evaluation._meta.fields} & {"DateTimeField"} == set()


@pytest.mark.parametrize(
    ("who", "sees"), [("nemanja", 5), ("jelena", 0), ("dragan", 0), ("vesna", 0), ("zoran", 0)]
)
def test_only_the_service_that_held_it_sees_answers(request, held, who, sees):
    answer_all(held, 5)
    user = request.getfixturevalue(who)

    with asking(user):
        assert Evaluation.objects.visible_to(user).count() == sees
        assert Evaluation.objects.count() == sees
        assert EvaluationInvitation.objects.count() == (9 if sees else 0)


def test_a_link_sees_its_own_invitation_and_no_answer(held):
    answer_all(held, 5)

    with transaction.atomic(), acting_as(Actor(link=hash_of(tokens()[5]))):
        assert EvaluationInvitation.objects.count() == 1
        assert Evaluation.objects.count() == 0
        with connection.cursor() as cursor:
            cursor.execute("update trainings_evaluationinvitation set is_used = true")
            assert cursor.rowcount == 0


# --- results -----------------------------------------------------------------------------------
def desk_page(client, held, nemanja):
    client.force_login(nemanja)
    response = client.get(reverse("trainings:desk_evaluation", args=["banja-luka", held.pk]))
    return Page(response.text, "sr-Latn").text


@pytest.mark.parametrize("count", range(LEAST))
def test_below_five_answers_nothing_is_shown(client, held, nemanja, count):
    answer_all(held, count)

    with asking(nemanja):
        results = results_of(nemanja, held)
    page = desk_page(client, held, nemanja)

    assert (results.is_shown, results.items, results.best, results.recommend) == (False, [], [], [])
    assert f"ih je stiglo {count}." in page
    assert "Dobro" not in page


def test_from_five_answers_up_means_and_texts_are_shown(client, held, nemanja):
    answer_all(held, 5)

    with asking(nemanja):
        results = results_of(nemanja, held)
    page = desk_page(client, held, nemanja)

    assert [(item.mean, item.counts) for item in results.items] == [
        (5.0, (0, 0, 0, 0, 5)),
        (4.0, (0, 0, 0, 5, 0)),
        (3.0, (0, 0, 5, 0, 0)),
        (5.0, (0, 0, 0, 0, 5)),
    ]
    assert [(item.name, item.mean) for item in results.trainers] == [("Milica Đurić", 4.0)]
    assert [row["value"] for row in results.recommend] == [5, 0, 0]
    assert "Dobro 3" in page


@pytest.mark.parametrize(("came", "shown"), [(5, 5), (6, 5), (7, 5), (8, 8), (9, 8)])
def test_later_answers_are_shown_three_at_a_time(client, held, nemanja, came, shown):
    answer_all(held, came)

    with asking(nemanja):
        results = results_of(nemanja, held)
        marks = trainer_results(nemanja, held.service, held.profile)
        (point,) = programme_over_time(nemanja, held.service, held.programme)
    page = desk_page(client, held, nemanja)

    assert (results.answered, results.shown, len(results.best)) == (came, shown, shown)
    assert {item.count for item in results.everything} == {shown}
    assert (marks.count, point.answered) == (shown, shown)
    assert sums(nemanja) == [(held, shown, shown)]
    assert f"{came} od 9" in page
    assert ("na druge" in page) is (came > shown)


def test_the_two_texts_of_one_person_do_not_stand_in_the_same_line(held, nemanja):
    answer_all(held, 5)

    with asking(nemanja):
        results = results_of(nemanja, held)

    assert results.best == [f"Dobro {number}" for number in range(5)]
    assert results.better == [f"Bolje {number}" for number in range(1, 6)]  # in another order than given


def test_a_trainer_marked_by_fewer_than_five_has_no_numbers(held, nemanja):
    for number, token in enumerate(tokens()):
        answer(token, trainers={str(held.leader.pk): 1} if number < 4 else {})

    with asking(nemanja):
        assert results_of(nemanja, held).trainers == []
        assert trainer_results(nemanja, held.service, held.profile) is None


def test_a_trainer_and_a_programme_have_their_own_view(client, held, nemanja, dragan):
    answer_all(held, 5)

    with asking(nemanja):
        assert trainer_results(nemanja, held.service, held.profile).mean == 4.0
        (point,) = programme_over_time(nemanja, held.service, held.programme)
    assert (point.training, point.answered, point.means["korisnost"]) == (held, 5, 5.0)
    with asking(dragan):
        assert programme_over_time(dragan, held.service, held.programme) == []

    client.force_login(nemanja)
    page = client.get(reverse("trainings:desk_programme_evaluation", args=["banja-luka", held.programme_id]))
    assert held.title in page.text


def sums(user):
    with asking(user):
        return [
            (row.training, row.recommended, row.answered) for row in EvaluationSum.objects.visible_to(user)
        ]


@pytest.mark.parametrize(
    ("who", "sees"),
    [("nemanja", True), ("vesna", True), ("jelena", False), ("dragan", False), ("zoran", False)],
)
def test_from_five_answers_up_their_sums_make_the_figure(request, held, who, sees):
    user = request.getfixturevalue(who)
    answer_all(held, 4)
    assert sums(user) == []

    answer(tokens()[4], trainers={}, preporuka="ne")

    assert sums(user) == ([(held, 4, 5)] if sees else [])
    with sees_all():
        figure = next(figure for figure in FIGURES if figure.code == "preporuka")
        assert list(figure.monthly(held.service).values()) == [(4, 5)]


# --- reminders ---------------------------------------------------------------------------------
def remind(service, days):
    later = time_machine.travel(timezone.now() + timedelta(days=days), tick=False)
    with later, transaction.atomic(), acting_as(Actor.for_service(service)):
        return remind_to_evaluate(service)


def test_those_who_have_not_answered_are_reminded_once(held, banja_luka):
    answer(tokens()[0], trainers={})

    assert [remind(banja_luka, days) for days in (4, 5, 6, 20)] == [0, 8, 0, 0]

    reminders = notices("evaluation.reminder")
    assert len(reminders) == 8
    assert {token_of(notice.data["seed"]) for notice in reminders} == set(tokens()[1:])


def test_nobody_is_reminded_when_it_is_over(held, banja_luka):
    assert remind(banja_luka, 31) == 0


# --- at once -----------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_one_link_answers_once_however_often_it_is_sent(transactional_db):
    service = make_service("banja-luka", "Banja Luka", "BL")
    staff = make_user("osoblje@example.org", "Milica Đurić")
    employ(staff, service)
    user = make_user("clan@example.org", "Član")
    organizer = make_organizer(service, "Udruženje", registered_by=user)
    represent(user, organizer)
    held_training(service, user, organizer, staff, people(1))
    (token,) = tokens()
    start = Barrier(8)

    def send():
        try:
            with transaction.atomic(), acting_as(Actor.public()):
                invitation = find_evaluation_invitation(token)
                start.wait()
                submit_evaluation(invitation, answers=GOOD | {"trainers": {}})
                return "taken"
        except Refused:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        outcomes = [one.result() for one in [threads.submit(send) for _ in range(8)]]

    assert sorted(outcomes) == ["refused"] * 7 + ["taken"]
    with sees_all():
        assert Evaluation.objects.count() == 1
