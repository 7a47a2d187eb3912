"""Certificates: issued once, withdrawn with a reason, corrected by another one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from accounts.operations import erase_person
from services.models import HistoryEntry
from services.tenancy import Actor, acting_as, actor_of
from tests.cast import (
    asking,
    employ,
    make_organizer,
    make_person,
    make_programme,
    make_service,
    make_user,
    represent,
    sees_all,
)
from tests.trainings.held import ABSENT, PRESENT, held_training, issue, mark, over_training
from tests.trainings.helpers import fresh, notices
from trainings.access import find_certificate
from trainings.certificates import board_of
from trainings.models import Certificate, Training
from trainings.operations.certificates import correct_certificate, issue_certificates, withdraw_certificate
from trainings.paper import paper_of
from vsrs.refusals import Refused

NAMES = ["Đurđa Ćetković", "Mira Gajić"]
pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def held(banja_luka, novi_krug, jelena, nemanja):
    """One person was there, the other was not; valid for two years."""
    programme = make_programme(banja_luka, certificate_share=80, certificate_months=24)
    names = {NAMES[0]: "djurdja@example.org", NAMES[1]: ""}
    training = held_training(
        banja_luka, jelena, novi_krug, nemanja, names, [PRESENT, ABSENT], programme=programme
    )
    training.there, training.away = training.people
    return training


def give(training, staff, script="latn"):
    (certificate,) = issue(training, staff, {training.there.pk: script})
    return certificate


def standing():
    with sees_all():
        return list(Certificate.objects.filter(withdrawn_at=None).order_by("pk"))


def history():
    with sees_all():
        entries = HistoryEntry.objects.filter(verb__startswith="certificate.").order_by("pk")
        return [(entry.verb, entry.organizer_id, entry.changes) for entry in entries]


# --- issuing -----------------------------------------------------------------------------------
def test_a_certificate_says_what_was_true_when_it_was_issued(held, nemanja):
    certificate = give(held, nemanja)

    year = timezone.localdate().year
    assert certificate.number == f"BL-S-{year}-0001"
    assert (certificate.holder_name, certificate.programme_title) == (NAMES[0], held.programme.title)
    assert certificate.content == {
        "parts": [],
        "aims": ["opisati volontersku poziciju", "voditi uvod i praćenje"],
        "service": "Lokalni volonterski servis Banja Luka",
        "place": "Dom omladine, Banja Luka",
        "trainers": [],
        "hours_held": "4.0",
    }
    day = certificate.held_until
    assert certificate.expires_on == date(
        day.year + 2, day.month, min(day.day, 28) if day.month == 2 else day.day
    )
    assert certificate.state == Certificate.VALID


def test_in_cyrillic_everything_on_it_is_cyrillic(held, nemanja):
    certificate = give(held, nemanja, "cyrl")

    assert certificate.holder_name == "Ђурђа Ћетковић"
    assert certificate.programme_title == "Координација волонтера: основе"
    assert certificate.content["service"] == "Локални волонтерски сервис Бања Лука"
    assert certificate.content["place"] == "Дом омладине, Бања Лука"


def test_numbers_of_a_year_follow_one_another(banja_luka, novi_krug, jelena, nemanja):
    training = held_training(banja_luka, jelena, novi_krug, nemanja, NAMES)

    made = issue(training, nemanja)

    year = timezone.localdate().year
    assert [row.number for row in made] == [f"BL-S-{year}-0001", f"BL-S-{year}-0002"]


def test_issuing_again_gives_nothing_new(held, nemanja):
    certificate = give(held, nemanja)

    assert issue(held, nemanja, {held.there.pk: "cyrl"}) == []
    assert standing() == [certificate]


def test_whoever_was_not_there_gets_none_and_reads_why(held, nemanja):
    with pytest.raises(Refused) as refusal:
        issue(held, nemanja)

    assert str(refusal.value) == ("Mira Gajić: Was there for 0 of 4 hours (0%); the programme asks for 80%.")
    assert standing() == []


def test_nobody_gets_one_before_the_training_is_held(banja_luka, novi_krug, jelena, nemanja):
    training = over_training(banja_luka, jelena, novi_krug, NAMES[:1], days=1)
    mark(training, nemanja, [PRESENT])

    with pytest.raises(Refused, match="once the training is marked as held"):
        issue(training, nemanja)


def test_a_programme_may_give_no_certificate(banja_luka, novi_krug, jelena, nemanja):
    programme = make_programme(banja_luka, certificate_share=None)
    training = held_training(banja_luka, jelena, novi_krug, nemanja, NAMES[:1], programme=programme)

    with pytest.raises(Refused, match="gives no certificate"):
        issue(training, nemanja)
    with asking(nemanja):
        assert board_of(nemanja, training).can_get == []


@pytest.mark.parametrize("scripts", [{}, {0: "latn"}])
def test_somebody_of_the_training_must_be_ticked(held, nemanja, scripts):
    with asking(nemanja), pytest.raises(Refused):
        issue_certificates(held, actor=nemanja, scripts=scripts)


def test_there_are_two_scripts(held, nemanja):
    with pytest.raises(Refused, match="Choose Latin or Cyrillic"):
        issue(held, nemanja, {held.there.pk: "runes"})


def test_who_booked_and_the_person_are_told(held, nemanja, jelena):
    certificate = give(held, nemanja)

    told = [
        (notice.email, notice.data["for"], notice.data["people"]) for notice in notices("certificate.issued")
    ]
    person = {"name": NAMES[0], "number": certificate.number}
    assert told == [
        (jelena.email, "contact", [person]),
        ("djurdja@example.org", "person", [person]),
    ]
    # The key opens a page, so no row of the outbox holds it.
    assert not any(
        certificate.key in f"{notice.data}{notice.url}" for notice in notices("certificate.issued")
    )


def test_the_organizer_sees_it_in_the_history(held, nemanja, novi_krug):
    give(held, nemanja)

    assert history() == [("certificate.issued", novi_krug.pk, {"people": [NAMES[0]]})]


@pytest.mark.parametrize("who", ["jelena", "dragan", "vesna", "ana"])
def test_only_the_service_that_held_it_issues_withdraws_and_corrects(request, held, nemanja, who):
    certificate = give(held, nemanja)
    other = request.getfixturevalue(who)

    with asking(other):
        with pytest.raises(PermissionDenied):
            issue_certificates(held, actor=other, scripts={held.there.pk: "latn"})
        with pytest.raises(PermissionDenied):
            withdraw_certificate(certificate, actor=other, reason="Zato.")
        with pytest.raises(PermissionDenied):
            correct_certificate(certificate, actor=other, holder_name="Neko Drugi", script="latn")

    assert standing() == [certificate]


# --- withdrawing -------------------------------------------------------------------------------
def withdraw(certificate, staff, reason="Izdat greškom."):
    with asking(staff):
        return withdraw_certificate(certificate, actor=staff, reason=reason)


def test_a_withdrawn_one_stays_withdrawn_and_says_why(held, nemanja, novi_krug):
    certificate = give(held, nemanja)

    first = withdraw(certificate, nemanja)
    again = withdraw(certificate, nemanja, "Drugi razlog.")

    assert first.state == again.state == Certificate.WITHDRAWN
    assert again.withdraw_reason == "Izdat greškom."
    assert again.withdrawn_at == first.withdrawn_at
    assert history()[1:] == [("certificate.withdrawn", novi_krug.pk, {"reason": "Izdat greškom."})]
    assert [notice.data["reason"] for notice in notices("certificate.withdrawn")] == ["Izdat greškom."] * 2


def test_withdrawing_needs_a_reason(held, nemanja):
    certificate = give(held, nemanja)

    with pytest.raises(Refused, match="Say why"):
        withdraw(certificate, nemanja, "  ")

    assert standing() == [certificate]


def test_after_a_withdrawal_another_one_can_be_issued(held, nemanja):
    old = withdraw(give(held, nemanja), nemanja)

    new = give(held, nemanja)

    assert standing() == [new]
    assert (new.number > old.number, new.key != old.key) == (True, True)


# --- correcting --------------------------------------------------------------------------------
def test_a_corrected_one_takes_the_place_of_the_old(held, nemanja):
    old = give(held, nemanja)

    with asking(nemanja):
        new = correct_certificate(old, actor=nemanja, holder_name="Đurđica Ćetković", script="latn")

    old = fresh(old)
    assert (old.state, old.successor_key, old.withdraw_reason) == (
        Certificate.WITHDRAWN,
        new.key,
        "Ime je ispravljeno.",
    )
    assert (new.replaces, new.holder_name, new.expires_on) == (old, "Đurđica Ćetković", old.expires_on)
    assert standing() == [new]
    assert [verb for verb, _organizer, _facts in history()] == [
        "certificate.issued",
        "certificate.replaced",
        "certificate.corrected",
    ]


def test_a_correction_may_be_of_the_script_alone(held, nemanja):
    old = give(held, nemanja)

    with asking(nemanja):
        new = correct_certificate(old, actor=nemanja, holder_name=NAMES[0], script="cyrl")

    assert (new.holder_name, new.content["place"]) == ("Ђурђа Ћетковић", "Дом омладине, Бања Лука")


@pytest.mark.parametrize("name", [NAMES[0], f" {NAMES[0]} ", "  "])
def test_a_correction_that_corrects_nothing_is_refused(held, nemanja, name):
    old = give(held, nemanja)

    with asking(nemanja), pytest.raises(Refused):
        correct_certificate(old, actor=nemanja, holder_name=name, script="latn")

    assert standing() == [old]


# --- validity ----------------------------------------------------------------------------------
DAYS = some.integers(min_value=-3, max_value=3)


@given(expires_in=some.none() | DAYS, withdrawn_in=some.none() | DAYS)
def test_withdrawn_or_expired_is_never_valid(expires_in, withdrawn_in):
    today, now = timezone.localdate(), timezone.now()
    certificate = Certificate(
        expires_on=None if expires_in is None else today + timedelta(days=expires_in),
        withdrawn_at=None if withdrawn_in is None else now + timedelta(days=withdrawn_in),
    )

    over = withdrawn_in is not None or (expires_in is not None and expires_in < 0)
    assert (certificate.state == Certificate.VALID) == (not over)


@pytest.mark.parametrize(("days", "withdrawn", "valid"), [(0, False, 1), (-1, False, 0), (9, True, 0)])
def test_the_database_agrees_with_the_page(held, nemanja, days, withdrawn, valid):
    certificate = give(held, nemanja)
    if withdrawn:
        withdraw(certificate, nemanja)
    with sees_all():
        day = timezone.localdate() + timedelta(days=days)
        Certificate.objects.filter(pk=certificate.pk).update(expires_on=day)

        assert Certificate.objects.valid().count() == valid
    assert (fresh(certificate).state == Certificate.VALID) == bool(valid)


# --- who sees ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "sees"),
    [("nemanja", 1), ("jelena", 1), ("vesna", 1), ("dragan", 0), ("goran", 0), ("ana", 0), ("zoran", 0)],
)
def test_both_walls_show_it_to_the_same_people(request, held, nemanja, sveti_sava, who, sees):
    give(held, nemanja)
    user = request.getfixturevalue(who)

    with asking(user):
        assert Certificate.objects.visible_to(user).count() == sees
        assert Certificate.objects.count() == sees


def test_the_key_of_the_paper_opens_one_certificate_and_nothing_else(held, nemanja):
    certificate = give(held, nemanja)

    assert find_certificate(certificate.key) == certificate
    assert find_certificate("0" * 16) is None
    assert find_certificate("' or 1=1 --") is None
    with transaction.atomic(), acting_as(Actor(link=certificate.key)):
        assert list(Certificate.objects.all()) == [certificate]
        assert not Certificate.objects.exclude(pk=certificate.pk).exists()


def test_an_organizer_sees_what_its_person_earned_with_another_one(held, nemanja, sveti_sava, goran):
    certificate = give(held, nemanja)
    with sees_all():
        human = held.there.person.human
    make_person(sveti_sava, NAMES[0], human=human)

    with asking(goran):
        assert list(Certificate.objects.visible_to(goran)) == [certificate]


# --- at once -----------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_issuing_twice_at_once_makes_one_certificate(transactional_db):
    service = make_service("banja-luka", "Banja Luka", "BL")
    staff = make_user("osoblje@example.org", "Milica Đurić")
    employ(staff, service)
    user = make_user("clan@example.org", "Član")
    organizer = make_organizer(service, "Udruženje", registered_by=user)
    represent(user, organizer)
    training = held_training(service, user, organizer, staff, NAMES)
    with asking(staff):
        actor = actor_of(staff)
    start = Barrier(8)

    def give_all():
        try:
            start.wait()
            with acting_as(actor), transaction.atomic():
                here = Training.objects.select_related("service").get(pk=training.pk)
                made = issue_certificates(
                    here, actor=staff, scripts={seat.pk: "latn" for seat in training.people}
                )
                return len(made)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        made = [one.result() for one in [threads.submit(give_all) for _ in range(8)]]

    assert sorted(made) == [0] * 7 + [2]
    assert len(standing()) == 2


def test_an_erased_account_leaves_a_withdrawn_certificate_without_a_name(
    banja_luka, novi_krug, jelena, nemanja, ana
):
    training = held_training(banja_luka, jelena, novi_krug, nemanja, {"Ana Simić": ana.email})
    (certificate,) = issue(training, nemanja)

    with asking(ana):
        erase_person(ana)

    erased = fresh(certificate)
    assert (erased.state, erased.holder_name, erased.number) == (
        Certificate.WITHDRAWN,
        "–",
        certificate.number,
    )
    assert "simic" not in erased.search
    assert paper_of(erased).holder == "(ime je obrisano)"
