"""Filters of the network's lists."""

import django_filters
from django.utils.translation import gettext_lazy as _

from services.models import HistoryEntry, Service
from vsrs.filters import NamedChoiceFilter, SearchFilter
from vsrs.lists import FilterForm


class NetworkHistoryFilter(django_filters.FilterSet):
    """`?q=` in who and what, `?servis=`."""

    q = SearchFilter(label=_("Search"), max_length=100)
    servis = NamedChoiceFilter(
        "service",
        label=_("Service"),
        to_field_name="slug",
        queryset=Service.objects.order_by("sort"),
        empty_label=_("all services"),
    )

    class Meta:
        model = HistoryEntry
        fields = ["q", "servis"]
        form = FilterForm
