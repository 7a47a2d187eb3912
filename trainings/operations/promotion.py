"""Freed seats go to the waiting list: offers are made, and end, in the transaction that freed the seats.

`settle` is called with the training locked by everything that frees seats or changes who may have them.
What only time changes (an offer not answered, kept seats that open) is settled by the clock, and before
that by whoever is refused for want of seats.
"""

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from network.operations import mark_stale
from services.history import record
from services.tenancy import on_behalf_of
from trainings import line, notices
from trainings.answer_time import deadline
from trainings.models import KeptFor, Offer, Training, WaitingEntry, WaitingStep
from trainings.models.waiting import IN_LINE
from trainings.operations import seats
from vsrs.transactions import operation

WAITING, OFFERED = WaitingEntry.State.WAITING, WaitingEntry.State.OFFERED


def settle(training, now=None):
    """End what is due and offer what is free. `training` is locked; says whether anything changed."""
    now = now or timezone.now()
    opened = _open_kept(training, now)
    if not WaitingEntry.objects.filter(training=training, state__in=IN_LINE).exists():
        return opened
    lapsed = _lapse(training, now)
    # Its counters as they are by now, also after what this very transaction has changed.
    training = Training.objects.select_related("service").get(pk=training.pk)
    offered = _offer(training, now)
    changed = bool(lapsed or offered)
    if changed:
        mark_stale(service=training.service, room="trainings")
    return changed or opened


def settle_training(training):
    """The same in a transaction of its own, for those who hold no lock yet."""
    return _settle(training.service, training.pk)


@operation
def _settle(service, training_id):
    with on_behalf_of(service):
        return settle(seats.lock_training(training_id))


def settle_if_due(service, training_id):
    """Before somebody is told that there are no seats: has time freed some that nobody counted yet?"""
    with on_behalf_of(service), transaction.atomic():
        due = _due(service, timezone.now()).filter(pk=training_id).exists()
    return due and _settle(service, training_id)


def due_trainings(service):
    """Those of `service` that have to be settled by the clock; and those with free seats and groups that
    wait, should anything have kept them from being offered."""
    now = timezone.now()
    waiting = WaitingEntry.objects.filter(service=service, state=WAITING).values("training")
    left = Q(pk__in=waiting, taken__lt=F("seats"), starts_at__gt=now, state__in=seats.ANNOUNCED)
    return list(_due(service, now, left).select_related("service"))


def _due(service, now, besides=None):
    """Trainings with offers whose time is over, or with kept seats that open to everybody."""
    offers = Offer.objects.filter(service=service, state=Offer.State.OPEN)
    over = Q(
        pk__in=offers.filter(Q(expires_at__lte=now) | Q(training__starts_at__lte=now)).values("training")
    )
    opens = Q(kept_until__lte=now, kept_seats__gt=0, kept_opened_at=None, state__in=seats.ANNOUNCED)
    return Training.objects.filter(over | opens | (besides or Q()), service=service).order_by("pk")


# --- what ends ---------------------------------------------------------------------------------
def _open_kept(training, now):
    """The rest of the kept seats is everybody's once their time is over."""
    if not training.kept_seats or training.kept_opened_at or training.kept_until > now:
        return False
    training.kept_opened_at = now
    training.save(update_fields=["kept_opened_at"])
    record(service=training.service, actor=None, verb="training.kept_opened", subject=training)
    return True


def _lapse(training, now):
    """Offers not answered in time; of a training that has begun, all."""
    due = {} if training.has_started(now) else {"expires_at__lte": now}
    offers = open_offers(training, **due)
    for offer in offers:
        end_offer(offer, Offer.State.EXPIRED, now)
        leave_line(offer.entry, WaitingEntry.State.LAPSED, now)
        write_step(offer.entry, WaitingStep.Kind.LAPSED, seats=offer.seat_count, until=_iso(offer.expires_at))
        write_history("waiting.lapsed", offer.entry, training)
        notices.waiting_lapsed(offer, training)
    return offers


def open_offers(training, **conditions):
    offers = Offer.objects.filter(training=training, state=Offer.State.OPEN, **conditions)
    return [_of(offer, training) for offer in offers.select_related("entry__joined_by").order_by("pk")]


def _of(offer, training):
    offer.training = training
    return offer


def end_offer(offer, state, now):
    """Its seats are free again, unless they were taken."""
    if state != Offer.State.TAKEN:
        seats.give_back_seats(offer.training, offer.seat_count, from_kept=offer.from_kept)
    offer.state = state
    offer.decided_at = now
    offer.save(update_fields=["state", "decided_at"])


