"""The words of what is done in this room, and where its records open."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from services.history_words import Record

WORDS = {
    "service.founded": _("founded the service"),
    "service.changed": _("changed the data of the service"),
    "invitation.sent": _("sent an invitation"),
    "invitation.resent": _("sent an invitation again"),
    "invitation.withdrawn": _("withdrew an invitation"),
    "membership.began": _("began to work in the service"),
    "membership.role_changed": _("changed a role"),
    "membership.ended": _("ended work in the service"),
    "holiday.added": _("added a holiday to the calendar"),
    "holiday.renamed": _("changed the name of a holiday"),
    "holiday.removed": _("removed a holiday from the calendar"),
    "holiday.year": _("added the holidays of a year to the calendar"),
}

FACTS = {"day": _("Day"), "year": _("Year"), "reason": _("Reason")}


def _people(entry, slug):
    return reverse("services:people", args=[slug])


def _service(entry, slug):
    return reverse("services:about", args=[slug])


RECORDS = {
    "services.service": Record(_service, overseen=True),
    "services.membership": Record(_people),
    "services.invitation": Record(_people),
}
