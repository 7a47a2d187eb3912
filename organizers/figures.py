"""The numbers of this room: organizers, by the month in which their service first confirmed them.

A stock is kept as its flow: the sum of all months up to a day is the number of organizers of the
network on that day. An organizer that is closed leaves the month in which it came, so the sum up to
today is always the register as it stands; a pause does not move it.
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from network.figures import Figure
from network.figures import register as register_figure
from organizers.models import Organizer
from services.tenancy import ServiceItself
from vsrs.ui.writing import written

ZONE = ZoneInfo(settings.TIME_ZONE)
ROOM = "organizers"


def joined(user):
    """The rows of the figure that a user may see."""
    rows = Organizer.objects.visible_to(user).exclude(confirmed_at=None)
    return rows.exclude(status=Organizer.Status.CLOSED)


def monthly(service):
    rows = joined(ServiceItself(service)).filter(service=service).order_by()
    months = rows.annotate(month=TruncMonth("confirmed_at", tzinfo=ZONE)).values("month")
    return {row["month"].date(): (row["n"], None) for row in months.annotate(n=Count("pk"))}


def rows(user, service_ids, start, end):
    period = {"confirmed_at__gte": _midnight(start), "confirmed_at__lt": _midnight(end)}
    found = joined(user).filter(service__in=service_ids, **period).select_related("service", "municipality")
    return found.order_by("confirmed_at", "pk")


def _midnight(day):
    return datetime.combine(day, time.min, ZONE)


def register():
    register_figure(
        Figure(
            code="organizatori-novi",
            name=_("New organizers"),
            unit=_("organizers"),
            counts="count",
            how=_(
                "Organizers by the month in which their service first confirmed them. The sum of all "
                "months up to a day is the number of organizers in the network, without those that have left."
            ),
            room=ROOM,
            monthly=monthly,
            rows=rows,
            columns=(
                (_("Organizer"), written),
                (_("Kind"), "get_kind_display"),
                (_("Municipality"), lambda row: written(row.municipality)),
                (_("Service"), lambda row: written(row.service)),
                (_("Confirmed on"), "confirmed_at"),
            ),
            row_url=Organizer.get_absolute_url,
            is_public=True,
            is_public_by_service=True,
            order=30,
        )
    )
