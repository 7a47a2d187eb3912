"""What of the outbox waits for staff: the messages that could not be sent."""

from notifications.models import Notice


def counts(user, service):
    failed = Notice.objects.visible_to(user).filter(service=service, state=Notice.State.FAILED)
    return {"messages": failed.count()}
