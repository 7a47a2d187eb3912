"""What waits for somebody: questions and steps for a service, replies and steps for an organizer."""

from datetime import datetime, time

from django.db.models import BigIntegerField, DateTimeField, Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import article_desk
from consultations.models import NextStep, Referral, Request, TimeOffer
from organizers.desk import Number
from organizers.desk import register as register_for_organizers
from services.desk import SHOWN_HITS, Event, Found, Hit, Task, deadline, register
from services.holidays import holidays
from services.tenancy import Somebody, ids_of
from vsrs.filters import holding
from vsrs.postgresql.prepared import Given, Prepared
from vsrs.ui.writing import written
from vsrs.working_time import DAY, working_time

TURN = [Request.State.NEW, Request.State.OPEN]

# Every page of a desk asks these sooner or later: composed once, for whoever works in the service given.
SERVICE = Given("service", BigIntegerField())


def _questions_of(user, service):
    return Request.objects.visible_to(user).filter(service=service, state__in=TURN)


def _referrals_to(user, service):
    return Referral.objects.visible_to(user).open().filter(to_service=service).select_related("request")


def _steps_of(user, service):
    rows = NextStep.objects.visible_to(user).filter(service=service, owner=NextStep.Owner.SERVICE)
    return _open(rows)


def _agreed_between(user, service, start, end):
    rows = TimeOffer.objects.visible_to(user).filter(service=service)
    return _agreed(rows, start).filter(starts_at__lt=end)


def _prepared(query, *moments):
    moments = [Given(name, DateTimeField()) for name in moments]
    return Prepared(lambda: query(Somebody(), SERVICE, *moments))


QUESTIONS = Prepared(lambda: _questions_of(Somebody(), SERVICE).order_by("first_due", "pk"))
REFERRALS, STEPS = _prepared(_referrals_to), _prepared(_steps_of)
AGREED = _prepared(_agreed_between, "start", "end")


def tasks(user, service):
    now = timezone.now()
    given = {"service": service.pk} | ids_of(user)
    yield from _questions(service, now, given)
    yield from _referrals(service, given)
    yield from _steps(service, now, given)


def _questions(service, now, given):
    requests = QUESTIONS.objects(**given)
    free = holidays() if requests else ()
    for request in requests:
        due = request.solution_due if request.first_answered_at else request.first_due
        text = _("Solve an advisory request") if request.first_answered_at else _("Answer a question")
        yield Task(
            text=text,
            detail=_about(request),
            url=_address(service, request),
            action=_("Answer"),
            icon="chat",
            due=due,
            **_until(due, now, free),
        )


def _until(due, now, free):
    """As its adviser is warned: what is due within a working day stands out."""
    tag = deadline(due, now)
    near = due >= now and working_time(now, due, free) <= DAY
    return tag | {"tone": "warning"} if near else tag


def _referrals(service, given):
    for referral in REFERRALS.objects(**given):
        yield Task(
            text=_("Talk with an organizer that was referred to you"),
            detail=_about(referral.request),
            url=_address(service, referral.request),
            action=_("Record the contact"),
            icon="chat",
        )


def _steps(service, now, given):
    for step in STEPS.objects(**given):
        yield Task(
            text=_("Next step: %(text)s") % {"text": written(step.text)},
            detail=_about(step.request),
            url=_address(service, step.request),
            action=_("Open"),
            **_by(step, now),
        )


def _open(steps):
    steps = steps.filter(done_at=None).exclude(request__state=Request.State.CLOSED)
    return steps.select_related("request").order_by("due_on", "pk")


def _by(step, now):
    """When a step is due: until the end of its day."""
    if step.due_on is None:
        return {}
    due = datetime.combine(step.due_on, time.max, timezone.get_current_timezone())
    return {"due": due, **deadline(due, now)}


def _about(request):
    return f"{request.number}, {request.organizer_name}"


def events(user, service, start, end):
    """Agreed conversations of the week."""
    for offer in AGREED.objects(service=service.pk, start=start, end=end, **ids_of(user)):
        url = _address(service, offer.request)
        yield _event(offer, url, detail=f"{written(offer.offered_by)}, {offer.request.number}")


def organizer_events(user, organizer):
    rows = TimeOffer.objects.visible_to(user).filter(organizer=organizer)
    for offer in _agreed(rows, timezone.now()):
        yield _event(offer, offer.request.get_absolute_url(), detail=offer.request.number)


def _agreed(rows, start):
    rows = rows.filter(state=TimeOffer.State.TAKEN, ends_at__gt=start)
    return rows.select_related("request", "offered_by")


def _event(offer, url, detail):
    title = _("Conversation: %(subject)s") % {"subject": written(offer.request.subject)}
    return Event(title, url, offer.starts_at, offer.ends_at, kind="advice", detail=detail)


def counts(user, service):
    return {"requests": _questions_of(user, service).count()}


def search(user, service, words):
    rows = Request.objects.visible_to(user).filter(service=service).filter(holding(words, "search"))
    hits = [
        Hit(f"{row.number} · {row.subject}", _address(service, row), row.organizer_name)
        for row in rows.order_by("-asked_at", "-pk")[:SHOWN_HITS]
    ]
    yield Found(_("Advisory requests"), reverse("consultations:desk_requests", args=[service.slug]), hits)


def organizer_tasks(user, organizer):
    """What the organizer owes its service: a time, a reply, a step."""
    yield from _replies(user, organizer)
    rows = NextStep.objects.visible_to(user).filter(organizer=organizer, owner=NextStep.Owner.ORGANIZER)
    for step in _open(rows):
        yield Task(
            text=_("Next step: %(text)s") % {"text": written(step.text)},
            detail=f"{step.request.number}, {step.request.subject}",
            url=step.request.get_absolute_url(),
            action=_("Open"),
            **_by(step, timezone.now()),
        )


def _replies(user, organizer):
    rows = Request.objects.visible_to(user).filter(organizer=organizer, state=Request.State.WAITING)
    offered = Exists(TimeOffer.objects.open().filter(request=OuterRef("pk")))
    for request in rows.annotate(has_times=offered).order_by("asked_at", "pk"):
        choose = (_("Choose a time for a conversation"), _("Choose"))
        answer = (_("The service waits for your reply"), _("Reply"))
        text, action = choose if request.has_times else answer
        yield Task(
            text=text,
            detail=f"{request.number}, {request.subject}",
            url=request.get_absolute_url(),
            action=action,
            icon="chat",
        )


def numbers(user, organizer):
    rows = Request.objects.visible_to(user).filter(organizer=organizer)
    yield Number(_("Questions asked"), rows.count(), reverse("consultations:own_requests"), "chat")


def register_desks():
    register(tasks=tasks, counts=counts, search=search, events=events)
    register(tasks=article_desk.tasks, counts=article_desk.counts, search=article_desk.search)
    register_for_organizers(tasks=organizer_tasks, coming=organizer_events, numbers=numbers)


def _address(service, request):
    return reverse("consultations:desk_request", args=[service.slug, request.number])
