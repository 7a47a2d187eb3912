"""Two records that look like one person are found."""

from importlib import import_module

import pytest
from django.apps import apps

from organizers.models import Person
from organizers.operations.people import change_person
from organizers.tasks import find_same_people
from tests.cast import (
    asking,
    make_person,
    sees_all,
)
from tests.organizers.same_people.helpers import add, fresh, pairs

keys = import_module("organizers.migrations.0009_keys_of_comparison")


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


# --- found --------------------------------------------------------------------------------------
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
