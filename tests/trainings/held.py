"""Trainings that are over, for tests of what follows them."""

from datetime import timedelta

from django.utils import timezone

from tests.cast import asking, make_person, make_programme, make_training, sees_all
from tests.trainings.helpers import book, fresh
from trainings.models import Seat, Training
from trainings.operations.announcing import mark_held
from trainings.operations.attendance import mark_attendance
from trainings.operations.certificates import issue_certificates

PRESENT, ABSENT, EXCUSED = "present", "absent", "excused"


def over_training(service, user, organizer, names, *, days=2, programme=None, **fields):
    """A training of `days` parts of four hours that ended yesterday; nobody has a mark yet.

    `names`: of the people, or {name: e-mail}. The seats are `training.people`, in this order.
    """
    programme = programme or make_programme(service, certificate_share=80)
    training = make_training(service, programme=programme, days=days, **fields)
    emails = names if isinstance(names, dict) else dict.fromkeys(names, "")
    people = [make_person(organizer, name, email=email) for name, email in emails.items()]
    booking = book(training, user, organizer, people)
    with sees_all():
        start = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=days)
        for place, part in enumerate(training.parts.order_by("ordinal")):
            begins = start + timedelta(days=place)
            training.parts.filter(pk=part.pk).update(starts_at=begins, ends_at=begins + timedelta(hours=4))
        ends = start + timedelta(days=days - 1, hours=4)
        Training.objects.filter(pk=training.pk).update(starts_at=start, ends_at=ends)
        by_person = {seat.person_id: seat for seat in Seat.objects.filter(booking=booking)}
    training = fresh(training)
    training.people = [by_person[person.pk] for person in people]
    training.booking = booking
    return training


def mark(training, staff, *days):
    """One list of marks a part, in the order of the people."""
    with sees_all():
        parts = list(training.parts.order_by("ordinal"))
    with asking(staff):
        for part, marks in zip(parts, days, strict=True):
            by_seat = {seat.pk: said for seat, said in zip(training.people, marks, strict=True)}
            mark_attendance(part, actor=staff, marks=by_seat)


def hold(training, staff):
    with asking(staff):
        held = mark_held(training, actor=staff)
    held.people, held.booking = training.people, training.booking
    return held


def held_training(service, user, organizer, staff, names, *days, **fields):
    """Held, with these marks; everybody was there all the time unless told otherwise."""
    count = len(days) or fields.pop("days", 1)
    training = over_training(service, user, organizer, names, days=count, **fields)
    mark(training, staff, *(days or [[PRESENT] * len(names)] * count))
    return hold(training, staff)


def issue(training, staff, scripts=None):
    """To everybody in Latin, unless told otherwise."""
    with asking(staff):
        scripts = scripts or {seat.pk: "latn" for seat in training.people}
        return issue_certificates(training, actor=staff, scripts=scripts)
