"""Files that take too long for one answer: asked for in a view, made by the worker.

A room registers a `Maker`; `ask_for` gives a row whose page says how far the work is. A row is claimed like
a notice (notifications.delivery): a worker that is killed leaves a lease that runs out, and the file is made
anew.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone, translation

from notifications import tasks
from notifications.models import PreparedFile
from services.tasks_context import HEADER
from services.tenancy import Actor, acting_as, actor_of
from vsrs.transactions import operation

FOLDER = "prepared"
KEPT = timedelta(days=1)
LEASE = timedelta(minutes=5)
ATTEMPTS = 3
State = PreparedFile.State
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Maker:
    """`make(user, service, given, step)` gives the bytes, in one transaction, with the asker's rights of that
    moment and in their language. It says how far it is by `step(done, total)`."""

    make: Callable
    extension: str
    mime: str


makers: dict[str, Maker] = {}


def register(kind, maker):
    makers[kind] = maker


# --- asking ------------------------------------------------------------------------------------
@operation
def ask_for(kind, *, service, actor, name, back, **given):
    """The row of a file called `name` (without its ending); the one still in the making, when asked again."""
    if not actor_of(actor).works_in(service.pk):
        raise PermissionDenied
    same = PreparedFile.objects.visible_to(actor).filter(service=service, kind=kind, given=given)
    if row := same.filter(state=State.WAITING).select_related("service").first():
        return row
    row = PreparedFile.objects.create(
        service=service,
        kind=kind,
        given=given,
        name=f"{name}.{makers[kind].extension}",
        asked_by=actor,
        language=translation.get_language(),
        back=back,
    )
    transaction.on_commit(hint, robust=True)
    return row


def hint():
    """Losing it loses nothing: the next sweep finds the row."""
    try:
        tasks.prepare_files.apply_async(retry=False, expires=60, headers={HEADER: {}})
    except Exception as error:  # whatever the broker's trouble is, the row is there
        logger.warning("The queue took no hint (%s); the next sweep makes the file.", error)


def progress_of(row):
    """(done, total); nothing is known before the first step."""
    return cache.get(_key(row)) or (0, 0)


# --- making ------------------------------------------------------------------------------------
def prepare_due():
    """Make every file that is due. Returns how many were made."""
    made = 0
    while row := claim():
        made += _prepare(row)
    return made


def claim():
    """The next one, so that no other worker takes it for the time of the lease; None when none is due."""
    with acting_as(Actor.worker()), transaction.atomic():
        now = timezone.now()
        due = PreparedFile.objects.due(now).select_for_update(skip_locked=True, of=["self"])
        for row in due.select_related("service", "asked_by").order_by("asked_at", "pk"):
            # Whoever was killed on every attempt may well be killed by this file.
            if row.attempts >= ATTEMPTS:
                _save(row, state=State.FAILED)
                continue
            _save(row, leased_until=now + LEASE, attempts=row.attempts + 1)
            return row
    return None


def _prepare(row):
    """Whatever went wrong would go wrong again: whoever asked reads that, and may ask once more."""
    try:
        stored, state = _make(row), State.READY
    except Exception:
        logger.exception("The file %s was not made.", row.pk)
        stored, state = "", State.FAILED
    with acting_as(Actor.worker()), transaction.atomic():
        _save(row, state=state, file=stored)
    return state == State.READY


def _make(row):
    maker = makers[row.kind]

    def step(*far):
        cache.set(_key(row), far)

    with translation.override(row.language), transaction.atomic(), acting_as(actor_of(row.asked_by)):
        content = maker.make(row.asked_by, row.service, row.given, step)
    return default_storage.save(f"{FOLDER}/{uuid4().hex}.{maker.extension}", ContentFile(content))


def _save(row, **values):
    PreparedFile.objects.filter(pk=row.pk).update(**values)


def _key(row):
    return f"prepared:{row.pk}"


# --- afterwards --------------------------------------------------------------------------------
def remove_old():
    """The files with their rows, so that nothing of what they say about people stays behind."""
    with acting_as(Actor.worker()), transaction.atomic():
        old = PreparedFile.objects.filter(asked_at__lt=timezone.now() - KEPT)
        stored = list(old.exclude(file="").values_list("file", flat=True))
        count = old.delete()[0]
    for name in stored:
        default_storage.delete(name)
    return count
