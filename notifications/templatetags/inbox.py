"""What pages of other rooms show of the inbox."""

from django import template

from notifications import access, letters

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context):
    """How many notices this person has not opened; one small query, only where it is shown."""
    return access.unread_count(context["request"].user)


@register.filter
def words(notice):
    """The notice in one line, in the reader's language."""
    return letters.title_of(notice)
