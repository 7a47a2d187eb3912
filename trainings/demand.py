"""Where the next run of a programme is wanted: interest, waiting lists and people who lack it, ranked.

Of one service: wishes and missing prerequisites of organizers at home there, and those who wait for its own
trainings. Coordinators read the same over the network, with the rows of all services.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from trainings.models import Interest, Programme, UnmetPrerequisite, WaitingEntry
from trainings.models.waiting import IN_LINE
from trainings.offered import offered


@dataclass(frozen=True)
class Scope:
    """Whose demand: of one service or of all, from one municipality or from all."""

    user: object
    service: object = None
    municipality: str = ""

    def interests(self):
        rows = Interest.objects.visible_to(self.user).filter(state=Interest.State.OPEN)
        return self._narrow(rows)

    def waiting(self):
        rows = WaitingEntry.objects.visible_to(self.user).filter(
            state__in=IN_LINE, training__state__in=["published", "confirmed"]
        )
        return self._narrow(rows)

    def unmet(self):
        return self._narrow(UnmetPrerequisite.objects.visible_to(self.user))

    def _narrow(self, rows):
        if self.service:
            rows = rows.filter(service=self.service)
        if self.municipality:
            rows = rows.filter(organizer__municipality__slug=self.municipality)
        return rows.order_by()


def ranking(scope):
    """Programmes that somebody wants, with `interested`, `organizers`, `waiting`, `lacking` and `wanted`."""
    interested = scope.interests().filter(programme=OuterRef("pk")).values("programme")
    waiting = scope.waiting().filter(training__programme=OuterRef("pk")).values("training__programme")
    lacking = scope.unmet().filter(required=OuterRef("pk")).values("required")
    return (
        programmes_known_to(scope.user)
        .annotate(
            interested=_number(interested.annotate(n=Sum("people_count"))),
            organizers=_number(interested.annotate(n=Count("organizer", distinct=True))),
            waiting=_number(waiting.annotate(n=Sum("seat_count"))),
            lacking=_number(lacking.annotate(n=Count("person", distinct=True))),
        )
        .annotate(wanted=F("interested") + F("waiting") + F("lacking"))
        .filter(wanted__gt=0)
    )


def programmes_known_to(user):
    """One's own and those anybody may read of: an organizer may want the programme of another service."""
    public = offered().values("pk")
    own = Programme.objects.visible_to(user).values("pk")
    return Programme.objects.filter(Q(pk__in=public) | Q(pk__in=own)).select_related("service")


def _number(rows):
    return Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), 0)


def towns_of(scope, programmes=None):
    """{programme id: [(town, people)]}, the most first. A group from another service that waits here has a
    town only for those who see its organizer; three queries however many programmes."""
    people = defaultdict(lambda: defaultdict(int))
    town = ("organizer__municipality__name", "organizer__municipality__name_cyrl")
    for rows, programme, count in (
        (scope.interests(), "programme", Sum("people_count")),
        (scope.waiting(), "training__programme", Sum("seat_count")),
        (scope.unmet(), "required", Count("person", distinct=True)),
    ):
        if programmes is not None:
            rows = rows.filter(**{f"{programme}__in": programmes})
        for pk, name, cyrillic, number in rows.values_list(programme, *town).annotate(n=count):
            people[pk][name or "", cyrillic or ""] += number
    return {
        pk: sorted(((Town(*names), number) for names, number in towns.items() if names[0]), key=_most)
        for pk, towns in people.items()
    }


@dataclass(frozen=True)
class Town:
    name: str
    name_cyrl: str

    def __str__(self):
        return self.name


def _most(row):
    town, number = row
    return -number, town.name


# --- the rows behind a number ------------------------------------------------------------------
def rows_of(scope, programme):
    """What makes the numbers of one programme, oldest first; people who lack it are only counted."""
    interests = scope.interests().filter(programme=programme)
    waiting = scope.waiting().filter(training__programme=programme)
    lacking = scope.unmet().filter(required=programme).values("organizer__name", "training__title")
    return {
        "interests": interests.select_related("organizer__municipality", "service").order_by("created_at"),
        "waiting": waiting.select_related("training__service").order_by("joined_at"),
        "lacking": lacking.annotate(n=Count("person", distinct=True)).order_by("-n", "organizer__name"),
    }
