"""The words of what is done in this room, and where its records open."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from services.history_words import Record

WORDS = {
    "organizer.registered": _("applied for an organizer"),
    "organizer.corrected": _("corrected the application and sent it again"),
    "organizer.withdrawn": _("withdrew the application"),
    "organizer.confirmed": _("confirmed the organizer"),
    "organizer.returned": _("returned the application for correction"),
    "organizer.paused": _("paused the organizer"),
    "organizer.reopened": _("made the organizer active again"),
    "organizer.closed": _("closed the organizer's record"),
    "organizer.changed": _("changed the organizer's record"),
    "organizer.contacts_changed": _("changed the organizer's contacts"),
    "organizer.opened": _("opened the record with people's data"),
    "representative.invited": _("invited somebody to act for the organizer"),
    "representative.invitation_withdrawn": _("withdrew an invitation to act for the organizer"),
    "representative.joined": _("began to act for the organizer"),
    "representative.role_changed": _("changed the role of somebody who acts for the organizer"),
    "representative.ended": _("ended the right to act for the organizer"),
    "person.added": _("added to the organizer's people"),
    "person.changed": _("changed data of one of the organizer's people"),
    "person.left": _("marked as left"),
    "person.came_back": _("put back on the list of people"),
    "person.opened": _("opened the record of a person"),
    "person.taken": _("took away what is kept about a person as a file"),
    "person.pair_opened": _("compared two records of people in two services"),
    "person.same": _("said that two records are of the same person"),
    "person.different": _("said that two records are of two different people"),
    "person.erased": _("erased the data of one of the organizer's people"),
}

FACTS = {
    "who": _("Who"),
    "reason": _("Reason"),
    "municipality": _("Municipality"),
    "other_person": _("The other record"),
    "kept": _("The record that stayed"),
    "conditions_confirmed_on": _("Six conditions of the Law"),
}


def _organizer(entry, slug):
    # The people of an organizer and those who act for it are shown on its page.
    return reverse("organizers:desk_detail", args=[slug, entry.organizer_id]) if entry.organizer_id else ""


_OPENS = Record(_organizer, overseen=True)
_MODELS = ("organizer", "person", "representative", "representativeinvitation")
RECORDS = {f"organizers.{model}": _OPENS for model in _MODELS}
