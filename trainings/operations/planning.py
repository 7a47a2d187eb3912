"""Programmes, and a training from plan to held or cancelled."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.operations import mark_stale
from services.history import record
from services.tenancy import actor_of
from trainings import notices
from trainings.access import can_run
from trainings.models import Attendance, Booking, Programme, Seat, Trainer, Training, WaitingEntry
from trainings.operations import seats
from trainings.operations.parts import in_order, write_parts
from vsrs.dates import local, short_date
from vsrs.refusals import Refused
from vsrs.text import fold, slug, sort_key
from vsrs.transactions import operation

PROGRAMME_FIELDS = {
    *("title", "subject", "summary", "aims", "audience", "hours"),
    *("is_shared", "retired_at"),
}
TRAINING_FIELDS = {
    *("title", "subject", "summary", "form", "audience", "venue", "address", "access_notes", "link"),
    *("seats", "minimum", "organizer_cap", "opens_at", "closes_at", "cancel_by"),
}


class Conflict(Refused):
    """Somebody else has changed the training meanwhile; `current` is what it is now."""

    def __init__(self, message, *, current):
        super().__init__(message)
        self.current = current


# --- programmes --------------------------------------------------------------------------------
@operation
def create_programme(service, *, actor, **fields):
    _check_works_in(actor, service.pk)
    _refuse_sharing(service, fields)
    programme = Programme(service=service)
    _assign(programme, fields, PROGRAMME_FIELDS)
    _fold_programme(programme)
    programme.save(force_insert=True)
    record(service=service, actor=actor, verb="programme.created", subject=programme)
    return programme


@operation
def change_programme(programme, *, actor, **fields):
    _check_works_in(actor, programme.service_id)
    programme = (
        Programme.objects.select_for_update(of=("self",), no_key=True)
        .select_related("service")
        .get(pk=programme.pk)
    )
    _refuse_sharing(programme.service, fields)
    changes = _assign(programme, fields, PROGRAMME_FIELDS)
    if changes:
        _fold_programme(programme)
        programme.save(update_fields=[*changes, "search", "sort"])
        record(
            service=programme.service,
            actor=actor,
            verb="programme.changed",
            subject=programme,
            changes=changes,
        )
    return programme


# --- planning ----------------------------------------------------------------------------------
@operation
def plan_training(service, *, actor, programme, parts, trainers, **fields):
    """A draft run of `programme`; nobody outside the service sees it before it is published.

    `parts`: dicts with starts_at, ends_at and perhaps title, place, agenda. `trainers`: dicts with
    full_name and perhaps position. What `fields` leave out comes from the programme.
    """
    _check_works_in(actor, service.pk)
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
    _assign(training, fields, TRAINING_FIELDS)
    _set_period(training, parts)
    _refuse_impossible(training)
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
    training = _lock_to_run(training, actor)
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

    changes = _assign(training, fields, TRAINING_FIELDS)
    changes |= _set_period(training, parts)
    _refuse_impossible(training)
    _refuse_below_taken(training)
    if training.is_announced:
        _refuse_unready(training)
        _refuse_moving_into_past(training, old_start)
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


@operation
def publish_training(training, *, actor):
    """Announce a draft: from now on it is public and seats can be booked. Safe to repeat."""
    training = _lock_to_run(training, actor)
    if training.is_announced:
        return training
    if training.state != Training.State.DRAFT:
        raise Refused(_("Only a draft can be published."))
    if not training.service.is_working:
        raise Refused(_("A service that is not active announces no trainings."))
    if not training.parts.exists():
        raise Refused(_("Enter when the training takes place before you publish it."), field="parts")
    if training.has_started():
        raise Refused(_("The training would begin in the past. Enter a new date."), field="parts")
    _refuse_unready(training)
    training.state = Training.State.PUBLISHED
    training.published_at = timezone.now()
    training.save(update_fields=["state", "published_at"])
    record(service=training.service, actor=actor, verb="training.published", subject=training)
    return training


@operation
def confirm_training(training, *, actor):
    """Say that it will be held: enough people booked, or the service decides so. Safe to repeat."""
    training = _lock_to_run(training, actor)
    if training.state == Training.State.CONFIRMED:
        return training
    if training.state != Training.State.PUBLISHED:
        raise Refused(_("Only an announced training can be confirmed."))
    training.state = Training.State.CONFIRMED
    training.save(update_fields=["state"])
    facts = {"taken": training.taken, "minimum": training.minimum}
    record(service=training.service, actor=actor, verb="training.confirmed", subject=training, changes=facts)
    return training


# --- how it ends -------------------------------------------------------------------------------
@operation
def cancel_training(training, *, actor, reason):
    """Call it off: every booking is cancelled, the waiting list closes, everybody is told. Safe to repeat."""
    training = _lock_to_run(training, actor)
    if training.state == Training.State.CANCELLED:
        return training
    if training.state == Training.State.DRAFT:
        raise Refused(_("A draft has not been announced, so there is nothing to cancel."))
    if training.state == Training.State.HELD:
        raise Refused(_("A training that has been held cannot be cancelled."))
    if Attendance.objects.filter(training=training, seat__released_at=None).exists():
        raise Refused(_("Attendance has been entered already: the training is being held."))
    if not reason.strip():
        raise Refused(_("Say why; everybody who booked will read it."), field="reason")

    now = timezone.now()
    training.state = Training.State.CANCELLED
    training.cancelled_at = now
    training.cancel_reason = reason.strip()
    training.revision += 1
    training.taken = 0
    training.save(update_fields=["state", "cancelled_at", "cancel_reason", "revision", "taken"])
    bookings = _cancel_bookings(training, actor, now)
    waiting = _close_waiting(training, actor, now)
    record(
        service=training.service,
        actor=actor,
        verb="training.cancelled",
        subject=training,
        changes={"reason": training.cancel_reason, "bookings": len(bookings), "waiting": len(waiting)},
    )
    mark_stale(service=training.service, room="trainings")
    notices.training_cancelled(training, bookings, waiting)
    return training


@operation
def mark_held(training, *, actor):
    """It took place and everybody's attendance is entered. Safe to repeat."""
    training = _lock_to_run(training, actor)
    if training.state == Training.State.HELD:
        return training
    if not training.is_announced:
        raise Refused(_("Only an announced training can be marked as held."))
    if timezone.now() < training.ends_at:
        raise Refused(
            _("The training lasts until %(day)s. Mark it as held after that.")
            % {"day": short_date(training.ends_at)}
        )
    if not training.taken:
        raise Refused(_("Nobody has booked. Cancel the training instead."))
    _refuse_missing_attendance(training)
    now = timezone.now()
    training.state = Training.State.HELD
    training.held_at = now
    training.save(update_fields=["state", "held_at"])
    _close_waiting(training, actor, now)
    record(service=training.service, actor=actor, verb="training.held", subject=training)
    mark_stale(service=training.service, room="trainings")
    return training


