"""Search over what is public in several rooms; both sides go through the same fold."""

from dataclasses import dataclass

from django.utils import timezone

from services.models import Service
from trainings.models import Training
from vsrs.text import fold

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
    needles = fold(words).split()
    services = [
        service
        for service in Service.objects.visible_to(user)
        if all(needle in fold(f"{service.name} {service.town} {service.host}") for needle in needles)
    ]
    trainings = Training.objects.visible_to(user).public().select_related("service")
    for needle in needles:
        trainings = trainings.filter(search__contains=needle)
    now = timezone.now()
    return Found(
        services=services,
        upcoming=list(trainings.filter(starts_at__gt=now).order_by("starts_at", "pk")[:MOST]),
        past=list(trainings.filter(starts_at__lte=now).order_by("-starts_at", "-pk")[:MOST]),
    )
