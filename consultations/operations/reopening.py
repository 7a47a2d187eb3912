"""The organizer finds that it is not solved after all."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations import access, notices, targets
from consultations.models import Message
from consultations.models.request import REOPENED_WITHIN_DAYS
from consultations.operations.asking import check_files
from consultations.operations.common import add_message, lock, said_already, save, work_on, write_history
from services.tenancy import on_behalf_of
from vsrs.refusals import Refused
from vsrs.transactions import operation


@operation
def reopen(request, *, actor, body, form_key, uploads=()):
    """With what is still unclear; the solution is promised anew. The same form, sent twice, is one."""
    if not access.can_reply(actor, request):
        raise PermissionDenied
    check_files(uploads)
    with on_behalf_of(request.service):
        request = lock(request)
        if known := said_already(request, form_key):
            return known
        _refuse(request)
        message = add_message(
            request, kind=Message.Kind.REPLY, author=actor, body=body, form_key=form_key, uploads=uploads
        )
        request.reopened_at, request.closed_at = timezone.now(), None
        request.outcome = ""
        work_on(request)
        targets.set_due(request)
        save(request, "state", "reopened_at", "closed_at", "outcome", "first_due", "solution_due")
        notices.reopened(request, message)
        write_history(request, actor, "request.reopened")
    return message


def _refuse(request):
    if request.can_be_reopened:
        return
    if not request.is_closed:
        raise Refused(_("This request is open. Write a reply."))
    if request.merged_into_id:
        raise Refused(_("It went on under %(number)s. Write there.") % {"number": request.merged_into.number})
    raise Refused(
        ngettext(
            "It was closed more than %(days)d day ago. Ask a new question and name the number %(number)s.",
            "It was closed more than %(days)d days ago. Ask a new question and name the number %(number)s.",
            REOPENED_WITHIN_DAYS,
        )
        % {"days": REOPENED_WITHIN_DAYS, "number": request.number}
    )
