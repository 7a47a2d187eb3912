"""The secret address of one's own calendar: switched on, made anew, switched off.

Nothing of it goes into the history: the key alone opens the calendar.
"""

from trainings.models import CalendarFeed
from trainings.models.booking import new_link_key
from vsrs.transactions import operation


@operation
def switch_on(*, actor):
    """Safe to repeat: the address that is already there stays."""
    feed, _made = CalendarFeed.objects.get_or_create(user=actor)
    return feed


@operation
def renew(*, actor):
    """The old address opens nothing from now on."""
    feed = CalendarFeed.objects.select_for_update().filter(user=actor).first()
    if feed is None:
        return CalendarFeed.objects.create(user=actor)
    feed.key = new_link_key()
    feed.save(update_fields=["key"])
    return feed


@operation
def switch_off(*, actor):
    """Safe to repeat."""
    CalendarFeed.objects.filter(user=actor).delete()
