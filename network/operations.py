"""Marks and recounts of figures: rollups follow their source rows, never the other way round."""

import logging

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation

from network.figures import all_figures
from network.models import Rollup, Stale
from services.history import record
from services.models import HistoryEntry, Service
from services.tenancy import MEMBER, Actor, acting_as, actor_of
from vsrs.postgresql.inserts import insert
from vsrs.transactions import operation

logger = logging.getLogger(__name__)


def mark_stale(*, service, room):
    """Say, in the transaction of a change, that the figures of `room` in `service` must be recounted."""
    insert(Stale(service=service, room=room))


def recount(service, room):
    """Recompute all months of the figures of `room` in `service` from their source rows.

    Safe to repeat and to kill: one transaction, and a change that commits meanwhile leaves its own
    mark. Two recounts of the same service wait for each other.
    """
    with acting_as(Actor.for_service(service)), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s, hashtext(%s))", [service.pk, room])
        # Marks first, rows after: whoever changes a row after this line writes a new mark.
        Stale.objects.filter(service=service, room=room).delete()
        for figure in all_figures():
            if figure.room == room:
                _rewrite(service, figure)


def _rewrite(service, figure):
    months = figure.monthly(service)
    kept = Rollup.objects.filter(service=service, figure=figure.code)
    kept.exclude(month__in=months).delete()
    Rollup.objects.bulk_create(
        [
            Rollup(
                service=service,
                figure=figure.code,
                month=month,
                value=value,
                of=of,
                spread=spread[0] if spread else None,
                is_public=figure.is_public,
                computed_at=timezone.now(),
            )
            for month, (value, of, *spread) in months.items()
        ],
        update_conflicts=True,
        unique_fields=["service", "figure", "month"],
        update_fields=["value", "of", "spread", "is_public", "computed_at"],
    )


def recount_stale():
    """Recount what is marked; returns how many (service, room) pairs there were."""
    everywhere, services = _all_services()
    with acting_as(everywhere), transaction.atomic():
        marked = set(Stale.objects.order_by().values_list("service_id", "room").distinct())
    _recount_each((services[service_id], room) for service_id, room in sorted(marked))
    return len(marked)


def recount_everything():
    """Recount every figure of every service: after an import, and each night."""
    _, services = _all_services()
    rooms = sorted({figure.room for figure in all_figures()})
    _recount_each((service, room) for service in services.values() for room in rooms)


def _recount_each(pairs):
    """One that cannot be counted must not keep the others from it; its mark stays for the next run."""
    for service, room in pairs:
        try:
            recount(service, room)
        except Exception:
            logger.exception("The figures of %s in %s were not recounted.", room, service.slug)


def _all_services():
    with acting_as(Actor.public()), transaction.atomic():
        services = Service.objects.in_bulk()
    return Actor(services=tuple(services), level=MEMBER), services


@operation
def note_sight(rows, *, actor, as_file):
    """Rows that name people were opened or taken away: the services whose people they are can see that.

    Looking at them again on the same day adds nothing; every file does.
    """
    if not rows.figure.names_people:
        return
    # Before the language changes: what is worked out in between would stay in the wrong script.
    whose = set(rows.queryset.order_by().values_list("service", flat=True).distinct())
    with translation.override(settings.LANGUAGE_CODE):
        facts = {"figure": str(rows.figure.name), "period": rows.period_text}
    verb = "people.taken" if as_file else "people.opened"
    whose -= {*actor_of(actor).services}
    if not as_file:
        whose -= _noted_today(whose, actor, verb, facts)
    for service in Service.objects.visible_to(actor).filter(pk__in=whose).order_by("pk"):
        record(service=service, actor=actor, verb=verb, subject=service, changes=facts)


def _noted_today(services, actor, verb, facts):
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    about = HistoryEntry.objects.visible_to(actor).filter(
        subject_type=Service._meta.label_lower, subject_id__in=services, at__gte=midnight
    )
    return {*about.filter(actor=actor, verb=verb, changes=facts).values_list("service", flat=True)}
