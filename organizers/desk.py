"""What an organizer owes or has coming: rooms above register providers, `/nalog/` draws them."""

from services.desk import Task

__all__ = ["Task", "coming_for", "register", "tasks_for"]

# provider(user, organizer) -> Tasks; provider(user, organizer) -> {"template": …, context …} parts
task_providers: list = []
coming_providers: list = []


def register(*, tasks=None, coming=None):
    """`tasks(user, organizer)` gives Tasks; `coming(user, organizer)` gives services.desk.Event rows."""
    for provider, providers in ((tasks, task_providers), (coming, coming_providers)):
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
