"""What stands in the portal before somebody opens it."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from tests import cast
from tests.trainings.helpers import book
from trainings.models import Attendance, Part, Seat, Trainer, Training
from trainings.operations.announcing import mark_held
from trainings.operations.attendance import mark_attendance

AGENDA = "10.00–10.30 Upoznavanje: ko smo i zašto smo tu\n10.30–12.00 Uvod volontera u rad\n12.00–12.15 Pauza"


def in_days(number):
    """As somebody types it."""
    day = timezone.localdate() + timedelta(days=number)
    return f"{day.day}. {day.month}. {day.year}."


def verify(user):
    """Has an address that was confirmed, as everybody who signs in has."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def catalogue(banja_luka, doboj):
    """Trainings ahead: one to look at closely, one full, one in a school, one online."""
    training = cast.make_training(banja_luka, title="Koordinacija volontera", days=2)
    with cast.sees_all():
        training.parts.update(agenda=AGENDA)
        Trainer.objects.create(
            service=banja_luka, training=training, full_name="Snežana Đurić", position="savjetnica"
        )
    cast.make_training(banja_luka, title="Vođenje grupe", seats=1, taken=1, subject="motivacija")
    cast.make_training(doboj, title="Volontiranje u školi", subject="skole")
    online = {"form": Training.Form.ONLINE, "link": "https://example.org/soba", "venue": ""}
    cast.make_training(doboj, title="Pravo i ugovori", subject="pravo", **online)
    return training


def held_training(service, staff, organizer, user, *, people=3, days_ago=20):
    """Was held, and everybody who booked came."""
    training = cast.make_training(service, title="Volonterski program od početka", seats=5)
    book(training, user, organizer, people)
    back = timedelta(days=days_ago + 10)
    with cast.sees_all():
        for rows in (Training.objects.filter(pk=training.pk), training.parts.all()):
            rows.update(starts_at=training.starts_at - back, ends_at=training.ends_at - back)
    with cast.asking(staff), transaction.atomic():
        part = Part.objects.get(training=training)
        seats = Seat.objects.standing().filter(training=training)
        mark_attendance(part, actor=staff, marks={seat.pk: Attendance.Mark.PRESENT for seat in seats})
        mark_held(part.training, actor=staff)
    return training
