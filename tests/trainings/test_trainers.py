"""Trainers of the network: their records, what they can lead and have led, choosing them for a run."""

import pytest
from django.core.exceptions import PermissionDenied

from tests.cast import asking, make_programme, make_training, sees_all
from tests.trainings.helpers import fresh, queries_of, verbs
from trainings.models import Trainer, TrainerProfile, Training
from trainings.operations.common import Conflict
from trainings.operations.trainers import add_trainer, change_trainer, restore_trainer, retire_trainer
from vsrs.refusals import Refused

pytestmark = pytest.mark.usefixtures("in_english")

LIST = "/en/banja-luka/rad/treneri/"


def add(service, user, name="Ana Čolić", **fields):
    with asking(user):
        return add_trainer(service, actor=user, full_name=name, **fields)


def leads(profile, training):
    with sees_all():
        return Trainer.objects.create(
            service=training.service, training=training, profile=profile, full_name=profile.full_name
        )


def names(answer):
    return [row.full_name for row in answer.context["listing"]]


# --- the records -------------------------------------------------------------------------------
def test_a_trainer_is_added_changed_and_taken_off_with_history(banja_luka, republic, nemanja, vesna):
    own = make_programme(banja_luka, "Naš")
    shared = make_programme(republic, "Zajednički", is_shared=True)
    trainer = add(banja_luka, nemanja, email="ana@example.org", teaches=[own])
    with asking(nemanja):
        change_trainer(
            trainer, actor=nemanja, expected_revision=0, teaches=[own, shared], phone="065 000 000"
        )
        retire_trainer(trainer, actor=nemanja)
        retire_trainer(trainer, actor=nemanja)
        restore_trainer(trainer, actor=nemanja)

    with sees_all():
        titles = sorted(row.programme.title for row in trainer.teaches.all())
    assert titles == ["Naš", "Zajednički"]
    assert fresh(trainer).retired_at is None
    assert verbs() == ["trainer.added", "trainer.changed", "trainer.retired", "trainer.restored"]


def test_a_second_person_of_one_name_needs_a_tick(banja_luka, doboj, nemanja, dragan):
    add(doboj, dragan, "Ana Čolić")
    with pytest.raises(Refused, match="another person"):
        add(banja_luka, nemanja, "Ана Чолић")
    add(banja_luka, nemanja, "Ана Чолић", another_person=True)


def test_what_others_keep_for_themselves_is_not_led(banja_luka, doboj, nemanja):
    with pytest.raises(PermissionDenied):
        add(banja_luka, nemanja, teaches=[make_programme(doboj)])


def test_only_the_service_that_keeps_the_record_changes_it(banja_luka, nemanja, dragan, vesna, jelena):
    trainer = add(banja_luka, nemanja)
    for user in (dragan, vesna, jelena):
        with pytest.raises(PermissionDenied), asking(user):
            change_trainer(trainer, actor=user, expected_revision=0, full_name="Uljez")
        with pytest.raises(PermissionDenied), asking(user):
            retire_trainer(trainer, actor=user)


def test_nobody_overwrites_what_somebody_else_saved(client, banja_luka, nemanja, milica):
    trainer = add(banja_luka, nemanja)
    with asking(milica):
        change_trainer(trainer, actor=milica, expected_revision=0, position="pravnica")
        with pytest.raises(Conflict):
            change_trainer(trainer, actor=milica, expected_revision=0, position="x")
    client.force_login(nemanja)
    said = {"full_name": "Ana Čolić", "position": "trenerica", "revision": "0"}
    answer = client.post(f"{LIST}{trainer.pk}/izmjena/", said)

    assert answer.status_code == 409
    assert "pravnica" in answer.text
    assert 'value="trenerica"' in answer.text
    again = said | {"revision": str(answer.context["form"]["revision"].value())}
    assert client.post(f"{LIST}{trainer.pk}/izmjena/", again).status_code == 302
    assert fresh(trainer).position == "trenerica"


