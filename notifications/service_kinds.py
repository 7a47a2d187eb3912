"""Kinds of the room below this one, which cannot name them itself: imports go down only."""

from django.utils.translation import gettext_lazy as _

from notifications.kinds import Group, Kind, register

ACCESS = Group("access", _("Your work in a service"))
DIGEST = Group("digest", _("Digest"))

register(
    Kind(
        "services.invitation",
        _("Invitation to work in a service"),
        ACCESS,
        can_be_switched_off=False,
        secrets=("url", "accept_path"),
    ),
    Kind("services.membership_ended", _("End of work in a service"), ACCESS, can_be_switched_off=False),
    # Whether and when somebody gets it is decided by the groups of what is in it.
    Kind("digest", _("Digest of messages"), DIGEST, can_be_switched_off=False),
)
