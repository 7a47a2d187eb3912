"""Reads of waiting lists: a whole one for the desk, an organizer's own places with their reasons."""

from django.db.models import Prefetch

from services.tenancy import actor_of, on_behalf_of
from trainings import line
from trainings.line_words import reason_of
from trainings.models import Needs, Offer, WaitingEntry, WaitingStep
from trainings.models.waiting import IN_LINE
from trainings.operations.promotion import groups_of, waiting


def list_of(user, training):
    """Every group that ever stood in the list: those with seats offered, those who wait in their order, and
    those no longer in it, the last first."""
    needs = Prefetch("needs", Needs.objects.visible_to(user), to_attr="known_needs")
    entries = WaitingEntry.objects.visible_to(user).filter(training=training)
    entries = with_reasons(entries.prefetch_related(needs))
    in_line = [entry for entry in entries if entry.state in IN_LINE]
    places = line.places_of(
        groups_of(training, [entry for entry in in_line if entry.state == WaitingEntry.State.WAITING]),
        first_timers_first=training.first_timers_first,
    )
    for entry in entries:
        entry.place = places.get(entry.pk)
        entry.training = training
    in_line.sort(key=lambda entry: (entry.place or 0, entry.pk))
    gone = [entry for entry in entries if entry.state not in IN_LINE]
    gone.sort(key=lambda entry: (entry.left_at or entry.joined_at, entry.pk), reverse=True)
    return in_line, gone


def own_entries(user, training):
    """The places of one's own organizers in this list that still count, with the reasons so far."""
    entries = WaitingEntry.objects.visible_to(user).filter(
        training=training, organizer__in=actor_of(user).organizers, state__in=IN_LINE
    )
    entries = with_reasons(entries.order_by("pk"))
    for entry in entries:
        entry.training = training
    _set_places(entries)
    return entries


def own_lists(user, organizers):
    """Every list in which one of these organizers stands, those with seats offered first."""
    entries = WaitingEntry.objects.visible_to(user).filter(organizer__in=organizers, state__in=IN_LINE)
    entries = with_reasons(entries.select_related("training__service").order_by("training__starts_at", "pk"))
    _set_places(entries)
    return sorted(entries, key=lambda entry: entry.offer is None)


def _set_places(entries):
    """How many stand before somebody is counted on behalf of the service; who they are nobody sees."""
    for entry in entries:
        entry.place = None
        if entry.state == WaitingEntry.State.WAITING:
            with on_behalf_of(entry.training.service):
                groups = groups_of(entry.training, waiting(entry.training))
            first = entry.training.first_timers_first
            entry.place = line.places_of(groups, first_timers_first=first).get(entry.pk)


def with_reasons(entries):
    """Each knows its open offer and its steps in words."""
    steps = Prefetch("steps", WaitingStep.objects.select_related("by").order_by("at", "pk"))
    offers = Prefetch("offers", Offer.objects.filter(state=Offer.State.OPEN), to_attr="open_offers")
    rows = list(entries.prefetch_related(steps, offers))
    for entry in rows:
        entry.offer = entry.open_offers[0] if entry.open_offers else None
        entry.reasons = [(step, reason_of(step)) for step in entry.steps.all()]
    return rows
