"""A confirmed organizer pauses, comes back, or leaves the network."""

from django.utils.translation import gettext_lazy as _

from network.operations import mark_stale
from organizers import access
from organizers.models import Organizer
from organizers.operations.common import (
    ROOM,
    decide,
    lock_organizer,
    lock_register,
    path_of,
    tell_representatives,
)
from vsrs.refusals import Refused
from vsrs.transactions import operation

Status = Organizer.Status


@operation
def pause_organizer(organizer, *, actor, reason):
    """It keeps its record and people but cannot book until it is reopened."""
    current = _locked(organizer, actor)
    if current.status != Status.CONFIRMED:
        raise _not_now(current)
    return _change(current, Status.PAUSED, actor, "organizer.paused", "organizers.paused", _given(reason))


@operation
def reopen_organizer(organizer, *, actor):
    """A paused or closed organizer may book again."""
    lock_register(organizer.service)
    current = _locked(organizer, actor)
    if not current.can_reopen:
        raise _not_now(current)
    others = Organizer.objects.filter(service=current.service, jib=current.jib).exclude(pk=current.pk)
    if others.exclude(status=Status.CLOSED).exists():
        raise Refused(_("Another organizer with the same JIB is registered now. Close that one first."))
    return _change(current, Status.CONFIRMED, actor, "organizer.reopened", "organizers.reopened")


@operation
def close_organizer(organizer, *, actor, reason):
    """It has left the network, or was never an organizer. Its history stays."""
    current = _locked(organizer, actor)
    if current.status == Status.CLOSED:
        raise _not_now(current)
    return _change(current, Status.CLOSED, actor, "organizer.closed", "organizers.closed", _given(reason))


def _locked(organizer, actor):
    current = lock_organizer(organizer)
    if not access.can_decide(actor, current):
        raise Refused(_("The service of the organizer's municipality decides about its record."))
    return current


def _given(reason):
    if not reason.strip():
        raise Refused(_("Write the reason: the organizer will read it."), field="reason")
    return reason.strip()


def _not_now(organizer):
    return Refused(
        _("This cannot be done now: the organizer is %(status)s.")
        % {"status": organizer.get_status_display()}
    )


def _change(organizer, status, actor, verb, kind, reason=""):
    decide(organizer, status, actor, verb, reason=reason)
    tell_representatives(organizer, kind, url=path_of("organizers:account"), reason=reason)
    mark_stale(service=organizer.service, room=ROOM)
    return organizer
