"""Who completed a held training, and what a later correction does to it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from services.models import HistoryEntry
from tests.cast import asking, make_programme, sees_all
from tests.trainings.held import ABSENT, EXCUSED, PRESENT, held_training, hold, issue, mark, over_training
from tests.trainings.helpers import fresh
from trainings.after_desk import tasks
from trainings.models import Certificate, Completion, Part, ProgrammeVersion, Training
from trainings.operations.attendance import mark_attendance
from vsrs.dates import local

NAMES = ["Đurđa Ćetković", "Mira Gajić", "Petar Šljivić"]
pytestmark = pytest.mark.usefixtures("in_english")


def completed(training):
    with sees_all():
        rows = Completion.objects.filter(training=training).order_by("seat")
        return {row.seat_id: (row.hours, row.share) for row in rows}


def correct(training, staff, ordinal, marks):
    with asking(staff):
        part = training.parts.get(ordinal=ordinal)
        mark_attendance(part, actor=staff, marks=marks)


def test_whoever_reaches_the_share_has_completed_it(banja_luka, novi_krug, jelena, nemanja):
    training = held_training(
        banja_luka, jelena, novi_krug, nemanja, NAMES, [PRESENT, PRESENT, ABSENT], [PRESENT, EXCUSED, ABSENT]
    )

    there, _half, _away = training.people
    assert completed(training) == {there.pk: (Decimal("8.0"), 100)}
    with sees_all():
        row = Completion.objects.select_related("person").get()
    assert row.human == row.person.human
    assert (row.service_id, row.programme_id, row.organizer_id) == (
        banja_luka.pk,
        training.programme_id,
        novi_krug.pk,
    )
    assert row.completed_on == local(training.ends_at).date()


def test_parts_count_by_their_length_and_shares_are_cut_off(banja_luka, novi_krug, jelena, nemanja):
    training = over_training(banja_luka, jelena, novi_krug, NAMES[:1])
    with sees_all():
        second = Part.objects.get(training=training, ordinal=2)
        # Four hours of five hours and one minute: 79.7 %.
        Part.objects.filter(pk=second.pk).update(ends_at=second.starts_at + timedelta(minutes=61))
    mark(training, nemanja, [PRESENT], [ABSENT])

    hold(training, nemanja)

    assert completed(training) == {}


def test_people_of_an_organizer_from_another_service_keep_who_they_are(doboj, novi_krug, jelena, dragan):
    training = held_training(doboj, jelena, novi_krug, dragan, NAMES[:1])

    with sees_all():
        row = Completion.objects.select_related("person").get(training=training)
    assert row.human == row.person.human


def test_a_programme_without_certificates_is_completed_with_four_fifths(
    banja_luka, novi_krug, jelena, nemanja
):
    days = [[PRESENT, PRESENT]] * 4 + [[PRESENT, ABSENT]]
    programme = make_programme(banja_luka, certificate_share=None)
    training = held_training(banja_luka, jelena, novi_krug, nemanja, NAMES[:2], *days, programme=programme)

    assert {share for _hours, share in completed(training).values()} == {100, 80}


def test_the_version_it_was_held_by_says_the_share(banja_luka, novi_krug, jelena, nemanja):
    programme = make_programme(banja_luka, certificate_share=100)
    training = over_training(banja_luka, jelena, novi_krug, NAMES[:1], programme=programme)
    with sees_all():
        facts = {
            name: getattr(programme, name) for name in ("title", "subject", "summary", "aims", "audience")
        }
        said = {"hours": "4.0", "certificate_share": 50, "certificate_months": None}
        version = ProgrammeVersion.objects.create(
            service=banja_luka,
            programme=programme,
            number=1,
            content=facts | said | {"parts": [], "prerequisites": []},
        )
        Training.objects.filter(pk=training.pk).update(version=version)
    mark(training, nemanja, [PRESENT], [ABSENT])

    hold(training, nemanja)

    assert list(completed(training).values()) == [(Decimal("4.0"), 50)]


def test_a_correction_gives_and_takes_and_the_history_says_so(banja_luka, novi_krug, jelena, nemanja):
    training = held_training(banja_luka, jelena, novi_krug, nemanja, NAMES[:2], [PRESENT, ABSENT])
    first, second = training.people

    correct(training, nemanja, 1, {first.pk: ABSENT, second.pk: PRESENT})

    assert completed(training) == {second.pk: (Decimal("4.0"), 100)}
    with sees_all():
        entry = HistoryEntry.objects.get(verb="completion.corrected")
    assert entry.changes == {"gained": [second.full_name], "lost": [first.full_name]}


def test_a_correction_that_changes_nothing_writes_nothing_more(banja_luka, novi_krug, jelena, nemanja):
    training = held_training(banja_luka, jelena, novi_krug, nemanja, NAMES[:1], [ABSENT])
    before = completed(training)

    correct(training, nemanja, 1, {training.people[0].pk: EXCUSED})

    assert (before, completed(training)) == ({}, {})
    with sees_all():
        assert not HistoryEntry.objects.filter(verb="completion.corrected").exists()


def test_a_certificate_without_completion_is_kept_and_the_desk_asks(banja_luka, novi_krug, jelena, nemanja):
    training = held_training(banja_luka, jelena, novi_krug, nemanja, NAMES[:1])
    (certificate,) = issue(training, nemanja)

    correct(training, nemanja, 1, {training.people[0].pk: ABSENT})

    assert completed(training) == {}
    assert fresh(certificate).state == Certificate.VALID
    with asking(nemanja):
        asked = list(tasks(nemanja, banja_luka))
    assert [(task.text, task.detail) for task in asked] == [
        (
            "Attendance no longer reaches the share: withdraw the certificate?",
            f"{NAMES[0]}, {certificate.number}",
        )
    ]