def withdraw_offers(training, organizer):
    """Of one that needs them no more; says whether there were any."""
    now = timezone.now()
    offers = open_offers(training, organizer=organizer)
    for offer in offers:
        end_offer(offer, Offer.State.WITHDRAWN, now)
        write_step(offer.entry, WaitingStep.Kind.WITHDRAWN, seats=offer.seat_count)
    return bool(offers)


def leave_line(entry, state, now):
    entry.state = state
    entry.left_at = now
    entry.save(update_fields=["state", "left_at"])


# --- what is offered ---------------------------------------------------------------------------
def _offer(training, now):
    """The decisions of `line.promotions`, written down; gives the offers made."""
    if not training.is_announced or training.has_started(now):
        return []
    entries = {entry.pk: entry for entry in waiting(training)}
    decisions = decisions_for(training, entries.values())
    expires_at = deadline(training, now)
    if expires_at is None:
        # No time for an answer is left, so whoever books first has them; those who wait hear of it.
        for decision in decisions:
            if isinstance(decision, line.Offered):
                notices.waiting_free(entries[decision.group.pk], training)
        return []
    _write_skips(entries, [each for each in decisions if isinstance(each, line.Skipped)])
    offered = [each for each in decisions if isinstance(each, line.Offered)]
    return [_make_offer(training, entries[each.group.pk], each, expires_at, now) for each in offered]


def decisions_for(training, entries):
    return line.promotions(
        groups_of(training, entries),
        training.counter,
        first_timers_first=training.first_timers_first,
        cap=training.organizer_cap,
    )


def waiting(training):
    return WaitingEntry.objects.filter(training=training, state=WAITING).select_related("joined_by")


def groups_of(training, entries):
    """The groups as the rule of the list reads them."""
    kept_for = kept_municipalities(training)
    return [
        line.Group(
            pk=entry.pk,
            joined_at=entry.joined_at,
            seats=entry.seat_count,
            takes_fewer=entry.takes_fewer,
            first_timer=entry.is_first_timer,
            rank=entry.moved_to,
            insider=entry.municipality_id in kept_for,
        )
        for entry in entries
    ]


def kept_municipalities(training):
    if not training.kept_seats:
        return set()
    return set(KeptFor.objects.filter(training=training).values_list("municipality", flat=True))


def _make_offer(training, entry, decision, expires_at, now):
    count, insider = decision.seats, decision.group.insider
    seats.hold_seats(training, count, from_kept=insider)
    offer = Offer.objects.create(
        service=training.service,
        training=training,
        entry=entry,
        organizer_id=entry.organizer_id,
        seat_count=count,
        from_kept=insider,
        offered_at=now,
        expires_at=expires_at,
    )
    entry.state = OFFERED
    entry.save(update_fields=["state"])
    write_step(
        entry,
        WaitingStep.Kind.OFFERED,
        seats=count,
        needed=entry.seat_count,
        free=decision.free,
        place=decision.place,
        passed=decision.passed,
        until=_iso(expires_at),
    )
    write_history("waiting.offered", entry, training, seats=count)
    notices.waiting_offered(offer, training)
    return offer


def _write_skips(entries, skips):
    """Each once, however often the same seats are counted again."""
    steps = WaitingStep.objects.filter(entry__in=[skip.group.pk for skip in skips])
    last = {step.entry_id: step for step in steps.order_by("entry_id", "-at", "-pk").distinct("entry_id")}
    for skip in skips:
        facts = {"free": skip.free, "needed": skip.group.seats}
        if skip.kept:
            facts["kept"] = skip.kept
        if skip.cap is not None:
            facts["cap"] = skip.cap
        before = last.get(skip.group.pk)
        if not (before and before.kind == WaitingStep.Kind.SKIPPED and before.facts == facts):
            write_step(entries[skip.group.pk], WaitingStep.Kind.SKIPPED, **facts)


# --- what is written down ----------------------------------------------------------------------
def write_step(entry, kind, *, by=None, **facts):
    WaitingStep.objects.create(
        service_id=entry.service_id,
        training_id=entry.training_id,
        entry=entry,
        organizer_id=entry.organizer_id,
        kind=kind,
        by=by,
        facts=facts,
        at=timezone.now(),
    )


def write_history(verb, entry, training, actor=None, **facts):
    # About the training: an entry of the list has no page of its own.
    record(
        service=training.service,
        actor=actor,
        verb=verb,
        subject=training,
        organizer_id=entry.organizer_id,
        changes=facts,
    )


def _iso(moment):
    return moment.isoformat()
