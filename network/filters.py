"""Filters of the network's lists."""

from django.utils.translation import gettext_lazy as _

from services.filters import HistoryFilter
from services.models import Service
from vsrs.filters import NamedChoiceFilter


class NetworkHistoryFilter(HistoryFilter):
    """As in one service (`?q=`, `?vrsta=`, `?od=`, `?do=`), and `?servis=`."""

    servis = NamedChoiceFilter(
        "service",
        label=_("Service"),
        to_field_name="slug",
        queryset=Service.objects.order_by("sort"),
        empty_label=_("all services"),
    )

    class Meta(HistoryFilter.Meta):
        fields = ["q", "servis", "vrsta", "od", "do"]