# --- the pages ---------------------------------------------------------------------------------
def test_the_network_finds_trainers_by_name_service_and_programme(client, banja_luka, doboj, nemanja, dragan):
    programme = make_programme(banja_luka, "Naš")
    add(banja_luka, nemanja, "Đorđe Ilić", teaches=[programme])
    add(doboj, dragan, "Zora Perić")
    gone = add(doboj, dragan, "Otišla Treća")
    with asking(dragan):
        retire_trainer(gone, actor=dragan)
    client.force_login(nemanja)

    assert names(client.get(LIST)) == ["Đorđe Ilić", "Zora Perić"]
    assert names(client.get(LIST, {"q": "ђорђе"})) == ["Đorđe Ilić"]
    assert names(client.get(LIST, {"servis": "doboj"})) == ["Zora Perić"]
    assert names(client.get(LIST, {"program": programme.pk})) == ["Đorđe Ilić"]
    assert names(client.get(LIST, {"povuceni": "on"})) == ["Otišla Treća"]
    lines = client.get(LIST, {"izvoz": "csv"}).getvalue().decode("utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in lines[1:]] == ["Đorđe Ilić", "Zora Perić"]
    assert "Naš" in lines[1]


def test_a_trainers_page_tells_what_they_led_but_no_draft_of_others(
    client, banja_luka, doboj, nemanja, dragan
):
    trainer = add(doboj, dragan, email="ana@example.org")
    leads(trainer, make_training(doboj, title="Održana", state="held"))
    leads(trainer, make_training(doboj, title="Nacrt u Doboju", state="draft"))
    leads(trainer, make_training(banja_luka, title="Naš nacrt", state="draft"))
    client.force_login(nemanja)
    page = client.get(f"{LIST}{trainer.pk}/").text

    assert "ana@example.org" in page
    assert "Održana" in page
    assert "Naš nacrt" in page
    assert "Nacrt u Doboju" not in page
    assert "izmjena" not in page
    (row,) = client.get(LIST).context["listing"]
    assert row.held_count == 1


def test_the_form_adds_a_trainer_and_asks_of_the_same_name(client, banja_luka, nemanja):
    programme = make_programme(banja_luka, "Naš")
    client.force_login(nemanja)
    said = {"full_name": "Ana Čolić", "email": "ana@example.org", "teaches": [programme.pk]}
    assert client.post(f"{LIST}novi/", said).status_code == 302

    again = client.post(f"{LIST}novi/", said)
    assert again.status_code == 422
    assert 'type="checkbox" name="another_person"' in again.text
    assert client.post(f"{LIST}novi/", said | {"another_person": "on"}).status_code == 302
    assert len(names(client.get(LIST))) == 2


@pytest.mark.parametrize(("field", "typed"), [("full_name", ""), ("email", "nije adresa"), ("phone", "abc")])
def test_what_cannot_be_is_told_beside_its_field(client, banja_luka, nemanja, field, typed):
    client.force_login(nemanja)
    answer = client.post(f"{LIST}novi/", {"full_name": "Ana Čolić", field: typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}


def test_the_list_costs_the_same_for_many(client, banja_luka, nemanja):
    programme = make_programme(banja_luka)
    add(banja_luka, nemanja, "Trener", teaches=[programme])
    client.force_login(nemanja)
    for_one = queries_of(client, LIST)
    for number in range(40):
        add(banja_luka, nemanja, f"Trener {number}", teaches=[programme])

    assert queries_of(client, LIST) == for_one


# --- choosing them -----------------------------------------------------------------------------
def test_a_training_takes_a_trainer_of_any_service_by_their_profile(
    client, banja_luka, doboj, nemanja, dragan
):
    trainer = add(doboj, dragan, "Zora Perić", position="supervizorka")
    programme = make_programme(banja_luka)
    client.force_login(nemanja)
    said = {
        "programme": programme.pk,
        "form": "uzivo",
        "venue": "Dom",
        "seats": "10",
        "minimum": "1",
        "audience": "network",
        "part-TOTAL_FORMS": "1",
        "part-0-day": "22. 11. 2030.",
        "part-0-starts": "10.00",
        "part-0-ends": "14.00",
        "trainer-TOTAL_FORMS": "2",
        "trainer-0-profile": trainer.pk,
        "trainer-1-full_name": "Gost Gostić",
    }
    client.post("/en/banja-luka/rad/obuke/nova/", said)

    with sees_all():
        training = Training.objects.get()
        rows = list(training.trainers.values_list("profile", "full_name", "position"))
    assert rows == [(trainer.pk, "Zora Perić", "supervizorka"), (None, "Gost Gostić", "")]
    page = client.get(f"/en/banja-luka/rad/obuke/{training.pk}/izmjena/").text
    assert f'<option value="{trainer.pk}" selected>Zora Perić, Doboj</option>' in page


def test_the_public_sees_no_record_of_a_trainer(client, banja_luka, nemanja, jelena):
    add(banja_luka, nemanja)
    with asking(jelena):
        assert not TrainerProfile.objects.visible_to(jelena).exists()
        assert not TrainerProfile.objects.exists()
