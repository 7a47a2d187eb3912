"""The words of what is done in this room."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "service.founded": _("founded the service"),
    "service.changed": _("changed the data of the service"),
    "invitation.sent": _("sent an invitation"),
    "invitation.resent": _("sent an invitation again"),
    "invitation.withdrawn": _("withdrew an invitation"),
    "membership.began": _("began to work in the service"),
    "membership.role_changed": _("changed a role"),
    "membership.ended": _("ended work in the service"),
}
