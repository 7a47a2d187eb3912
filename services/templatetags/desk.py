"""What every page of a workspace asks for: counts in the side list, the history of a record."""

from itertools import groupby

from django import template

from services.access import can_manage, can_work_in
from services.desk import side_counts
from services.history_words import address_for
from services.models import HistoryEntry

register = template.Library()


class Counts(dict):
    @property
    def key(self):
        """For `{% kept counts.key … %}`."""
        return tuple(self.items())


@register.simple_tag(takes_context=True)
def desk_counts(context):
    """`{% desk_counts as counts %}`: {"tasks": 3, …} of the service in the context."""
    user, service = context["request"].user, context["service"]
    # A coordinator may look in; what waits there does not wait for them, nor is it kept for the staff.
    return Counts(side_counts(user, service) if can_work_in(user, service) else {})


@register.simple_tag(takes_context=True)
def manages(context):
    """`{% manages as manager %}`: whether the reader manages the service in the context."""
    return can_manage(context["request"].user, context["service"])


@register.inclusion_tag("services/_record_history.html", takes_context=True)
def record_history(context, record, limit=20):
    """What was done to one record, the latest first; one act that left a line for each organizer is one."""
    entries = HistoryEntry.objects.visible_to(context["request"].user).about(record)[:limit]
    acts = groupby(entries, key=_act)
    return {"entries": [next(lines) for _act, lines in acts]}


def _act(entry):
    if entry.organizer_id is None:
        return entry.pk
    return entry.verb, entry.actor_name, entry.at.replace(second=0, microsecond=0)


@register.simple_tag(takes_context=True)
def record_url(context, entry):
    """`{% record_url entry as url %}`: where what a history entry is about opens for the reader, or ""."""
    service = context.get("service") or entry.service
    return address_for(entry, service.slug, inside=can_work_in(context["request"].user, service))
