"""What waits for somebody: rooms above register providers, the desks draw what they give.

`services` knows no training and no request by name; each room declares its own in `desk.py`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from redis.exceptions import RedisError

from vsrs.dates import short_date


@dataclass(frozen=True)
class Task:
    """Something owed: "Enter attendance", which one, by when, where to do it."""

    text: str
    detail: str
    url: str
    action: str  # verb on the button: "Enter"
    icon: str = "check"
    due: datetime | None = None
    tone: str = ""  # "", "warning", "error": how the tag with the deadline looks
    tag: str = ""  # words of the deadline: "1 day late", "today by 15.00"


def deadline(due, now):
    """The tag of a task, as arguments of Task: by when, or how many days late."""
    if due >= now:
        return {"tag": _("by %(day)s") % {"day": short_date(due)}}
    days = max((localdate(now) - localdate(due)).days, 1)
    return {"tone": "error", "tag": ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days}}


@dataclass(frozen=True)
class Event:
    """Something in the week: a training part, a deadline."""

    title: str
    url: str
    starts_at: datetime
    ends_at: datetime
    kind: str = ""  # "", "advice", "deadline": the look in the week
    detail: str = ""
    days: tuple[tuple[datetime, datetime], ...] = ()  # from when until when on each of several days


@dataclass(frozen=True)
class Hit:
    """One record that the search of a workspace found."""

    text: str
    url: str
    detail: str = ""


@dataclass(frozen=True)
class Found:
    """The records of one kind; `url` is the list of all of them, searched for the same words."""

    title: str
    url: str
    hits: list


Provider = Callable[..., Iterable]
# How many records of one kind the search of a workspace shows.
SHOWN_HITS = 10

# provider(user, service) -> Tasks; provider(user, service, start, end) -> Events;
# provider(user, service) -> {sidebar item's url name: count}
task_providers: list[Provider] = []
event_providers: list[Provider] = []
count_providers: list[Provider] = []
# provider(user, service, words) -> Founds
search_providers: list[Provider] = []


def register(*, tasks=None, events=None, counts=None, search=None):
    """Called once by a room's AppConfig.ready(); a second call changes nothing."""
    for provider, providers in (
        (tasks, task_providers),
        (events, event_providers),
        (counts, count_providers),
        (search, search_providers),
    ):
        if provider and provider not in providers:
            providers.append(provider)


def tasks_for(user, service):
    """All tasks, the most pressing first; those without a deadline last."""
    tasks = [task for provider in task_providers for task in provider(user, service)]
    return sorted(
        tasks, key=lambda task: (task.due is None, task.due.timestamp() if task.due else 0, task.text)
    )


def events_for(user, service, start, end):
    events = [event for provider in event_providers for event in provider(user, service, start, end)]
    return sorted(events, key=lambda event: (event.starts_at, event.title))


def search_in(user, service, words):
    """What of a service's own records holds every word; kinds without any are left out."""
    found = [group for provider in search_providers for group in provider(user, service, words)]
    return [group for group in found if group.hits]


def counts_for(user, service):
    counts = {}
    for provider in count_providers:
        counts |= provider(user, service)
    return counts


def side_counts(user, service):
    """What the side list of every desk page shows; kept for half a minute, renewed by each change.

    Each person's own: nobody decides about an article of theirs. Kept together, so that a change of the
    service forgets everybody's.
    """
    key = _counts_key(service.pk)
    if not settings.DESK_COUNTS_SECONDS:
        return _count(user, service)
    try:
        counts = cache.get(key, {})
        if user.pk not in counts:
            counts[user.pk] = _count(user, service)
            cache.set(key, counts, settings.DESK_COUNTS_SECONDS)
    except (OSError, RedisError):
        # A desk works without the cache, only slower.
        return _count(user, service)
    return counts[user.pk]


def renew_counts(service):
    """After a change in `service`, once it is committed."""
    transaction.on_commit(partial(cache.delete, _counts_key(service.pk)), robust=True)


def _count(user, service):
    return counts_for(user, service) | {"tasks": len(tasks_for(user, service))}


def _counts_key(service_id):
    return f"desk-counts:{service_id}"
