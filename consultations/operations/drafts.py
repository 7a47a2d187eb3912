"""What somebody has begun to write, kept until it is sent; nobody else can see it."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from consultations import access
from consultations.models import Draft
from services.tenancy import on_behalf_of
from vsrs.transactions import operation


@operation
def keep_draft(request, *, actor, body):
    """The newest text of this person; an empty one lets the draft go."""
    if not (access.can_advise(actor, request) or access.can_reply(actor, request)):
        raise PermissionDenied
    with on_behalf_of(request.service):
        mine = Draft.objects.filter(request=request, author=actor)
        if not body.strip():
            mine.delete()
            return None
        draft, _made = Draft.objects.update_or_create(
            service=request.service,
            request=request,
            author=actor,
            defaults={"organizer_id": request.organizer_id, "body": body, "saved_at": timezone.now()},
        )
    return draft
