"""What the form of a training offers: programmes, trainers of the network, trainings it can follow."""

from datetime import timedelta

from django.db.models import BigIntegerField, Q
from django.utils import timezone

from services.tenancy import Somebody, ids_of
from trainings import queries
from trainings.models import TrainerProfile, Training
from trainings.programme_pages import parts_of
from trainings.proposal import Lesson, propose
from vsrs.postgresql.prepared import Given, Prepared

FOLLOWED_WITHIN = timedelta(days=400)
MOST_FOLLOWED = 60


def choices_for(user, service, training=None):
    """Of `TrainingForms`; a new training (no `training`) also chooses its programme."""
    choices = {"profiles": profiles(user), "earlier": earlier_trainings(user, service, training)}
    return choices if training else choices | {"programmes": queries.programmes_to_run(user, service)}


def profiles(user):
    return list(TrainerProfile.objects.visible_to(user).active().select_related("service"))


def earlier_trainings(user, service, training=None):
    rows = queries.trainings_of(user, service).exclude(state=Training.State.CANCELLED)
    rows = rows.filter(starts_at__gt=timezone.now() - FOLLOWED_WITHIN)
    return list((rows.exclude(pk=training.pk) if training else rows).order_by("-starts_at")[:MOST_FOLLOWED])


def first_guess(user, programme, first_day):
    """(facts, parts) of a new training from its programme; days and times when the first day is known."""
    if programme is None:
        return {"seats": 20}, ()
    names = ("title", "subject", "summary", "measure_code")
    facts = {name: getattr(programme, name) for name in names} | {"programme": programme, "seats": 20}
    if first_day is None:
        return facts, ()
    lessons = [Lesson(part.title, part.hours, part.agenda) for part in parts_of(user, programme)]
    return facts, propose(lessons or [Lesson("", programme.hours)], first_day)


# What this one follows, and what follows it.
NEAR = Prepared(
    lambda: (
        Training.objects.visible_to(Somebody())
        .filter(Q(pk=Given("before", BigIntegerField())) | Q(follows=Given("training", BigIntegerField())))
        .select_related("service")
    )
)


def series_of(user, training):
    """The trainings that follow one another, in order of time, with this one; empty when it stands alone."""
    found, look_at = {training.pk: training}, [training]
    while look_at:
        one = look_at.pop()
        for near in NEAR.objects(training=one.pk, before=one.follows_id, **ids_of(user)):
            if near.pk not in found:
                found[near.pk] = near
                look_at.append(near)
    return sorted(found.values(), key=lambda row: (row.starts_at, row.pk)) if len(found) > 1 else []


def has_newer_version(training):
    """Of a draft: its programme has changed since it was planned."""
    if training.state != Training.State.DRAFT or not training.version:
        return False
    return training.version.number < training.programme.version_number
