"""Which organizers the network has not supported for long. Rooms above say when they last did: `organizers`
knows no training and no request by name."""

from datetime import timedelta

from django.db.models import DateField, F, Q, Subquery
from django.db.models.functions import Greatest
from django.utils import timezone

from organizers.models import Organizer

LONG = timedelta(days=365)

# {code: latest(user) -> one date for `OuterRef("pk")` of an organizer, as a queryset of values}.
_kinds: dict = {}


def register(code, latest):
    """Called once by a room's AppConfig.ready(); a second call changes nothing."""
    _kinds[code] = latest


def without_support(user, today=None):
    """Confirmed organizers that joined a year ago or more and had no support since, with `last_support`
    (None: never) and `last_<code>`."""
    since = (today or timezone.localdate()) - LONG
    rows = Organizer.objects.visible_to(user).confirmed().filter(confirmed_at__date__lte=since)
    rows = rows.annotate(**{f"last_{code}": _latest(kind, user) for code, kind in _kinds.items()})
    rows = rows.annotate(last_support=_newest([F(f"last_{code}") for code in _kinds]))
    unsupported = Q(last_support=None) | Q(last_support__lte=since)
    return rows.filter(unsupported).select_related("service", "municipality")


def _latest(kind, user):
    return Subquery(kind(user), output_field=DateField())


def _newest(dates):
    # PostgreSQL's greatest() leaves out what is unknown.
    return Greatest(*dates) if len(dates) > 1 else dates[0]
