"""How the outbox shows a notice."""

from django import template
from django.utils.text import capfirst

from notifications import kinds, letters
from notifications.models import Notice
from services.history_words import words_for
from vsrs.templatetags.ui import tag

register = template.Library()

STATE_KINDS = {
    Notice.State.WAITING: "info",
    Notice.State.DIGEST: "info",
    Notice.State.SENT: "success",
    Notice.State.FAILED: "error",
}


@register.filter
def kind_name(notice):
    return kinds.name_of(notice.kind)


@register.filter
def state_tag(notice):
    return tag(capfirst(notice.get_state_display()), STATE_KINDS.get(notice.state, ""))


@register.filter
def lang(notice):
    return letters.HTML_LANG[letters.language_of(notice)]


@register.filter
def did(entry):
    """What a history entry says was done."""
    return words_for(entry)
