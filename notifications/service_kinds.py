"""Kinds of the room below this one, which cannot name them itself: imports go down only."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Group, Kind, register
from services.tokens import token_of

ACCESS = Group("access", _("Your work in a service"))
DIGEST = Group("digest", _("Digest"))


def invitation(notice):
    seed = notice.data.get("seed")
    return {"accept_path": reverse("services:invitation", args=[token_of(seed)])} if seed else {}


register(
    Kind(
        "services.invitation",
        _("Invitation to work in a service"),
        ACCESS,
        can_be_switched_off=False,
        doors=invitation,
    ),
    Kind("services.membership_ended", _("End of work in a service"), ACCESS, can_be_switched_off=False),
    # Whether and when somebody gets it is decided by the groups of what is in it.
    Kind("digest", _("Digest of messages"), DIGEST, can_be_switched_off=False),
)
