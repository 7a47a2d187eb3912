"""What this room tells people: builds the data of each notice and hands it to the outbox.

Letters name the request and say what happened; what was written stays behind the sign-in.

    kinds         request.asked  request.answered  request.closed  request.times  request.step
                  request.merged  to whoever asked
                  request.new  request.replied  request.assigned  request.reopened  to the adviser, else to
                  the service's people
                  request.referred  to the people of the service it was referred to
                  request.due  to the adviser, then to the managers
                  request.time_agreed  request.time_moved  request.time_withdrawn  to both sides of a
                  conversation, with its calendar file
    number        quoted by people
    title         the subject of the request
    topic         its code
    organizer     name of the organizer
    by            who has written (request.answered, request.replied), or who has it
    first_due     by when the first answer is promised (request.asked, request.new)
    urgent        why it is urgent, "" when it is not
    outcome       code of what came of it (request.closed)
    target        what is due: "first" answer or "solution" (request.due); `due` when, `late` whether past
    to            whom it is told: "adviser" or "manager"; `adviser` who has it, "" when nobody
    seed          of the link by which the advice is rated (request.closed), "" when nobody is asked
    times         [{"start", "end"}] (request.times)
    due_on        by when the organizer is to take its step, or "" (request.step)
    into          number under which it goes on (request.merged)
    service       {"name", "name_cyrl", "slug", "town", "town_cyrl", "email", "phone"} of the one that has it

    Of a conversation also (request.time_…):
    start, end    when; `before`: the beginning it had (request.time_moved)
    place         where, `link` or `phone`: exactly one of them is not ""
    with          who talks with the reader
    uid           steady for calendars
    sequence      only rises
    status        "CONFIRMED" or "CANCELLED"
"""

from notifications.kinds import path_to
from notifications.outbox import To, notify, together
from organizers.queries import staff_of
from vsrs import calendar_files
from vsrs.calendar_files import CANCELLED, CONFIRMED

OF_SERVICE = ("name", "name_cyrl", "slug", "town", "town_cyrl", "email", "phone")


def asked(request):
    _tell_asker(request, "request.asked", request.pk, first_due=request.first_due.isoformat())


def answered(request, message):
    _tell_asker(request, "request.answered", message.pk, by=str(message.author))


def closed(request, *, seed):
    key = f"{request.pk}:{request.revision}"
    _tell_asker(request, "request.closed", key, outcome=request.outcome, seed=seed)


def step_added(request, step):
    due_on = step.due_on.isoformat() if step.due_on else ""
    _tell_asker(request, "request.step", step.pk, due_on=due_on)


def merged(request, into):
    url = path_to("consultations:own_request", into.number)
    _tell(request, "request.merged", request.pk, [request.asked_by], url, {"into": into.number})


def new(request):
    facts = {"first_due": request.first_due.isoformat()}
    _tell_desk(request, "request.new", request.pk, staff_of(request.service), **facts)


def replied(request, message):
    _tell_desk(request, "request.replied", message.pk, _readers(request), by=str(message.author))


def reopened(request, message):
    _tell_desk(request, "request.reopened", message.pk, _readers(request), by=str(message.author))


def assigned(request):
    _tell_desk(request, "request.assigned", f"{request.pk}:{request.revision}", [request.adviser])


def referred(referral):
    """To the people of the service it was referred to, whose own outbox owes it."""
    request, service = referral.request, referral.to_service
    url = path_to("consultations:desk_request", service.slug, request.number)
    people = staff_of(service)
    _tell(request, "request.referred", referral.pk, people, url, {}, owed_by=service)


def due(request, target, to, moment, readers, *, late):
    """Before a target passes; `late` when nobody was there to say it in time."""
    facts = {"target": target, "to": to, "due": moment.isoformat(), "late": late}
    adviser = str(request.adviser) if request.adviser_id else ""
    key = f"{request.pk}:{target}:{to}:{moment.isoformat()}"
    _tell_desk(request, "request.due", key, readers, adviser=adviser, **facts)


# --- conversations -----------------------------------------------------------------------------
def times_offered(request, offers):
    times = [{"start": row.starts_at.isoformat(), "end": row.ends_at.isoformat()} for row in offers]
    _tell_asker(request, "request.times", offers[0].pk, times=times, **_where(offers[0]))


def time_agreed(request, offer):
    _tell_both(request, "request.time_agreed", offer)


def time_moved(request, offer, before):
    _tell_both(request, "request.time_moved", offer, before=before.isoformat())


def time_withdrawn(request, offer):
    _tell_both(request, "request.time_withdrawn", offer)


def time_data(request, offer, *, other):
    """What the words and the calendar file of a conversation are made from; `other` talks with the reader."""
    return {
        **_facts(request),
        "start": offer.starts_at.isoformat(),
        "end": offer.ends_at.isoformat(),
        "uid": calendar_files.uid(f"conversation-{offer.pk}"),
        "sequence": offer.sequence,
        "status": CONFIRMED if offer.state == offer.State.TAKEN else CANCELLED,
        "with": str(other),
        **_where(offer),
    }


def _where(offer):
    return {"place": offer.place, "link": offer.link, "phone": offer.phone}


@together()
def _tell_both(request, kind, offer, **facts):
    key = f"{offer.pk}:{offer.sequence}"
    theirs = {request.asked_by, offer.taken_by}
    own = path_to("consultations:own_request", request.number)
    _tell(request, kind, key, theirs, own, facts | time_data(request, offer, other=offer.offered_by))
    desk = path_to("consultations:desk_request", request.service.slug, request.number)
    for_us = facts | time_data(request, offer, other=offer.taken_by)
    # Whoever advises and asks in one person needs it once.
    _tell(request, kind, key, {offer.offered_by} - theirs, desk, for_us)


# -----------------------------------------------------------------------------------------------
def _readers(request):
    return [request.adviser] if request.adviser_id else staff_of(request.service)


def _tell_asker(request, kind, key, **facts):
    url = path_to("consultations:own_request", request.number)
    _tell(request, kind, key, [request.asked_by], url, facts)


def _tell_desk(request, kind, key, people, **facts):
    url = path_to("consultations:desk_request", request.service.slug, request.number)
    _tell(request, kind, key, people, url, facts)


def _tell(request, kind, key, people, url, facts, owed_by=None):
    data = _facts(request) | facts
    to = [To(user=person) for person in people]
    notify(service=owed_by or request.service, kind=kind, key=f"{kind}:{key}", to=to, data=data, url=url)


def _facts(request):
    return {
        "number": request.number,
        "title": request.subject,
        "topic": request.topic,
        "organizer": request.organizer_name,
        "urgent": request.urgent_reason,
        "service": {field: getattr(request.service, field) for field in OF_SERVICE},
    }
