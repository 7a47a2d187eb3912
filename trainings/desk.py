"""What waits for the staff of a service and for an organizer, and what the week holds."""

from datetime import datetime, time, timedelta

from django.db.models import BigIntegerField, DateField, DateTimeField
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organizers.desk import register as register_for_organizers
from services.desk import Event, Task, deadline, register
from services.tenancy import Somebody, ids_of
from trainings import queries
from trainings.models import Training
from trainings.operations.waiting import can_book_at_once, position_in_line
from vsrs.dates import date_range, date_time, local, short_date
from vsrs.postgresql.prepared import Given, Prepared
from vsrs.templatetags.quick import address
from vsrs.ui.writing import written

# Attendance is entered while it is still remembered.
ATTENDANCE_WITHIN = timedelta(days=3)
# Whoever waits for approval has to plan too.
APPROVE_BEFORE = timedelta(days=3)


# --- the desk of a service ---------------------------------------------------------------------
# Every page of a desk asks these sooner or later: composed once, for whoever works in the service given.
SERVICE = Given("service", BigIntegerField())
NOW, START, END = (Given(name, DateTimeField()) for name in ("now", "start", "end"))


def _prepared(query, *moments):
    return Prepared(lambda: query(Somebody(), SERVICE, *moments))


UNANSWERED = _prepared(queries.with_unanswered)
OVER = _prepared(queries.over_but_not_held, NOW)
UNDECIDED = _prepared(queries.undecided, NOW, Given("today", DateField()))
DRAFTS = _prepared(queries.near_drafts, NOW)
FREE = _prepared(queries.free_while_waiting, NOW)
PARTS = _prepared(queries.parts_between, START, END)
DEADLINES = _prepared(queries.deadlines_between, START, END)


def _given(user, service, **moments):
    return moments | {"service": service.pk} | ids_of(user)


def tasks(user, service):
    now = timezone.now()
    given = _given(user, service, now=now, today=timezone.localdate(now))
    yield from _to_finish(service, now, given)
    yield from _to_approve(service, now, given)
    yield from _to_decide(service, now, given)
    yield from _to_publish(service, now, given)
    yield from _to_offer(service, given)


def _to_finish(service, now, given):
    for training in OVER.objects(**given):
        due = training.ends_at + ATTENDANCE_WITHIN
        tag = deadline(due, now)
        days = date_range(training.starts_at, training.ends_at)
        if training.is_unmarked:
            yield Task(
                text=_("Enter attendance"),
                detail=f"{training.title}, {days}",
                url=_training_url("trainings:desk_attendance", service, training),
                action=_("Enter"),
                icon="people",
                due=due,
                **tag,
            )
        else:
            yield Task(
                text=_("Mark the training as held")
                if training.taken
                else _("Nobody booked: cancel the training"),
                detail=f"{training.title}, {days}",
                url=_training_url("trainings:desk_training", service, training),
                action=_("Open"),
                due=due,
                **tag,
            )


def _to_approve(service, now, given):
    for training in UNANSWERED.objects(**given):
        text = ngettext(
            "%(n)d booking waits for approval", "%(n)d bookings wait for approval", training.asked
        )
        begun = training.has_started(now)
        days = max((local(now).date() - local(training.asked_first).date()).days, 0)
        age = ngettext("for %(n)d day", "for %(n)d days", days) % {"n": days} if days else _("since today")
        soon = begun or training.starts_at - now < APPROVE_BEFORE
        yield Task(
            text=text % {"n": training.asked},
            detail=f"{training.title}, {date_time(training.starts_at)}",
            url=_training_url("trainings:desk_approval", service, training),
            action=_("Answer"),
            icon="people",
            due=training.starts_at,
            tone="error" if begun else "warning" if soon else "",
            tag=_("the training has begun") if begun else age,
        )


def _to_decide(service, now, given):
    for training in UNDECIDED.objects(**given):
        yield Task(
            text=_("Decide whether the training is held"),
            detail=_("%(title)s: %(taken)d of at least %(minimum)d people booked")
            % {"title": training.title, "taken": training.taken, "minimum": training.minimum},
            url=_training_url("trainings:desk_training", service, training),
            action=_("Decide"),
            icon="warning",
            **_decision(training, now),
        )


def _decision(training, now):
    """Until when it is decided: the day the service set, or before it begins."""
    if training.decide_on is None:
        tag = _("begins %(day)s") % {"day": short_date(training.starts_at)}
        return {"due": training.starts_at, "tone": "warning", "tag": tag}
    end_of_day = datetime.combine(training.decide_on, time(23, 59), timezone.get_current_timezone())
    return {"due": end_of_day, "tone": "warning", **deadline(end_of_day, now)}


