"""A dated run of a programme: planned, and changed while it can be."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from services.history import record
from trainings import notices
from trainings.models import Trainer, Training
from trainings.operations import run_rules, seats
from trainings.operations.approval import refuse_while_requested
from trainings.operations.common import Conflict, assign, check_works_in, lock_to_run
from trainings.operations.conditions import write_conditions
from trainings.operations.parts import in_order, write_parts
from trainings.operations.promotion import settle
from trainings.operations.versions import version_to_plan_by
from vsrs.dates import local
from vsrs.refusals import Refused
from vsrs.text import fold, slug, sort_key
from vsrs.transactions import operation

TRAINING_FIELDS = {
    *("title", "subject", "summary", "form", "audience", "venue", "address", "access_notes", "link"),
    *("seats", "minimum", "organizer_cap", "opens_at", "closes_at", "cancel_by"),
    *("first_timers_first", "offer_hours", "decide_on", "follows", "measure_code"),
    *("needs_approval", "kept_seats", "kept_until"),
}


@operation
def plan_training(service, *, actor, programme, parts, trainers, questions=None, kept_for=None, **fields):
    """A draft run of `programme`; nobody outside the service sees it before it is published.

    `parts`: dicts with starts_at, ends_at and perhaps title, place, agenda. `trainers`: dicts with
    full_name and perhaps position and profile. What `fields` leave out comes from the programme.
    `questions`: dicts with text, kind, choices and is_required. `kept_for`: municipalities.
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
        version=version_to_plan_by(programme),
        title=programme.title,
        subject=programme.subject,
        summary=programme.summary,
        measure_code=programme.measure_code,
    )
    assign(training, fields, TRAINING_FIELDS)
    _set_period(training, parts)
    run_rules.refuse_impossible(training)
    run_rules.refuse_kept_for_nobody(training, kept_for)
    training.slug = _free_slug(training)
    fold_training(training, trainers)
    training.save(force_insert=True)
    write_parts(training, parts)
    write_trainers(training, trainers)
    write_conditions(training, questions, kept_for)
    record(service=service, actor=actor, verb="training.planned", subject=training)
    return training


@operation
def change_training(
    training, *, actor, parts, trainers, expected_revision, questions=None, kept_for=None, **fields
):
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
    run_rules.refuse_kept_for_nobody(training, kept_for)
    if "needs_approval" in changes and not training.needs_approval:
        refuse_while_requested(training)
    if training.is_announced:
        run_rules.refuse_unready(training)
        run_rules.refuse_moving_into_past(training, old_start)
    if write_parts(training, parts):
        changes.setdefault("parts", [len(old_parts), len(parts)])
    if write_trainers(training, trainers):
        changes["trainers"] = [None, [trainer["full_name"] for trainer in trainers]]
    changes |= write_conditions(training, questions, kept_for)
    if not changes:
        return training

    fold_training(training, trainers)
    training.revision += 1
    columns = {*changes} - {"parts", "trainers", "questions", "kept_for"}
    if columns & {"kept_seats", "kept_until"}:
        training.kept_opened_at = None
        columns.add("kept_opened_at")
    training.save(update_fields=[*columns, "revision", "search", "sort"])
    record(service=training.service, actor=actor, verb="training.changed", subject=training, changes=changes)
    _tell_of_change(training, before)
    if training.is_announced:
        settle(training)  # more seats, or other rules for those who wait
    return training


# --- writing -----------------------------------------------------------------------------------
def fold_training(training, trainers):
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


def write_trainers(training, trainers):
    wanted = [_leader(trainer) for trainer in trainers]
    if list(training.trainers.values_list("profile", "full_name", "position")) == wanted:
        return False
    training.trainers.all().delete()
    Trainer.objects.bulk_create(
        Trainer(
            service=training.service, training=training, profile_id=profile, full_name=name, position=position
        )
        for profile, name, position in wanted
    )
    return True


def _leader(trainer):
    """As the page will show them: by their profile where nothing else was typed."""
    profile = trainer.get("profile")
    position = trainer.get("position") or (profile.position if profile else "")
    return profile and profile.pk, trainer["full_name"], position


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
