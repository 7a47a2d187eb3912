"""What this room writes about."""

from django.utils.translation import gettext_lazy as _

from notifications.kinds import Group, Kind, register

ADVICE = Group("advice", _("Advice"), _("When your question is received, answered and closed."))
AT_THE_DESK = Group(
    "advice_desk",
    _("Advisory requests"),
    _("New questions of organizers, their replies, and requests given to you."),
    for_staff=True,
)

register(
    Kind("request.asked", _("Question received"), ADVICE),
    Kind("request.answered", _("Answer to your question"), ADVICE),
    Kind("request.closed", _("Request closed"), ADVICE),
    Kind("request.new", _("New question"), AT_THE_DESK),
    Kind("request.replied", _("Reply of an organizer"), AT_THE_DESK),
    Kind("request.referred", _("Request referred to your service"), AT_THE_DESK),
    Kind("request.due", _("A deadline comes near"), AT_THE_DESK),
    Kind("request.assigned", _("Request given to you"), AT_THE_DESK),
)
