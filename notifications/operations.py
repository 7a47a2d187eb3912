"""What people do with notices: read them, choose how often they come, stop or repeat them."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.models import Notice, Preference
from notifications.outbox import hint_after_commit
from services.history import record
from vsrs.refusals import Refused

UNSENT = (Notice.State.WAITING, Notice.State.DIGEST)


@transaction.atomic
def mark_read(notice):
    """The first opening counts; a second changes nothing."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())


@transaction.atomic
def mark_all_read(user):
    """Returns how many were unread."""
    return Notice.objects.inbox_of(user).unread().update(read_at=timezone.now())


@transaction.atomic
def choose_frequencies(user, chosen):
    """`chosen`: {group: frequency}. Applies to what is written from now on."""
    Preference.objects.bulk_create(
        [Preference(user=user, group=group, frequency=frequency) for group, frequency in chosen.items()],
        update_conflicts=True,
        unique_fields=["user", "group"],
        update_fields=["frequency"],
    )


@transaction.atomic
def cancel_notice(notice, *, actor):
    """Stop a message that has not left yet. In the portal the recipient still sees it."""
    notice = _locked(notice)
    if notice.state == Notice.State.CANCELLED:
        return notice
    if notice.state not in UNSENT:
        raise Refused(_("The message has already left and cannot be stopped."))
    if notice.is_leased():
        raise Refused(_("The message is being sent right now. Look again in a few minutes."))
    notice.state = Notice.State.CANCELLED
    notice.save(update_fields=["state"])
    record(service=notice.service, actor=actor, verb="notice.cancelled", subject=notice)
    return notice


@transaction.atomic
def retry_notice(notice, *, actor):
    """Send a message that was given up, from the first attempt on."""
    notice = _locked(notice)
    if notice.state != Notice.State.FAILED:
        raise Refused(_("Only a message that could not be sent can be sent again."))
    notice.state = Notice.State.WAITING
    notice.send_after = timezone.now()
    notice.attempts = 0
    notice.leased_until = None
    notice.save(update_fields=["state", "send_after", "attempts", "leased_until"])
    record(service=notice.service, actor=actor, verb="notice.retried", subject=notice)
    hint_after_commit()
    return notice


def _locked(notice):
    return Notice.objects.select_for_update(of=["self"]).select_related("service").get(pk=notice.pk)
