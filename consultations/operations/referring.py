"""Show a request to another service or the republic office; it ends with a contact that took place."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import notices
from consultations.models import Referral
from consultations.operations.common import lock_to_advise, refuse_closed, write_history
from services.tenancy import actor_of, on_behalf_of
from vsrs.refusals import Refused
from vsrs.transactions import operation


@operation
def refer(request, *, actor, to_service, reason):
    """`to_service` sees the request from now on and is told of it."""
    request = lock_to_advise(request, actor)
    refuse_closed(request)
    if to_service.pk == request.service_id or not to_service.is_working:
        raise Refused(_("Choose another service that is working."), field="to_service")
    if request.referrals.open().filter(to_service=to_service).exists():
        raise Refused(_("It is referred to this service already."), field="to_service")
    referral = Referral.objects.create(
        service=request.service,
        request=request,
        organizer_id=request.organizer_id,
        to_service=to_service,
        reason=reason,
        referred_by=actor,
    )
    with on_behalf_of(to_service):
        notices.referred(referral)
    write_history(request, actor, "request.referred", to_service=to_service.name)
    return referral


@operation
def record_contact(referral, *, actor, words):
    """The service it was referred to has talked with the organizer. Safe to repeat."""
    if not actor_of(actor).works_in(referral.to_service_id):
        raise PermissionDenied
    with on_behalf_of(referral.service):
        rows = Referral.objects.select_for_update(of=["self"]).select_related("request__service")
        referral = rows.get(pk=referral.pk)
        if referral.contacted_at:
            return referral
        referral.contacted_at, referral.contacted_by = timezone.now(), actor
        referral.contact_words = words
        referral.save(update_fields=["contacted_at", "contacted_by", "contact_words"])
        write_history(referral.request, actor, "request.contacted")
    return referral
