"""What an organizer owes or has coming: rooms above register providers, `/nalog/` draws them."""

from dataclasses import dataclass

from services.desk import Task

__all__ = [
    "Number",
    "Suggestion",
    "Task",
    "coming_for",
    "numbers_for",
    "recommended_for",
    "register",
    "tasks_for",
]


@dataclass(frozen=True)
class Suggestion:
    """Something the organizer could do next, and why just this."""

    title: str
    url: str
    detail: str
    reason: str


@dataclass(frozen=True)
class Number:
    """What the organizer has, and the page with all of it."""

    label: str
    value: int
    url: str
    icon: str = "document"


# provider(user, organizer) -> Tasks; provider(user, organizer) -> {"template": …, context …} parts
task_providers: list = []
coming_providers: list = []
# provider(user, organizer) -> Suggestions; provider(user, organizer) -> Numbers
recommending_providers: list = []
number_providers: list = []


def register(*, tasks=None, coming=None, recommended=None, numbers=None):
    """`tasks(user, organizer)` gives Tasks; `coming(user, organizer)` gives services.desk.Event rows;
    `recommended(user, organizer)` gives Suggestions, `numbers(user, organizer)` Numbers."""
    for provider, providers in (
        (tasks, task_providers),
        (coming, coming_providers),
        (recommended, recommending_providers),
        (numbers, number_providers),
    ):
        if provider and provider not in providers:
            providers.append(provider)


def tasks_for(user, organizer):
    tasks = [task for provider in task_providers for task in provider(user, organizer)]
    return sorted(
        tasks, key=lambda task: (task.due is None, task.due.timestamp() if task.due else 0, task.text)
    )


def coming_for(user, organizer):
    events = [event for provider in coming_providers for event in provider(user, organizer)]
    return sorted(events, key=lambda event: (event.starts_at, event.title))


def recommended_for(user, organizer):
    return [one for provider in recommending_providers for one in provider(user, organizer)]


def numbers_for(user, organizer):
    return [one for provider in number_providers for one in provider(user, organizer)]
