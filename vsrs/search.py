"""Search over what is public in several rooms; both sides go through the same fold."""

from dataclasses import dataclass

from django.utils import timezone

from services.models import Service
from trainings.models import Training
from vsrs.filters import holding
from vsrs.text import fold, needles

MOST = 20


@dataclass
class Found:
    services: list
    upcoming: list
    past: list

    @property
    def count(self):
        return len(self.services) + len(self.upcoming) + len(self.past)


def find(user, words):
    """Services, upcoming and past trainings whose text holds every word. Inside the public rows a plain
    filtered scan is enough; text indexes are not used under row-level security (docs/architecture.md)."""
    services = [
        service
        for service in Service.objects.visible_to(user)
        if _holds(fold(f"{service.name} {service.town} {service.host}"), words)
    ]
    trainings = Training.objects.visible_to(user).public().select_related("service")
    trainings = trainings.filter(holding(words, "search"))
    now = timezone.now()
    return Found(
        services=services,
        upcoming=list(trainings.filter(starts_at__gt=now).order_by("starts_at", "pk")[:MOST]),
        past=list(trainings.filter(starts_at__lte=now).order_by("-starts_at", "-pk")[:MOST]),
    )


def _holds(text, words):
    return all(any(form in text for form in forms) for forms in needles(words))
