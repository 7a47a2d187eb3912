"""The words of what is done in this room."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "notice.cancelled": _("cancelled the message"),
    "notice.retried": _("sent the message again"),
}
