"""Who may see which notices: one's own in the inbox, a service's in its workspace."""

from django.shortcuts import get_object_or_404

from notifications.models import Notice, PreparedFile
from services.access import get_service_to_work_in


def inbox_of(user):
    """The notices this person sees in the portal, newest first."""
    return Notice.objects.visible_to(user).inbox_of(user).select_related("service")


def get_own_notice(user, pk):
    """One's own. Anybody else's looks like none: 404."""
    return get_object_or_404(inbox_of(user), pk=pk)


def unread_count(user):
    if not user.is_authenticated:
        return 0
    return Notice.objects.inbox_of(user).unread().count()


def outbox_of(user, service_slug):
    """The service, and the notices it sends."""
    service = get_service_to_work_in(user, service_slug)
    return service, Notice.objects.visible_to(user).filter(service=service)


def get_outgoing(user, service_slug, pk):
    notices = outbox_of(user, service_slug)[1]
    return get_object_or_404(notices.select_related("service"), pk=pk)


def get_prepared_file(user, service_slug, pk):
    """A file one asked for oneself; anybody else's looks like none: 404."""
    service = get_service_to_work_in(user, service_slug)
    files = PreparedFile.objects.visible_to(user).select_related("service")
    return get_object_or_404(files, service=service, pk=pk)
