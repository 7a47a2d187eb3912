"""A draft: planned, published, run by whom."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from services.models import Service
from tests.cast import make_programme, make_training, sees_all
from tests.trainings.helpers import book, fresh, taken, verbs
from tests.trainings.planning.helpers import HOUR, PROGRAMME, change, do, part, plan, soon
from trainings.models import Part, Programme, Trainer, Training
from trainings.operations.announcing import cancel_training, confirm_training, mark_held, publish_training
from trainings.operations.programmes import change_programme, create_programme
from vsrs.refusals import Refused

pytestmark = pytest.mark.usefixtures("in_english")


# --- planning -----------------------------------------------------------------------------------
def test_plan_is_a_draft_with_parts_in_order_of_time(banja_luka, nemanja):
    training = plan(
        banja_luka,
        nemanja,
        parts=[part(12, title="Drugi dan"), part(10, title="Prvi dan")],
        trainers=[{"full_name": "Đurđa Ćetković", "position": "savjetnica"}],
        title="Čuvari šuma",
    )

    assert (training.state, training.seats, training.taken) == ("draft", 12, 0)
    assert (training.starts_at, training.ends_at) == (soon(10), soon(12) + 4 * HOUR)
    assert training.slug == f"cuvari-suma-{timezone.localtime(soon(10)):%Y-%m-%d}"
    with sees_all():
        rows = Part.objects.order_by("ordinal").values_list("ordinal", "title")
        assert list(rows) == [(1, "Prvi dan"), (2, "Drugi dan")]
        assert [trainer.full_name for trainer in Trainer.objects.all()] == ["Đurđa Ćetković"]
    assert "durda cetkovic" in training.search
    assert verbs() == ["training.planned"]


def test_two_runs_on_one_day_have_their_own_addresses(banja_luka, nemanja):
    first, second, third = (plan(banja_luka, nemanja, title="Uvod") for _ in range(3))

    assert (second.slug, third.slug) == (f"{first.slug}-2", f"{first.slug}-3")


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"parts": []}, "parts", "at least one part"),
        ({"parts": [part(hours=-1)]}, "parts", "end after it begins"),
        ({"parts": [part(), part(hours=1)]}, "parts", "Two parts overlap"),
        ({"seats": 0}, "seats", "at least one seat"),
        ({"minimum": 13}, "minimum", "cannot be more than the seats"),
        ({"organizer_cap": 0}, "organizer_cap", "at least one seat for an organizer"),
        ({"closes_at": soon(11)}, "closes_at", "close before the training begins"),
        ({"opens_at": soon(9), "closes_at": soon(8)}, "opens_at", "open before it closes"),
        ({"cancel_by": soon(11)}, "cancel_by", "end before the training begins"),
    ],
)
def test_impossible_plan_is_refused_beside_its_field(banja_luka, nemanja, fields, field, sentence):
    with pytest.raises(Refused, match=sentence) as refusal:
        plan(banja_luka, nemanja, **fields)

    assert refusal.value.field == field
    with sees_all():
        assert not Training.objects.exists()


# --- publishing ---------------------------------------------------------------------------------
def test_published_training_can_be_booked(banja_luka, nemanja, novi_krug, jelena):
    training = plan(banja_luka, nemanja)

    do(publish_training, training, nemanja)
    do(publish_training, training, nemanja)  # a second click changes nothing
    book(fresh(training), jelena, novi_krug, 2)

    assert (fresh(training).state, taken(training)) == ("published", 2)
    assert verbs() == ["training.planned", "training.published", "booking.made"]


def test_draft_cannot_be_booked(banja_luka, nemanja, novi_krug, jelena):
    with pytest.raises(Refused, match="not been announced"):
        book(plan(banja_luka, nemanja), jelena, novi_krug, 1)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"parts": [part(-1)]}, "begin in the past"), ({"venue": ""}, "where the training takes place")],
)
def test_draft_that_is_not_ready_is_not_published(banja_luka, nemanja, fields, sentence):
    training = plan(banja_luka, nemanja, **fields)

    with pytest.raises(Refused, match=sentence):
        do(publish_training, training, nemanja)

    assert fresh(training).state == "draft"


def test_online_training_needs_no_venue(banja_luka, nemanja):
    training = plan(banja_luka, nemanja, venue="", form=Training.Form.ONLINE)

    assert do(publish_training, training, nemanja).state == "published"


def test_suspended_service_announces_nothing(banja_luka, nemanja):
    training = plan(banja_luka, nemanja)
    with sees_all():
        Service.objects.filter(pk=banja_luka.pk).update(status=Service.Status.SUSPENDED)

    with pytest.raises(Refused, match="not active"):
        do(publish_training, training, nemanja)


# --- rights -------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["jelena", "dragan", "sanja", "vesna", "zoran", "ana"])
def test_only_people_of_the_service_run_its_trainings(banja_luka, novi_krug, who, request):
    user = request.getfixturevalue(who)
    training = make_training(banja_luka)
    programme = make_programme(banja_luka)
    attempts = [
        lambda: change(training, user, title="Uljez"),
        lambda: do(publish_training, training, user),
        lambda: do(confirm_training, training, user),
        lambda: do(cancel_training, training, user, reason="Tako."),
        lambda: do(mark_held, training, user),
        lambda: plan(banja_luka, user, programme=programme),
        lambda: do(change_programme, programme, user, expected_revision=0, title="Uljez"),
        lambda: do(create_programme, banja_luka, user, **PROGRAMME),
    ]

    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()

    assert fresh(training).title == "Koordinacija volontera"
    with sees_all():
        assert Programme.objects.count() == 2
