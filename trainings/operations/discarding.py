"""Giving up what was never announced."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from services.history import record
from trainings.access import can_run
from trainings.models import Training
from trainings.operations import seats
from vsrs.refusals import Refused
from vsrs.transactions import operation


@operation
def discard_draft(training, *, actor):
    """Delete a draft with its parts and trainers; the history keeps who planned it and who gave it up."""
    if not can_run(actor, training):
        raise PermissionDenied
    try:
        training = seats.lock_training(training.pk)
    except Training.DoesNotExist as gone:
        raise Refused(_("The draft has already been discarded.")) from gone
    if training.state != Training.State.DRAFT:
        raise Refused(_("Only a draft can be discarded. A published training can be cancelled."))
    record(
        service=training.service,
        actor=actor,
        verb="training.discarded",
        subject=training,
        changes={"starts_at": [training.starts_at.isoformat(), ""]},
    )
    # Whatever was to come after it now comes after what went before it.
    training.followed_by.update(follows=training.follows_id)
    training.delete()
