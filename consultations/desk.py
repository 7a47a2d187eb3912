"""What waits for the staff of a service: questions nobody has taken, and those whose answer is due."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.models import Request
from organizers.desk import Number
from organizers.desk import register as register_for_organizers
from services.desk import SHOWN_HITS, Found, Hit, Task, deadline, register
from vsrs.filters import holding

TURN = {Request.State.NEW, Request.State.OPEN}


def tasks(user, service):
    now = timezone.now()
    rows = Request.objects.visible_to(user).filter(service=service, state__in=TURN)
    for request in rows.order_by("first_due", "pk"):
        due = request.solution_due if request.first_answered_at else request.first_due
        text = _("Solve an advisory request") if request.first_answered_at else _("Answer a question")
        yield Task(
            text=text,
            detail=f"{request.number}, {request.organizer_name}",
            url=_address(service, request),
            action=_("Answer"),
            icon="chat",
            due=due,
            **deadline(due, now),
        )


def counts(user, service):
    rows = Request.objects.visible_to(user).filter(service=service, state__in=TURN)
    return {"requests": rows.count()}


def search(user, service, words):
    rows = Request.objects.visible_to(user).filter(service=service).filter(holding(words, "search"))
    hits = [
        Hit(f"{row.number} · {row.subject}", _address(service, row), row.organizer_name)
        for row in rows.order_by("-asked_at", "-pk")[:SHOWN_HITS]
    ]
    yield Found(_("Advisory requests"), reverse("consultations:desk_requests", args=[service.slug]), hits)


def organizer_tasks(user, organizer):
    """Questions of the service that wait for the organizer."""
    rows = Request.objects.visible_to(user).filter(organizer=organizer, state=Request.State.WAITING)
    for request in rows.order_by("asked_at", "pk"):
        yield Task(
            text=_("The service waits for your reply"),
            detail=f"{request.number}, {request.subject}",
            url=request.get_absolute_url(),
            action=_("Reply"),
            icon="chat",
        )


def numbers(user, organizer):
    rows = Request.objects.visible_to(user).filter(organizer=organizer)
    yield Number(_("Questions asked"), rows.count(), reverse("consultations:own_requests"), "chat")


def register_desks():
    register(tasks=tasks, counts=counts, search=search)
    register_for_organizers(tasks=organizer_tasks, numbers=numbers)


def _address(service, request):
    return reverse("consultations:desk_request", args=[service.slug, request.number])
