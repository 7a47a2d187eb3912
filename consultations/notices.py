"""What this room tells people: builds the data of each notice and hands it to the outbox.

Letters name the request and say what happened; what was written stays behind the sign-in.

    kinds         request.asked  request.answered  request.closed  to whoever asked
                  request.new  request.replied  request.assigned  to the adviser, else to the service's people
                  request.referred  to the people of the service it was referred to
                  request.due  to the adviser, then to the managers
    target        what is due: "first" answer or "solution" (request.due); `due` when, `late` whether past
    to            whom it is told: "adviser" or "manager"; `adviser` who has it, "" when nobody
    number        quoted by people
    title         the subject of the request
    topic         its code
    organizer     name of the organizer
    by            who has written (request.answered, request.replied), or who has it
    first_due     by when the first answer is promised (request.asked, request.new)
    urgent        why it is urgent, "" when it is not
    outcome       code of what came of it (request.closed)
    service       {"name", "name_cyrl", "slug", "town", "town_cyrl", "email", "phone"} of the one that has it
"""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from notifications.outbox import To, notify
from organizers.queries import staff_of

OF_SERVICE = ("name", "name_cyrl", "slug", "town", "town_cyrl", "email", "phone")


def asked(request):
    _tell_asker(request, "request.asked", request.pk, first_due=request.first_due.isoformat())


def answered(request, message):
    _tell_asker(request, "request.answered", message.pk, by=str(message.author))


def closed(request):
    _tell_asker(request, "request.closed", f"{request.pk}:{request.revision}", outcome=request.outcome)


def new(request):
    facts = {"first_due": request.first_due.isoformat()}
    _tell_desk(request, "request.new", request.pk, staff_of(request.service), **facts)


def replied(request, message):
    readers = [request.adviser] if request.adviser_id else staff_of(request.service)
    _tell_desk(request, "request.replied", message.pk, readers, by=str(message.author))


def assigned(request):
    _tell_desk(request, "request.assigned", f"{request.pk}:{request.revision}", [request.adviser])


def referred(referral):
    """To the people of the service it was referred to, whose own outbox owes it."""
    request, service = referral.request, referral.to_service
    url = _path("consultations:desk_request", service.slug, request.number)
    people = staff_of(service)
    _tell(request, "request.referred", referral.pk, people, url, {}, owed_by=service)


def due(request, target, to, moment, readers, *, late):
    """Before a target passes; `late` when nobody was there to say it in time."""
    facts = {"target": target, "to": to, "due": moment.isoformat(), "late": late}
    adviser = str(request.adviser) if request.adviser_id else ""
    key = f"{request.pk}:{target}:{to}:{moment.isoformat()}"
    _tell_desk(request, "request.due", key, readers, adviser=adviser, **facts)


def _tell_asker(request, kind, key, **facts):
    url = _path("consultations:own_request", request.number)
    _tell(request, kind, key, [request.asked_by], url, facts)


def _tell_desk(request, kind, key, people, **facts):
    url = _path("consultations:desk_request", request.service.slug, request.number)
    _tell(request, kind, key, people, url, facts)


def _tell(request, kind, key, people, url, facts, owed_by=None):
    data = {
        "number": request.number,
        "title": request.subject,
        "topic": request.topic,
        "organizer": request.organizer_name,
        "urgent": request.urgent_reason,
        "service": {field: getattr(request.service, field) for field in OF_SERVICE},
        **facts,
    }
    to = [To(user=person) for person in people]
    notify(service=owed_by or request.service, kind=kind, key=f"{kind}:{key}", to=to, data=data, url=url)


def _path(name, *args):
    # The sender adds the prefix of the recipient's language.
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(name, args=args)
