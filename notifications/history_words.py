"""The words of what is done in this room, and where its records open."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from services.history_words import Record

WORDS = {
    "notice.cancelled": _("cancelled the message"),
    "notice.retried": _("sent the message again"),
}


def _notice(entry, slug):
    return reverse("notifications:outgoing", args=[slug, entry.subject_id])


RECORDS = {"notifications.notice": Record(_notice)}
