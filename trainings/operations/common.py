"""What the operations of this room share: rights, locks, and setting fields with their changes told."""

from django.core.exceptions import PermissionDenied

from services.tenancy import actor_of
from trainings.access import can_run
from trainings.operations import seats
from vsrs.refusals import Refused


class Conflict(Refused):
    """Somebody else has changed the record meanwhile; `current` is what it is now."""

    def __init__(self, message, *, current):
        super().__init__(message)
        self.current = current


def check_works_in(actor, service_id):
    if not actor_of(actor).works_in(service_id):
        raise PermissionDenied


def lock_to_run(training, actor):
    if not can_run(actor, training):
        raise PermissionDenied
    return seats.lock_training(training.pk)


def assign(row, fields, allowed):
    """Set `fields` on `row`; {name: [before, after]} of those that differ, fit for the history."""
    if unknown := fields.keys() - allowed:
        raise TypeError(f"Not fields of {row._meta.label}: {', '.join(sorted(unknown))}")
    changes = {}
    for name, value in fields.items():
        before = getattr(row, name)
        if before != value:
            changes[name] = [plain(before), plain(value)]
            setattr(row, name, value)
    return changes


def plain(value):
    if value is None or isinstance(value, bool | int | str):
        # Members of choices are strings to JSON too, but not to somebody who compares types.
        return str(value) if isinstance(value, str) else value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
