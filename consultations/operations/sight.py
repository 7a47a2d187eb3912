"""A look that leaves a trace: threads opened by those they were referred to."""

from consultations.operations.common import write_history
from services.tenancy import on_behalf_of
from vsrs.transactions import operation


@operation
def note_sight(request, service, *, actor):
    """Somebody of `service`, to which the request was referred, has opened its thread."""
    if service.pk != request.service_id:
        with on_behalf_of(request.service):
            write_history(request, actor, "request.opened", by_service=service.name)
