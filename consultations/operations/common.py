"""What the operations of this room share: locks, the thread, the clock, the history."""

from contextlib import ExitStack
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import access, targets
from consultations.models import Attachment, Draft, Message, Pause, Request
from consultations.operations.facts import keep_fact, keep_support
from services.history import record
from vsrs.refusals import Refused
from vsrs.uploads import stored

FOLDER = "consultations"
MOST_FILES = 5
SUPPORT = {Message.Kind.ANSWER, Message.Kind.CALL, Message.Kind.VISIT}


class Conflict(Refused):
    """Somebody wrote meanwhile; the reader sees it before sending."""


def lock(request):
    """The request as it stands now, and nobody else changes it until the transaction ends."""
    rows = Request.objects.select_for_update(no_key=True, of=["self"])
    return rows.select_related("service", "organizer", "adviser", "asked_by").get(pk=request.pk)


def lock_to_advise(request, actor):
    if not access.can_advise(actor, request):
        raise PermissionDenied
    return lock(request)


def refuse_closed(request):
    if request.is_closed:
        raise Refused(_("This request is closed."))


def said_already(request, form_key):
    """The message of a form that was sent twice."""
    return Message.objects.filter(service=request.service_id, form_key=form_key, request=request).first()


def add_message(request, *, kind, author, body, form_key=None, internal=False, minutes=None, uploads=()):
    """One step of the thread with its files, which are stored only once nothing speaks against them."""
    below = {"service": request.service, "request": request, "organizer_id": request.organizer_id}
    message = Message.objects.create(
        **below,
        kind=kind,
        internal=internal,
        body=body,
        author=author,
        minutes=minutes,
        form_key=form_key or uuid4(),
    )
    with ExitStack() as files:
        for upload in uploads:
            Attachment.objects.create(
                **below,
                message=message,
                internal=internal,
                file=files.enter_context(stored(upload, FOLDER)),
                file_name=upload.name,
                file_size=upload.size,
                file_type=upload.mime,
            )
    if kind in SUPPORT:
        keep_support(request)
    return message


def drop_draft(request, author):
    """What was begun has been sent."""
    Draft.objects.filter(request=request, author=author).delete()


# --- the clock ---------------------------------------------------------------------------------
def wait_for_organizer(request):
    """The service's clock stands still until the organizer writes."""
    below = {"service": request.service, "request": request, "organizer_id": request.organizer_id}
    Pause.objects.get_or_create(**below, ends_at=None)
    request.state = Request.State.WAITING


def work_on(request):
    """The service's turn: the clock goes on, and what was promised moves by as much as it stood still."""
    now = timezone.now()
    request.state = Request.State.OPEN if request.adviser_id else Request.State.NEW
    if Pause.objects.filter(request=request, ends_at=None).update(ends_at=now):
        targets.set_due(request)


def take_up(actor, request):
    """Whoever answers first has the request; the clock of the first answer has done its work."""
    request.adviser = request.adviser or actor
    work_on(request)
    request.first_answered_at = request.first_answered_at or timezone.now()


def save(request, *fields):
    request.revision += 1
    request.save(update_fields=[*fields, "revision"])
    keep_fact(request)


# --- history -----------------------------------------------------------------------------------
def write_history(request, actor, verb, *, for_organizer=True, **facts):
    """Numbers and codes only: coordinators read the history of every service, threads they do not.

    What is the service's own affair stays out of the organizer's history.
    """
    record(
        service=request.service,
        actor=actor,
        verb=verb,
        subject=request,
        organizer_id=request.organizer_id if for_organizer else None,
        changes=facts,
    )
