"""A run once more: to other days, or by a newer version of its programme."""

import datetime as dt

from django.utils.translation import gettext as _

from services.history import record
from trainings.models import KeptFor, Question, Training
from trainings.operations.common import lock_to_run
from trainings.operations.runs import fold_training, plan_training
from trainings.operations.versions import version_to_plan_by
from vsrs.dates import local
from vsrs.refusals import Refused
from vsrs.transactions import operation

SAME = (
    *("title", "subject", "summary", "form", "audience", "venue", "address", "access_notes", "link"),
    *("seats", "minimum", "organizer_cap", "measure_code"),
)
# Rules of booking, set after the copy is planned.
RULES = ("needs_approval", "first_timers_first", "offer_hours", "kept_seats")
MOMENTS = ("opens_at", "closes_at", "cancel_by")
QUESTION = ("ordinal", "text", "kind", "choices", "is_required")
FROM_PROGRAMME = ("title", "subject", "summary")


@operation
def copy_training(training, *, actor, first_day):
    """A draft like `training` that begins on `first_day`: every date and deadline moves by as many days.

    It is planned by the newest version of the programme; nobody's booking goes along.
    """
    training = lock_to_run(training, actor)
    days = first_day - local(training.starts_at).date()
    fields = {name: getattr(training, name) for name in SAME}
    fields |= {name: moved(getattr(training, name), days) for name in MOMENTS}
    fields["decide_on"] = training.decide_on and training.decide_on + days
    copy = plan_training(
        training.service,
        actor=actor,
        programme=training.programme,
        parts=[
            {
                "title": part.title,
                "starts_at": moved(part.starts_at, days),
                "ends_at": moved(part.ends_at, days),
                "place": part.place,
                "agenda": part.agenda,
            }
            for part in training.parts.all()
        ],
        trainers=[
            {"profile": row.profile, "full_name": row.full_name, "position": row.position}
            for row in training.trainers.select_related("profile")
        ],
        **fields,
    )
    _copy_rules(training, copy, days)
    return copy


def moved(moment, days):
    """So many days later by the clock on the wall, also where summer time begins or ends between."""
    if moment is None:
        return None
    here = local(moment)
    return dt.datetime.combine(here.date() + days, here.time(), here.tzinfo)


def _copy_rules(training, copy, days):
    for name in RULES:
        setattr(copy, name, getattr(training, name))
    copy.kept_until = moved(training.kept_until, days)
    copy.save(update_fields=[*RULES, "kept_until"])
    for model, names in ((KeptFor, ["municipality_id"]), (Question, QUESTION)):
        rows = model.objects.filter(training=training).order_by("pk")
        model.objects.bulk_create(
            model(service=copy.service, training=copy, **{name: getattr(row, name) for name in names})
            for row in rows
        )


@operation
def take_newest_version(training, *, actor):
    """Let a draft be held by the newest version of its programme. Safe to repeat.

    What the draft says in its own words stays; words it has from the older version follow the newer one.
    """
    training = lock_to_run(training, actor)
    if training.state != Training.State.DRAFT:
        raise Refused(_("Only a draft can be taken to another version of its programme."))
    old, new = training.version, version_to_plan_by(training.programme)
    if old and old.pk == new.pk:
        return training
    followed = [
        name
        for name in FROM_PROGRAMME
        if old and getattr(training, name) == old.content[name] != new.content[name]
    ]
    for name in followed:
        setattr(training, name, new.content[name])
    training.version = new
    training.revision += 1
    fold_training(training, [{"full_name": row.full_name} for row in training.trainers.all()])
    training.save(update_fields=["version", "revision", "search", "sort", *followed])
    record(
        service=training.service,
        actor=actor,
        verb="training.version",
        subject=training,
        changes={"version": [old.number if old else None, new.number]},
    )
    return training
