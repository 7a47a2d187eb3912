"""The public catalogue of programmes: what the network teaches, and when next."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from organizers.models import Organizer
from services.tenancy import actor_of
from trainings.access import bookable_organizers
from trainings.models import Interest, Prerequisite, Programme, ProgrammePart, Training

RUNS_SHOWN = 12


def offered():
    """What anybody may read of: shared with all services, or with a run that has been announced."""
    announced = Training.objects.public().filter(programme=OuterRef("pk"))
    return Programme.objects.filter(Q(is_shared=True) | Exists(announced)).select_related("service")


def catalogue():
    """Those still run, each with its next date: `next_start`, `next_service`, `next_slug`."""
    runs = Training.objects.upcoming().filter(programme=OuterRef("pk")).order_by("starts_at", "pk")
    return (
        offered()
        .active()
        .annotate(
            next_start=Subquery(runs.values("starts_at")[:1]),
            next_service=Subquery(runs.values("service__slug")[:1]),
            next_town=Subquery(runs.values("service__town")[:1]),
            next_town_cyrl=Subquery(runs.values("service__town_cyrl")[:1]),
            next_slug=Subquery(runs.values("slug")[:1]),
        )
    )


def get_offered(pk):
    """A programme of the public catalogue, also one no longer run; any other looks like none: 404."""
    return get_object_or_404(offered(), pk=pk)


@dataclass(frozen=True)
class Curriculum:
    programme: Programme
    parts: list
    prerequisites: list
    runs: list
    held: int


def curriculum_of(programme):
    """Everything the public page says. The parts are as public as the programme, which has been checked."""
    runs = Training.objects.upcoming().filter(programme=programme).select_related("service")
    return Curriculum(
        programme=programme,
        parts=list(ProgrammePart.objects.filter(programme=programme)),
        prerequisites=list(Prerequisite.objects.filter(programme=programme)),
        runs=list(runs.order_by("starts_at", "pk")[:RUNS_SHOWN]),
        held=Training.objects.held().filter(programme=programme).count(),
    )


# --- the wish of an organizer ------------------------------------------------------------------
@dataclass(frozen=True)
class Wish:
    """What the panel of a programme's page shows to this person."""

    organizers: list  # those that may say they want it
    open: dict  # {organizer id: Interest}
    signed_in: bool

    @property
    def said(self):
        return list(self.open.values())


def wish_of(user, programme):
    if not user.is_authenticated:
        return Wish([], {}, signed_in=False)
    organizers = list(bookable_organizers(user))
    rows = Interest.objects.visible_to(user).filter(
        programme=programme, state=Interest.State.OPEN, organizer__in=[row.pk for row in organizers]
    )
    found = {row.organizer_id: row for row in rows.select_related("organizer").order_by("pk")}
    return Wish(organizers, found, signed_in=True)


def get_wishing_organizer(user, pk):
    """One of the confirmed organizers this person acts for."""
    for organizer in bookable_organizers(user):
        if organizer.pk == pk:
            return Organizer.objects.select_related("service").get(pk=pk)
    raise Http404


def get_interest(user, pk):
    """An interest of an organizer one acts for or of one at home in one's service; coordinators only read."""
    actor = actor_of(user)
    mine = Q(organizer__in=actor.organizers) | Q(service__in=actor.services)
    rows = Interest.objects.visible_to(user).filter(mine)
    return get_object_or_404(rows.select_related("service", "organizer", "programme"), pk=pk)
