"""What a trainer sees: own trainings, and what people thought of them."""

import pytest
from django.core.exceptions import PermissionDenied

from tests.cast import asking, sees_all
from tests.html import Page
from tests.trainings.held import PRESENT, hold, mark, over_training
from tests.trainings.helpers import fresh, verbs
from trainings.models import Evaluation, Trainer, TrainerProfile
from trainings.operations.trainers import add_trainer, link_trainer
from vsrs.refusals import Refused

pytestmark = pytest.mark.usefixtures("in_english")

DOBOJ = "/en/doboj/rad/treneri/"


@pytest.fixture
def profile(doboj, dragan):
    """Dragan's record: his address stands in it."""
    with asking(dragan):
        return add_trainer(doboj, actor=dragan, full_name="Dragan Tešić", email="Dragan@example.org")


def led_with_marks(profile, service, organizer, user, staff, marks, title="Koordinacija volontera"):
    """A training held in `service` whose answers are shown, with these marks of the trainer."""
    training = over_training(
        service, user, organizer, {f"{title} {n}": "" for n in range(2)}, days=1, title=title
    )
    with sees_all():
        leader = Trainer.objects.create(
            service=service, training=training, profile=profile, full_name=profile.full_name
        )
    mark(training, staff, [PRESENT] * 2)
    held = hold(training, staff)
    with sees_all():
        for given in marks:
            Evaluation.objects.create(
                service=service,
                training=held,
                programme=held.programme,
                answers={"trainers": {str(leader.pk): given}},
                best="Samo za servis",
                is_shown=True,
            )
    return held


def page_of(client, user, address=DOBOJ):
    client.force_login(user)
    return client.get(f"{address}ja/")


def test_a_trainer_sees_own_trainings_and_marks_of_every_service(
    client, profile, banja_luka, novi_krug, jelena, nemanja, dragan
):
    held = led_with_marks(profile, banja_luka, novi_krug, jelena, nemanja, [5, 5, 4, 3, 3])
    led_with_marks(profile, banja_luka, novi_krug, jelena, nemanja, [1, 1, 1, 1], title="Mala")

    answer = page_of(client, dragan)

    assert [(row.training, row.item and row.item.mean) for row in answer.context["behind"]] == [
        (answer.context["behind"][0].training, None),
        (held, 4.0),
    ]
    marks = answer.context["marks"]
    assert (marks.counts, marks.count, marks.mean) == ((0, 0, 2, 1, 2), 5, 4.0)
    assert "Samo za servis" not in answer.text
    with asking(dragan):
        assert not Evaluation.objects.exists()
    assert f'href="{DOBOJ}ja/"' in client.get(DOBOJ).text


def test_marks_too_few_to_show_are_in_no_sum(client, profile, banja_luka, novi_krug, jelena, nemanja, dragan):
    led_with_marks(profile, banja_luka, novi_krug, jelena, nemanja, [5, 5, 5, 5])
    led_with_marks(profile, banja_luka, novi_krug, jelena, nemanja, [5, 5, 5, 5], title="Druga")

    answer = page_of(client, dragan)

    assert answer.context["marks"] is None
    assert len(answer.context["behind"]) == 2
    client.force_login(nemanja)
    assert client.get(f"/en/banja-luka/rad/treneri/{profile.pk}/").context["marks"] is None


def test_nobody_else_sees_them_as_their_own(client, profile, sanja, nemanja, doboj):
    for user, address in ((sanja, DOBOJ), (nemanja, "/en/banja-luka/rad/treneri/")):
        answer = page_of(client, user, address)
        assert answer.context["profile"] is None
        assert "No record of a trainer is yours" in Page(answer.text, "en").text
        assert f'href="{address}ja/"' not in client.get(address).text


def test_a_manager_says_whose_record_it_is(client, profile, doboj, sanja, dragan):
    """Whoever is chosen goes before the address."""
    client.force_login(sanja)
    page = f"{DOBOJ}{profile.pk}/izmjena/"
    assert f'<option value="{dragan.pk}">Dragan Tešić</option>' in client.get(page).text
    said = {"full_name": "Dragan Tešić", "email": "Dragan@example.org", "revision": "0"}

    assert client.post(page, said | {"user": sanja.pk}).status_code == 302

    assert fresh(profile).user == sanja
    assert verbs()[-1] == "trainer.linked"
    assert page_of(client, sanja).context["profile"] == profile
    assert page_of(client, dragan).context["profile"] is None
    client.force_login(sanja)
    client.post(page, said | {"user": ""})
    assert page_of(client, dragan).context["profile"] == profile


def test_staff_are_not_asked_whose_record_it_is(client, profile, dragan, sanja):
    with asking(sanja):
        link_trainer(profile, actor=sanja, user=sanja)
    client.force_login(dragan)
    page = f"{DOBOJ}{profile.pk}/izmjena/"
    assert 'name="user"' not in client.get(page).text

    said = {"full_name": "Dragan Tešić", "position": "trener", "revision": "0", "user": dragan.pk}
    assert client.post(page, said).status_code == 302

    assert (fresh(profile).user, fresh(profile).position) == (sanja, "trener")
    with asking(dragan), pytest.raises(PermissionDenied):
        link_trainer(profile, actor=dragan, user=dragan)


def test_only_people_of_the_service_are_chosen(client, profile, sanja, nemanja):
    with asking(sanja), pytest.raises(Refused, match="does not work"):
        link_trainer(profile, actor=sanja, user=nemanja)
    client.force_login(sanja)
    said = {"full_name": "Dragan Tešić", "revision": "0", "user": nemanja.pk}
    assert client.post(f"{DOBOJ}{profile.pk}/izmjena/", said).status_code == 422


def test_whose_account_is_erased_is_chosen_no_more(profile, sanja, dragan):
    from trainings import own_data

    with asking(sanja):
        link_trainer(profile, actor=sanja, user=dragan)
    with asking(dragan):
        own_data.erase(dragan)

    with sees_all():
        assert TrainerProfile.objects.get().user is None
