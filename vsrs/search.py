"""Search over what is public in several rooms; both sides go through the same fold."""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.knowledge_search import found as articles
from services.models import Service
from trainings.models import Training
from vsrs.filters import holding
from vsrs.text import fold, needles

# Of each kind on the page of all results; the rest is a page of its own.
SHOWN = 12
PER_PAGE = 25


@dataclass
class Kind:
    """What was found of one kind: `key` is `?vrsta=` of its own pages, `rows` a list or a queryset."""

    key: str
    title: str
    rows: object

    @cached_property
    def count(self):
        return len(self.rows) if isinstance(self.rows, list) else self.rows.count()

    @property
    def first(self):
        return self.rows[:SHOWN]

    @property
    def has_more(self):
        return self.count > SHOWN

    def page(self, number):
        return Paginator(self.rows, PER_PAGE).get_page(number)


class Found:
    def __init__(self, kinds):
        self.kinds = [kind for kind in kinds if kind.count]

    @property
    def count(self):
        return sum(kind.count for kind in self.kinds)

    def of(self, key):
        return next((kind for kind in self.kinds if kind.key == key), None)


def find(user, words):
    """Published answers; services, upcoming and past trainings whose text holds every word. Inside the
    public rows a plain filtered scan is enough; text indexes are not used under row-level security
    (docs/architecture.md)."""
    services = [
        service
        for service in Service.objects.visible_to(user)
        if _holds(fold(f"{service.name} {service.town} {service.host}"), words)
    ]
    trainings = Training.objects.visible_to(user).public().select_related("service")
    trainings = trainings.filter(holding(words, "search"))
    now = timezone.now()
    coming = trainings.filter(starts_at__gt=now).order_by("starts_at", "pk")
    past = trainings.filter(starts_at__lte=now).order_by("-starts_at", "-pk")
    return Found(
        [
            Kind("odgovori", _("Answers and articles"), articles(words)),
            Kind("servisi", _("Services"), services),
            Kind("predstojece", _("Trainings to come"), coming),
            Kind("prosle", _("Earlier trainings"), past),
        ]
    )


def _holds(text, words):
    return all(any(form in text for form in forms) for forms in needles(words))
