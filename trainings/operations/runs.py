"""A dated run of a programme: planned, and changed while it can be."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from services.history import record
from trainings import notices
from trainings.models import Trainer, Training
from trainings.operations import run_rules, seats
from trainings.operations.common import assign, check_works_in, lock_to_run
from trainings.operations.parts import in_order, write_parts
from vsrs.dates import local
from vsrs.refusals import Refused
from vsrs.text import fold, slug, sort_key
from vsrs.transactions import operation

TRAINING_FIELDS = {
    *("title", "subject", "summary", "form", "audience", "venue", "address", "access_notes", "link"),
    *("seats", "minimum", "organizer_cap", "opens_at", "closes_at", "cancel_by"),
}


class Conflict(Refused):
    """Somebody else has changed the training meanwhile; `current` is what it is now."""

    def __init__(self, message, *, current):
        super().__init__(message)
        self.current = current


@operation
def plan_training(service, *, actor, programme, parts, trainers, **fields):
    """A draft run of `programme`; nobody outside the service sees it before it is published.

    `parts`: dicts with starts_at, ends_at and perhaps title, place, agenda. `trainers`: dicts with
    full_name and perhaps position. What `fields` leave out comes from the programme.
    """
    check_works_in(actor, service.pk)
    if programme.service_id != service.pk and not programme.is_shared:
        raise PermissionDenied
    if programme.retired_at:
        raise Refused(_("This programme is no longer run. Choose another one."), field="programme")
    parts = in_order(parts)
    training = Training(
        service=service,
        programme=programme,
        title=programme.title,
        subject=programme.subject,
        summary=programme.summary,
    )
    assign(training, fields, TRAINING_FIELDS)
    _set_period(training, parts)
    run_rules.refuse_impossible(training)
    training.slug = _free_slug(training)
    _fold_training(training, trainers)
    training.save(force_insert=True)
    write_parts(training, parts)
    _write_trainers(training, trainers)
    record(service=service, actor=actor, verb="training.planned", subject=training)
    return training


@operation
def change_training(training, *, actor, parts, trainers, expected_revision, **fields):
    """Change a draft or an announced training; those who booked are told of a new date, place or link.

    `expected_revision` is the one the person started from: if somebody else saved meanwhile, nothing
    is overwritten and `Conflict` brings what the training is now.
    """
    training = lock_to_run(training, actor)
    if training.revision != expected_revision:
        raise Conflict(
            _("Somebody else has changed this training meanwhile. Compare both versions and save again."),
            current=training,
        )
    if training.state in {Training.State.CANCELLED, Training.State.HELD}:
        raise Refused(_("A training that is over or cancelled cannot be changed."))
    parts = in_order(parts)
    old_parts = list(training.parts.all())
    before = {
        "parts": notices.parts_data(training, old_parts),
        "place": notices.place_of(training),
        "link": training.link,
    }
    old_start = training.starts_at

    changes = assign(training, fields, TRAINING_FIELDS)
    changes |= _set_period(training, parts)
    run_rules.refuse_impossible(training)
    run_rules.refuse_below_taken(training)
    if training.is_announced:
        run_rules.refuse_unready(training)
        run_rules.refuse_moving_into_past(training, old_start)
    if write_parts(training, parts):
        changes.setdefault("parts", [len(old_parts), len(parts)])
    if _write_trainers(training, trainers):
        changes["trainers"] = [None, [trainer["full_name"] for trainer in trainers]]
    if not changes:
        return training

    _fold_training(training, trainers)
    training.revision += 1
    columns = {*changes} - {"parts", "trainers"}
    training.save(update_fields=[*columns, "revision", "search", "sort"])
    record(service=training.service, actor=actor, verb="training.changed", subject=training, changes=changes)
    _tell_of_change(training, before)
    return training


# --- writing -----------------------------------------------------------------------------------
def _fold_training(training, trainers):
    names = " ".join(trainer["full_name"] for trainer in trainers)
    words = f"{training.title} {training.service.town} {training.venue} {names} {training.summary}"
    training.search = fold(words)[:1500]
    training.sort = sort_key(training.title)[:330]


def _free_slug(training):
    """Words and the day; two runs on one day are told apart by a number."""
    words = slug(training.title)[:95].strip("-")
    base = "-".join(filter(None, [words, f"{local(training.starts_at):%Y-%m-%d}"]))
    used = set(
        Training.objects.filter(service=training.service, slug__startswith=base).values_list(
            "slug", flat=True
        )
    )
    free, number = base, 2
    while free in used:
        free, number = f"{base}-{number}", number + 1
    return free


def _set_period(training, parts):
    fields = {"starts_at": parts[0]["starts_at"], "ends_at": parts[-1]["ends_at"]}
    return assign(training, fields, fields.keys())


def _write_trainers(training, trainers):
    wanted = [(trainer["full_name"], trainer.get("position", "")) for trainer in trainers]
    if list(training.trainers.values_list("full_name", "position")) == wanted:
        return False
    training.trainers.all().delete()
    Trainer.objects.bulk_create(
        Trainer(service=training.service, training=training, full_name=name, position=position)
        for name, position in wanted
    )
    return True


# --- whom it concerns --------------------------------------------------------------------------
def _tell_of_change(training, before):
    now_parts = notices.parts_data(training, training.parts.all())
    changed = []
    if [_times(part) for part in before["parts"]] != [_times(part) for part in now_parts]:
        changed.append("date")
    if before["place"] != notices.place_of(training) or _elsewhere(before["parts"], now_parts):
        changed.append("place")
    if before["link"] != training.link:
        changed.append("link")
    if changed and training.is_announced and timezone.now() < training.ends_at:
        notices.training_changed(training, seats.standing_bookings(training), changed=changed, before=before)


def _times(part):
    return part["start"], part["end"]


def _elsewhere(old_parts, new_parts):
    old, new = ([part["place"] for part in parts] for parts in (old_parts, new_parts))
    # One day more at the same place is a matter of the date alone.
    return old != new if len(old) == len(new) else {*old} != {*new}
