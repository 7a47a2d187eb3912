"""The asker: who may see and change which tenant's rows. Both walls read it.

The first wall is `visible_to(user)` in code; the second is row-level security, fed through
`vsrs.postgresql.scope`. Outside every `acting_as` the database shows no tenant row at all.
"""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.contrib.auth import get_user_model
from django.db.models import BigIntegerField
from django.utils import timezone

from vsrs.postgresql import scope
from vsrs.postgresql.prepared import Given, GivenIds, Prepared

PUBLIC = "public"
MEMBER = "member"
COORDINATOR = "coordinator"
OBSERVER = "observer"
WORKER = "worker"
FOUNDER = "founder"


@dataclass(frozen=True)
class Actor:
    """Ids only, so that it can travel in the header of a task."""

    user_id: int | None = None
    services: tuple[int, ...] = ()  # works there: staff or manager
    managed: tuple[int, ...] = ()  # is a manager there
    organizers: tuple[int, ...] = ()  # represents them
    level: str = PUBLIC
    bookings: tuple[int, ...] = ()  # opened by a secret link
    link: str = ""

    @classmethod
    def public(cls):
        return cls()

    @classmethod
    def for_service(cls, service):
        """The service itself, without a person: tasks and commands."""
        return cls(services=(service.pk,), level=MEMBER)

    @classmethod
    def worker(cls):
        """The sender of notices: sees the outbox of every service and nothing else."""
        return cls(level=WORKER)

    @classmethod
    def founder(cls):
        """Sets up services and their first members, from the command line."""
        return cls(level=FOUNDER)

    @property
    def is_coordinator(self):
        return self.level == COORDINATOR

    @property
    def is_observer(self):
        return self.level == OBSERVER

    def works_in(self, service_id):
        return service_id in self.services

    def manages(self, service_id):
        return service_id in self.managed

    def represents(self, organizer_id):
        return organizer_id in self.organizers

    def database_settings(self):
        return {
            "vsrs.level": self.level,
            "vsrs.user": str(self.user_id or ""),
            "vsrs.services": _array(self.services),
            "vsrs.organizers": _array(self.organizers),
            "vsrs.bookings": _array(self.bookings),
            "vsrs.link": self.link,
        }


def _array(ids):
    return "{" + ",".join(str(int(i)) for i in ids) + "}"


def current_actor():
    """Who is asking now; nobody means the public."""
    return scope.asking.get() or Actor.public()


def acting_as(actor):
    """`with acting_as(actor):` everything inside asks as `actor`, in both walls."""
    return scope.asking_as(actor)


@contextmanager
def on_behalf_of(*services):
    """Let a person's own action write the rows of the services it concerns.

    An organizer that books changes the seat counter, the history and the outbox of the service that
    runs the training. Only operations use this, after they have checked the person's right.
    """
    actor = current_actor()
    widened = replace(
        actor,
        services=tuple({*actor.services, *(service.pk for service in services)}),
        level=MEMBER if actor.level in {PUBLIC, OBSERVER} else actor.level,
    )
    with acting_as(widened):
        yield


@dataclass(frozen=True)
class Detail:
    """What decides about a person's rights: `query` gives a subquery for one value, of the `Given` values
    "user" and "today"; `fields` makes Actor fields of that value."""

    query: Callable
    fields: Callable


# `services` adds the memberships when it starts, rooms above what they know besides (which organizers
# somebody represents). By name, so that a second start changes nothing.
actor_details: dict[str, Detail] = {}


def actor_of(user):
    """The Actor of a person, read once and kept on the user object."""
    if not user.is_authenticated:
        return getattr(user, "_actor", None) or Actor.public()
    if not hasattr(user, "_actor"):
        user._actor = _load_actor(user)
    return user._actor


class ServiceItself:
    """Stands for a user where a service asks for its own rows: recounting figures, tasks."""

    is_authenticated = False

    def __init__(self, service):
        self._actor = Actor.for_service(service)


class Somebody:
    """Stands for the person asking in a `Prepared` query: `Model.objects.visible_to(Somebody())`.

    What a level adds stands in the shape of the statement: without one a coordinator sees less by it, and
    nobody more. Give the query `ids_of(user)` when it runs.
    """

    is_authenticated = True

    def __init__(self, level=MEMBER):
        ids = {name: GivenIds(name, BigIntegerField()) for name in ("services", "organizers")}
        self._actor = Actor(Given("user", BigIntegerField()), level=level, **ids)


def ids_of(user):
    actor = actor_of(user)
    return {"user": actor.user_id, "services": list(actor.services), "organizers": list(actor.organizers)}


def forget_actor(user):
    """After a change of somebody's roles within the same request or test."""
    # Not through `__dict__`: the user of a request is a proxy with a dictionary of its own.
    if hasattr(user, "_actor"):
        del user._actor


# --- reading what decides ----------------------------------------------------------------------
def what_decides():
    """The details as annotations of a statement that reads a person."""
    return {f"_{name}": detail.query() for name, detail in actor_details.items()}


@contextmanager
def asking_about(user_id):
    """Everybody may read what decides about themselves; gives the values for such a statement."""
    with acting_as(Actor(user_id=user_id, level=MEMBER)):
        yield {"user": user_id, "today": timezone.localdate()}


def told_about(user):
    """Keep the Actor on a person read with `what_decides()`."""
    user._actor = _actor(user.pk, [getattr(user, f"_{name}") for name in actor_details])


def _actor(user_id, values):
    fields = {}
    for detail, value in zip(actor_details.values(), values, strict=True):
        fields |= detail.fields(value)
    return Actor(user_id=user_id, **fields)


DETAILS = Prepared(
    lambda: (
        get_user_model()
        .objects.filter(pk=Given("user", BigIntegerField()))
        .values_list(*what_decides().values())
    )
)


def _load_actor(user):
    with asking_about(user.pk) as given:
        for values in DETAILS.rows(**given):
            return _actor(user.pk, values)
    return Actor(user_id=user.pk, level=MEMBER)