def _to_publish(service, now, given):
    for training in DRAFTS.objects(**given):
        passed = training.starts_at <= now
        yield Task(
            text=_("Publish the draft or change its date"),
            detail=f"{training.title}, {date_time(training.starts_at)}",
            url=_training_url("trainings:desk_training", service, training),
            action=_("Open"),
            icon="edit",
            due=training.starts_at,
            tone="error" if passed else "warning",
            tag=_("the date has passed") if passed else "",
        )


def _to_offer(service, given):
    for training in FREE.objects(**given):
        free = ngettext("%(n)d seat free", "%(n)d seats free", training.free) % {"n": training.free}
        people = training.waiting_people
        wait = ngettext("%(n)d person waits", "%(n)d people wait", people) % {"n": people}
        yield Task(
            text=_("Seats are free while groups wait: call them"),
            detail=f"{training.title}: {free}, {wait}",
            url=_training_url("trainings:desk_waiting", service, training),
            action=_("Open"),
            icon="people",
            due=training.starts_at,
        )


def events(user, service, start, end):
    given = _given(user, service, start=start, end=end)
    for part in PARTS.objects(**given):
        training = part.training
        detail = part.place or training.venue
        if training.state == Training.State.DRAFT:
            detail = _("draft")
        yield Event(
            title=training.title,
            url=_training_url("trainings:desk_training", service, training),
            starts_at=part.starts_at,
            ends_at=part.ends_at,
            detail=detail,
        )
    for training in DEADLINES.objects(**given):
        for moment, words in (
            (training.closes_at, _("Booking closes: %(title)s")),
            (training.cancel_by, _("Free cancellation ends: %(title)s")),
        ):
            if moment and start <= moment < end:
                yield Event(
                    title=words % {"title": written(training.title)},
                    url=_training_url("trainings:desk_training", service, training),
                    starts_at=moment,
                    ends_at=moment,
                    kind="deadline",
                )


def _training_url(name, service, training):
    return address(name, service.slug, training.pk)


# --- the desk of an organizer ------------------------------------------------------------------
def organizer_tasks(user, organizer):
    now = timezone.now()
    for offer in queries.open_offers(user, organizer, now):
        training = offer.training
        seats = ngettext("%(n)d seat", "%(n)d seats", offer.seat_count) % {"n": offer.seat_count}
        yield Task(
            text=_("Take or decline the seats offered to you"),
            detail=f"{training.title}, {date_range(training.starts_at, training.ends_at)}: {seats}",
            url=reverse("trainings:offer", args=[offer.pk]),
            action=_("Answer"),
            icon="calendar",
            due=offer.expires_at,
            tone="warning",
            tag=_("by %(until)s") % {"until": date_time(offer.expires_at)},
        )
    for entry in queries.waiting_entries(user, organizer, now):
        training = entry.training
        if entry.state == entry.State.WAITING and can_book_at_once(entry):
            yield Task(
                text=_("Seats are free again: book them"),
                detail=f"{training.title}, {date_range(training.starts_at, training.ends_at)}",
                url=training.get_absolute_url(),
                action=_("Book"),
                icon="calendar",
                due=training.starts_at,
                tone="warning",
            )


def organizer_coming(user, organizer):
    now = timezone.now()
    for booking in queries.coming_bookings(user, organizer, now):
        seats = ngettext("%(n)d seat", "%(n)d seats", booking.seat_count) % {"n": booking.seat_count}
        days = tuple(
            (part.starts_at, part.ends_at) for part in booking.training.parts.all() if part.ends_at > now
        )
        if days:
            yield Event(
                title=booking.training.title,
                url=booking.get_absolute_url(),
                starts_at=days[0][0],
                ends_at=days[-1][1],
                detail=f"{booking.number}, {seats}",
                days=days,
            )
    for entry in queries.waiting_entries(user, organizer, now):
        training = entry.training
        yield Event(
            title=training.title,
            url=reverse("trainings:waiting_list", args=[training.service.slug, training.slug]),
            starts_at=training.starts_at,
            ends_at=training.ends_at,
            detail=_in_line(entry),
        )


def _in_line(entry):
    if place := position_in_line(entry):
        return _("on the waiting list, place in line: %(place)s") % {"place": place}
    return _("seats are offered")


def register_desks():
    register(tasks=tasks, events=events)
    register_for_organizers(tasks=organizer_tasks, coming=organizer_coming)
