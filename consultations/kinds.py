"""What this room writes about."""

from django.utils.translation import gettext_lazy as _

from consultations.ics import calendar_file
from notifications.kinds import Group, Kind, path_to, register
from services.tokens import token_of

ADVICE = Group("advice", _("Advice"), _("When your question is received, answered and closed."))
AT_THE_DESK = Group(
    "advice_desk",
    _("Advisory requests"),
    _("New questions of organizers, their replies, and requests given to you."),
    for_staff=True,
)

ARTICLES = Group(
    "articles",
    _("Articles"),
    _("Articles that wait for your approval, and what became of those you wrote."),
    for_staff=True,
)
CONVERSATIONS = Group("conversations", _("Agreed conversations"))


def calendar(notice):
    """The conversation as a calendar file; a later file with the same UID replaces or cancels it."""
    return [("razgovor.ics", calendar_file(notice.data, notice.url), "text/calendar; method=PUBLISH")]


def link_of_rating(notice):
    """By the token, which is worked out from the seed each time: no table holds it."""
    seed = notice.data.get("seed")
    return {"rate": path_to("consultations:rate", token_of(seed))} if seed else {}


def _meeting(code, name):
    return Kind(code, name, CONVERSATIONS, can_be_switched_off=False, attachments=calendar)


register(
    Kind("request.asked", _("Question received"), ADVICE),
    Kind("request.answered", _("Answer to your question"), ADVICE),
    Kind("request.closed", _("Request closed"), ADVICE, doors=link_of_rating),
    Kind("request.times", _("Times for a conversation"), ADVICE),
    Kind("request.step", _("Next step of yours"), ADVICE),
    Kind("request.merged", _("Requests merged"), ADVICE),
    Kind("request.new", _("New question"), AT_THE_DESK),
    Kind("request.replied", _("Reply of an organizer"), AT_THE_DESK),
    Kind("request.referred", _("Request referred to your service"), AT_THE_DESK),
    Kind("request.due", _("A deadline comes near"), AT_THE_DESK),
    Kind("request.assigned", _("Request given to you"), AT_THE_DESK),
    Kind("request.reopened", _("Request reopened"), AT_THE_DESK),
    _meeting("request.time_agreed", _("Conversation agreed")),
    _meeting("request.time_moved", _("Conversation moved")),
    _meeting("request.time_withdrawn", _("Conversation withdrawn")),
    Kind("article.waits", _("Article waits for approval"), ARTICLES),
    Kind("article.returned", _("Article sent back"), ARTICLES),
    Kind("article.published", _("Article published"), ARTICLES),
)
