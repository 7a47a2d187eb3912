"""Filters of the network's lists."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from services.models import HistoryEntry, Service
from vsrs.lists import FilterForm


class NetworkHistoryFilter(django_filters.FilterSet):
    """`?q=` in who and what, `?servis=`."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    servis = django_filters.ModelChoiceFilter(
        label=_("Service"),
        field_name="service",
        to_field_name="slug",
        queryset=Service.objects.order_by("sort"),
        empty_label=_("all services"),
    )

    class Meta:
        model = HistoryEntry
        fields = ["q", "servis"]
        form = FilterForm

    def search(self, queryset, name, value):
        return queryset.filter(Q(actor_name__icontains=value) | Q(subject_text__icontains=value))
