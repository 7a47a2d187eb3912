"""What waits for somebody: rooms above register providers, the desks draw what they give.

`services` knows no training and no request by name; each room declares its own in `desk.py`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


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


@dataclass(frozen=True)
class Event:
    """Something in the week: a training part, a deadline."""

    title: str
    url: str
    starts_at: datetime
    ends_at: datetime
    kind: str = ""  # "", "advice", "deadline", "absence": the look in the week
    detail: str = ""


Provider = Callable[..., Iterable]

# provider(user, service) -> Tasks; provider(user, service, start, end) -> Events;
# provider(user, service) -> {sidebar item's url name: count}
task_providers: list[Provider] = []
event_providers: list[Provider] = []
count_providers: list[Provider] = []


def register(*, tasks=None, events=None, counts=None):
    """Called once by a room's AppConfig.ready(); a second call changes nothing."""
    for provider, providers in (
        (tasks, task_providers),
        (events, event_providers),
        (counts, count_providers),
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


def counts_for(user, service):
    counts = {}
    for provider in count_providers:
        counts |= provider(user, service)
    return counts
