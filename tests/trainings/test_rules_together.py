"""Whatever organizers and staff do at the same moment, no rule of booking is broken."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.tenancy import acting_as, actor_of
from tests.cast import make_programme, sees_all
from tests.trainings.helpers import fresh
from tests.trainings.test_interleavings import (
    PHASES,
    Stage,
    all_at_once,
    assert_nobody_is_owed,
    assert_sound,
    perform,
    scripts,
)
from tests.trainings.test_prerequisites import complete
from trainings.models import Booking, Offer, Prerequisite, Seat, Training
from trainings.operations.approval import approve_bookings, refuse_bookings
from trainings.operations.versions import version_to_plan_by
from vsrs.refusals import Refused

pytestmark = pytest.mark.django_db(transaction=True)

answers = st.lists(st.sampled_from(["approve", "refuse", "approve all"]), max_size=6)


class RuledStage(Stage):
    """The last person of each organizer has not completed what the training asks for."""

    def __init__(self):
        super().__init__()
        basics = make_programme(self.service, "Osnove koordinacije")
        self.programme = make_programme(self.service, "Vođenje tima")
        with sees_all():
            Prerequisite.objects.create(
                service=self.service, programme=self.programme, required=basics, required_title=basics.title
            )
            self.version = version_to_plan_by(self.programme)
        for _user, _organizer, people in self.organizers:
            for person in people[:-1]:
                complete(person, basics)
        self.lacking = {people[-1].pk for _user, _organizer, people in self.organizers}

    def make_training(self, seats, kept, **fields):
        training = super().make_training(seats, kept)
        with sees_all():
            Training.objects.filter(pk=training.pk).update(
                programme=self.programme, version=self.version, **fields
            )
        training = fresh(training)
        with sees_all():
            return Training.objects.select_related("service", "version").get(pk=training.pk)


def answer(stage, training, doings):
    with acting_as(actor_of(stage.staff)):
        for doing in doings:
            with transaction.atomic():
                rows = Booking.objects.filter(training=training, state="requested").order_by("pk")
                waiting = list(rows)[: None if doing == "approve all" else 1]
            with suppress(Refused):
                if doing == "refuse":
                    refuse_bookings(training, actor=stage.staff, bookings=waiting, reason="Drugi termin.")
                else:
                    approve_bookings(training, actor=stage.staff, bookings=waiting)


def test_no_rule_is_broken_whoever_comes_at_once(transactional_db):
    stage = RuledStage()

    @settings(
        max_examples=20,
        deadline=None,
        database=None,
        phases=PHASES,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        seats=st.integers(2, 6),
        kept=st.integers(0, 3),
        cap=st.one_of(st.none(), st.integers(1, 2)),
        approves=st.booleans(),
        scripts=scripts,
        doings=answers,
    )
    def example(seats, kept, cap, approves, scripts, doings):
        kept = min(kept, seats)
        training = stage.make_training(seats, kept, organizer_cap=cap, needs_approval=approves)
        tasks = [
            lambda which=which, script=script: perform(stage, training, which, script)
            for which, script in scripts
        ]
        tasks.append(lambda: answer(stage, training, doings))

        all_at_once(tasks)

        assert_sound(stage.service, training)
        assert_nobody_is_owed(stage, training)
        assert_rules_hold(stage, training, kept, cap, approves)

    example()


def assert_rules_hold(stage, training, kept, cap, approves):
    with sees_all():
        training = Training.objects.get(pk=training.pk)
        bookings = list(Booking.objects.filter(training=training))
        seats = list(Seat.objects.filter(training=training))
        offers = list(Offer.objects.filter(training=training, state="open"))
    standing = [booking for booking in bookings if booking.is_standing]
    # Nobody has ever had a seat who had not completed what is asked for.
    assert not {seat.person_id for seat in seats} & stage.lacking
    assert all(cap is None or booking.seat_count <= cap for booking in bookings)
    # Nobody else has ever had what is kept.
    assert timezone.now() < training.starts_at - timedelta(days=1)
    others = sum(row.seat_count for row in [*standing, *offers] if not row.from_kept)
    assert others <= training.seats - kept
    if kept:
        insider = stage.organizers[0][1].pk
        assert {row.organizer_id for row in [*standing, *offers] if row.from_kept} <= {insider}
    for booking in bookings:
        decided = booking.decided_by_id is not None
        assert decided or booking.state in (
            {"requested", "cancelled"} if approves else {"booked", "cancelled"}
        )
        assert (booking.state == "refused") == bool(booking.decision_reason)