# --- rights and locks --------------------------------------------------------------------------
def _check_works_in(actor, service_id):
    if not actor_of(actor).works_in(service_id):
        raise PermissionDenied


def _lock_to_run(training, actor):
    if not can_run(actor, training):
        raise PermissionDenied
    return seats.lock_training(training.pk)


# --- why not -----------------------------------------------------------------------------------
def _refuse_sharing(service, fields):
    if fields.get("is_shared") and not service.is_republic:
        raise Refused(_("Only the republic office shares programmes with all services."), field="is_shared")


def _refuse_impossible(training):
    """What no training may be, a draft neither."""
    start = training.starts_at
    if training.seats < 1:
        raise Refused(_("Enter at least one seat."), field="seats")
    if training.minimum > training.seats:
        raise Refused(_("The fewest people cannot be more than the seats."), field="minimum")
    if training.organizer_cap is not None and training.organizer_cap < 1:
        raise Refused(
            _("Enter at least one seat for an organizer, or leave it empty."), field="organizer_cap"
        )
    if training.closes_at and training.closes_at > start:
        raise Refused(_("Booking must close before the training begins."), field="closes_at")
    if training.opens_at and training.opens_at >= (training.closes_at or start):
        raise Refused(_("Booking must open before it closes."), field="opens_at")
    if training.cancel_by and training.cancel_by > start:
        raise Refused(_("Free cancellation must end before the training begins."), field="cancel_by")


