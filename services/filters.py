"""Filters of a service's lists."""

import django_filters
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from services.models import HistoryEntry, Service
from vsrs.filters import DayFilter, SearchFilter
from vsrs.lists import FilterForm


def kinds_of_record():
    """(address, name) of every model that has a name; history rows carry only the label."""
    tenants = (model for model in apps.get_models() if hasattr(model, "service") or model is Service)
    named = [model._meta for model in tenants if "verbose_name" in model._meta.original_attrs]
    return [(meta.label_lower, meta.verbose_name) for meta in named]


class HistoryFilter(django_filters.FilterSet):
    """`?q=` in who and what, `?vrsta=` of record, `?od=` and `?do=` days."""

    q = SearchFilter(label=_("Who or what"), max_length=100)
    vrsta = django_filters.ChoiceFilter(
        label=_("Kind of record"), field_name="subject_type", choices=kinds_of_record, empty_label=_("all")
    )
    od = DayFilter(label=_("From"), field_name="at", lookup_expr="date__gte")
    do = DayFilter(label=_("Until"), field_name="at", lookup_expr="date__lte")

    class Meta:
        model = HistoryEntry
        fields = ["q", "vrsta", "od", "do"]
        form = FilterForm
