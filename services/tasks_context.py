"""Carries who is asking into Celery tasks: in the message header, and checked again where the task runs.

Only ids travel. A person's rights are read anew in the worker, so somebody whose membership ended
between the click and the task can no longer do it.
"""

import logging
from dataclasses import replace
from functools import partial

from celery import Task
from celery.exceptions import Ignore
from django.db import transaction

from services.tenancy import FOUNDER, WORKER, Actor, acting_as, actor_of, current_actor

HEADER = "vsrs_asker"
logger = logging.getLogger(__name__)


class ScopedTask(Task):
    """The base of every task: runs as the one who asked for it, in one transaction.

    A task that commits in steps is declared with `atomic=False` and opens its own transactions;
    outside them it sees no tenant row.
    """

    abstract = True
    atomic = True

    def apply_async(self, args=None, kwargs=None, **options):
        headers = dict(options.pop("headers", None) or {})
        headers.setdefault(HEADER, to_header(current_actor()))
        return super().apply_async(args, kwargs, headers=headers, **options)

    def after_commit(self, *args, **kwargs):
        """Ask for the task once this transaction is committed.

        By then the request has forgotten who asked, so the asker is taken down now.
        """
        headers = {HEADER: to_header(current_actor())}
        transaction.on_commit(partial(self.apply_async, args, kwargs, headers=headers), robust=True)

    def __call__(self, *args, **kwargs):
        if self.request.called_directly:
            return super().__call__(*args, **kwargs)
        actor = from_header((self.request.headers or {}).get(HEADER) or {})
        with acting_as(actor):
            if not self.atomic:
                return super().__call__(*args, **kwargs)
            with transaction.atomic():
                return super().__call__(*args, **kwargs)


def to_header(actor):
    """Who asks, as JSON: a person by id, a service by id, a visitor by the secret link."""
    if actor.level in {WORKER, FOUNDER}:
        # These two are taken on by code that needs them and never handed over.
        return {}
    # Of a person or a visitor with a link, the services are those of today or an operation's elevation.
    services = [] if actor.user_id or actor.link else list(actor.services)
    return {"user": actor.user_id, "services": services, "bookings": list(actor.bookings), "link": actor.link}


def from_header(carried):
    """The Actor of a header, with the person's rights as they are now."""
    link = {"bookings": tuple(carried.get("bookings", ())), "link": carried.get("link", "")}
    if user_id := carried.get("user"):
        return replace(_person(user_id), **link)
    services = tuple(carried.get("services", ()))
    return Actor(services=services, level="member", **link) if services else Actor(**link)


def _person(user_id):
    from accounts.models import User  # this module is read before the models are

    with transaction.atomic():
        user = User.objects.filter(pk=user_id, is_active=True).first()
        if user is None:
            logger.warning("Task not done: person %s, who asked for it, has no account any more.", user_id)
            raise Ignore
        return actor_of(user)
