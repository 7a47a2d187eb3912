"""What the catalogue of programmes and the page of demand can be narrowed by."""

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from organizers.models import Municipality
from services.models import Service
from trainings.models import Programme, Subject
from vsrs.filters import NamedChoiceFilter, SearchFilter
from vsrs.lists import FilterForm


class OfferedFilter(filters.FilterSet):
    q = SearchFilter(label=_("Search"), max_length=100)
    tema = filters.ChoiceFilter("subject", label=_("Subject"), choices=Subject.choices, empty_label=_("All"))
    termin = filters.BooleanFilter(label=_("Only with a date"), method="dated", widget=forms.CheckboxInput)

    class Meta:
        model = Programme
        fields = []
        form = FilterForm

    def dated(self, queryset, name, value):
        return queryset.exclude(next_start=None) if value else queryset


def towns(request):
    """Of the service whose page this is, or all."""
    rows = Municipality.objects.order_by("sort")
    return rows.filter(home_service=request.service) if request.service else rows


class DemandFilter(filters.FilterSet):
    """The municipality and the service narrow what is counted, so the page has applied them already."""

    q = SearchFilter(label=_("Programme"), max_length=100)
    tema = filters.ChoiceFilter("subject", label=_("Subject"), choices=Subject.choices, empty_label=_("All"))
    opstina = NamedChoiceFilter(
        label=_("Municipality"),
        queryset=towns,
        to_field_name="slug",
        empty_label=_("All"),
        method="counted_already",
    )

    class Meta:
        model = Programme
        fields = []
        form = FilterForm

    def counted_already(self, queryset, name, value):
        return queryset


class NetworkDemandFilter(DemandFilter):
    servis = NamedChoiceFilter(
        label=_("Service"),
        queryset=Service.objects.order_by("sort"),
        to_field_name="slug",
        empty_label=_("all services"),
        method="counted_already",
    )
