"""What this room writes about."""

from django.utils.translation import gettext_lazy as _

from notifications.kinds import DAILY, Group, Kind, register
from organizers.operations.common import path_of
from services.tokens import token_of

RECORD = Group("organizer", _("Your organizer"), _("Decisions about its record, and who acts for it."))
APPLICATIONS = Group(
    "applications",
    _("Applications of organizers"),
    _("Organizers that wait for your service to confirm them."),
    for_staff=True,
    default=DAILY,
)


def invitation(notice):
    seed = notice.data.get("seed")
    return {"url": path_of("organizers:invitation", token_of(seed))} if seed else {}


register(
    Kind("organizers.application_received", _("Application received"), RECORD),
    Kind("organizers.application_confirmed", _("Application confirmed"), RECORD),
    Kind("organizers.application_returned", _("Application returned for correction"), RECORD),
    Kind("organizers.paused", _("Organizer paused"), RECORD),
    Kind("organizers.reopened", _("Organizer active again"), RECORD),
    Kind("organizers.closed", _("Organizer's record closed"), RECORD),
    Kind("organizers.representative_left", _("Representative left"), RECORD),
    # Whose right begins or ends must hear of it, whatever they chose.
    Kind(
        "organizers.invited",
        _("Invitation to act for an organizer"),
        RECORD,
        can_be_switched_off=False,
        doors=invitation,
    ),
    Kind("organizers.representation_ended", _("Representation ended"), RECORD, can_be_switched_off=False),
    Kind("organizers.application_new", _("New application of an organizer"), APPLICATIONS),
)
