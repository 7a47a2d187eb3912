"""The words of what is done in this room, and where its records open."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from services.history_words import Record

WORDS = {
    "request.asked": _("asked for advice"),
    "request.replied": _("replied in an advisory request"),
    "request.assigned": _("gave the advisory request to an adviser"),
    "request.answered": _("answered the advisory request"),
    "request.noted": _("wrote an internal note"),
    "request.talked": _("wrote down a conversation"),
    "request.closed": _("closed the advisory request"),
    "request.referred": _("referred the advisory request to another service"),
    "request.contacted": _("recorded the contact of a referral"),
    "target.decided": _("changed how soon the network answers"),
    "request.opened": _("opened a referred advisory request"),
    "request.triaged": _("set the topic or the depth of the advisory request"),
    "request.times_offered": _("offered times for a conversation"),
    "request.time_agreed": _("took a time for a conversation"),
    "request.time_moved": _("moved a conversation"),
    "request.time_withdrawn": _("withdrew a time for a conversation"),
    "request.step_added": _("agreed a next step"),
    "request.step_done": _("marked a next step as done"),
    "request.merged": _("merged two advisory requests"),
    "request.reopened": _("reopened the advisory request"),
    "answer_template.created": _("wrote a template of an answer"),
    "answer_template.changed": _("changed a template of an answer"),
    "answer_template.retired": _("retired a template of an answer"),
    "answer_template.restored": _("put a template of an answer back into use"),
    "article.written": _("wrote an article"),
    "article.changed": _("changed an article"),
    "article.sent": _("sent an article for approval"),
    "article.approved": _("approved an article"),
    "article.returned": _("sent an article back"),
    "article.retired": _("withdrew an article"),
    "article.restored": _("brought an article back"),
}

FACTS = {
    "minutes": _("Minutes spent"),
    "to_service": _("Referred to"),
    "by_service": _("From the service"),
    "number": _("Number"),
    "times": _("Times offered"),
    "starts_at": _("Begins"),
}


def _request(entry, slug):
    # A request is kept in the history under its number, which is also its address.
    return reverse("consultations:desk_request", args=[slug, entry.subject_text])


def _article(entry, slug):
    return reverse("consultations:desk_article", args=[slug, entry.subject_id])


RECORDS = {"consultations.request": Record(_request), "consultations.article": Record(_article)}