def _refuse_unready(training):
    """What an announced training must have."""
    if training.form != Training.Form.ONLINE and not training.venue:
        raise Refused(_("Enter where the training takes place."), field="venue")


def _refuse_below_taken(training):
    if training.seats < training.taken:
        raise Refused(
            ngettext(
                "%(taken)d seat is booked already, so there cannot be fewer seats than that.",
                "%(taken)d seats are booked already, so there cannot be fewer seats than that.",
                training.taken,
            )
            % {"taken": training.taken},
            field="seats",
        )


def _refuse_moving_into_past(training, old_start):
    now = timezone.now()
    if training.starts_at == old_start:
        return
    if old_start <= now:
        raise Refused(_("The training has begun, so its beginning cannot be moved."), field="parts")
    if training.starts_at <= now:
        raise Refused(_("The training would begin in the past. Enter a new date."), field="parts")


def _refuse_missing_attendance(training):
    marked = Count("attendance", filter=Q(attendance__seat__released_at=None))
    for part in training.parts.annotate(marked=marked):
        missing = training.taken - part.marked
        if missing > 0:
            raise Refused(
                ngettext(
                    "Attendance of %(missing)d person is not entered yet: %(day)s.",
                    "Attendance of %(missing)d people is not entered yet: %(day)s.",
                    missing,
                )
                % {"missing": missing, "day": short_date(part.starts_at)}
            )


# --- writing -----------------------------------------------------------------------------------
def _assign(row, fields, allowed):
    """Set `fields` on `row`; {name: [before, after]} of those that differ, fit for the history."""
    if unknown := fields.keys() - allowed:
        raise TypeError(f"Not fields of {row._meta.label}: {', '.join(sorted(unknown))}")
    changes = {}
    for name, value in fields.items():
        before = getattr(row, name)
        if before != value:
            changes[name] = [_plain(before), _plain(value)]
            setattr(row, name, value)
    return changes


def _plain(value):
    if value is None or isinstance(value, bool | int | str):
        # Members of choices are strings to JSON too, but not to somebody who compares types.
        return str(value) if isinstance(value, str) else value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _fold_programme(programme):
    programme.search = fold(f"{programme.title} {programme.summary}")[:900]
    programme.sort = sort_key(programme.title)[:330]


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
    return _assign(training, fields, fields.keys())


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


def _cancel_bookings(training, actor, now):
    bookings = seats.standing_bookings(training, lock=True)
    for booking, _rows in bookings:
        booking.state = Booking.State.CANCELLED
        booking.cancelled_at = now
        booking.cancelled_with_training = True
        booking.revision += 1
        _record_for(
            booking.organizer_id, training, actor, "booking.cancelled", subject=booking, by="training"
        )
    fields = ["state", "cancelled_at", "cancelled_with_training", "revision"]
    Booking.objects.bulk_update([booking for booking, _rows in bookings], fields)
    Seat.objects.filter(training=training, released_at=None).update(released_at=now)
    return bookings


def _close_waiting(training, actor, now):
    waiting = list(
        WaitingEntry.objects.select_for_update(of=("self",), no_key=True)
        .select_related("joined_by")
        .filter(training=training, state=WaitingEntry.State.WAITING)
        .order_by("pk")
    )
    WaitingEntry.objects.filter(pk__in=[entry.pk for entry in waiting]).update(
        state=WaitingEntry.State.CLOSED, left_at=now
    )
    for entry in waiting:
        _record_for(entry.organizer_id, training, actor, "waiting.closed", subject=training)
    return waiting


def _record_for(organizer_id, training, actor, verb, *, subject, **facts):
    record(
        service=training.service,
        actor=actor,
        verb=verb,
        subject=subject,
        organizer_id=organizer_id,
        changes=facts,
    )
