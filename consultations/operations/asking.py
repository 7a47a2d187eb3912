"""An organizer asks and replies."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations import access, notices, targets
from consultations.models import Message, Request
from consultations.operations.common import (
    MOST_FILES,
    add_message,
    drop_draft,
    lock,
    said_already,
    save,
    work_on,
    write_history,
)
from consultations.operations.facts import keep_fact
from services.numbering import next_number
from services.tenancy import actor_of, on_behalf_of
from vsrs.refusals import Refused
from vsrs.text import fold, sort_key
from vsrs.transactions import operation


@operation
def ask(*, actor, organizer, topic, subject, question, way, form_key, urgent_reason="", uploads=()):
    """Ask the home service of `organizer`. The same form, sent twice, is one request."""
    if not actor_of(actor).represents(organizer.pk):
        raise PermissionDenied
    if not access.can_ask_for(actor, organizer):
        raise Refused(
            _("%(organizer)s can ask once its local service has confirmed it.")
            % {"organizer": organizer.name}
        )
    service = organizer.service
    if not service.is_working:
        raise Refused(_("This service is not working now. Write to the republic office of the network."))
    check_files(uploads)
    with on_behalf_of(service):
        if known := Request.objects.filter(service=service, form_key=form_key, organizer=organizer).first():
            return known
        request = _new_request(
            service=service,
            organizer=organizer,
            organizer_name=organizer.name,
            topic=topic,
            subject=subject,
            way=way,
            urgent_reason=urgent_reason,
            asked_by=actor,
            form_key=form_key,
        )
        add_message(
            request,
            kind=Message.Kind.QUESTION,
            author=actor,
            body=question,
            form_key=form_key,
            uploads=uploads,
        )
        notices.asked(request)
        notices.new(request)
        write_history(request, actor, "request.asked")
    return request


@operation
def reply(request, *, actor, body, form_key, uploads=()):
    """The organizer writes: its service's clock goes on. The same form, sent twice, is one reply."""
    if not access.can_reply(actor, request):
        raise PermissionDenied
    check_files(uploads)
    with on_behalf_of(request.service):
        request = lock(request)
        if known := said_already(request, form_key):
            return known
        if request.is_closed:
            raise Refused(_("This request is closed. Ask a new question if something is still unclear."))
        message = add_message(
            request, kind=Message.Kind.REPLY, author=actor, body=body, form_key=form_key, uploads=uploads
        )
        work_on(request)
        save(request, "state", "first_due", "solution_due")
        drop_draft(request, actor)
        notices.replied(request, message)
        write_history(request, actor, "request.replied")
    return message


def check_files(uploads):
    if len(uploads) > MOST_FILES:
        sentence = ngettext("Attach at most %(most)d file.", "Attach at most %(most)d files.", MOST_FILES) % {
            "most": MOST_FILES
        }
        raise Refused(sentence, field="uploads")


def _new_request(*, service, **fields):
    now = timezone.now()
    days = targets.days_for(fields["topic"])
    first, solution = targets.due(days, now)
    number = next_number(service, "request")
    words = f"{number} {fields['organizer_name']} {fields['subject']}"
    request = Request.objects.create(
        service=service,
        number=number,
        asked_at=now,
        first_days=days[0],
        solution_days=days[1],
        first_due=first,
        solution_due=solution,
        search=fold(words)[:600],
        sort=sort_key(fields["organizer_name"])[:400],
        **fields,
    )
    keep_fact(request)
    return request
