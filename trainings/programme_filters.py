"""What the list of programmes can be narrowed by."""

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from trainings.models import Programme, Subject
from vsrs.filters import SearchFilter
from vsrs.lists import FilterForm


class WithoutRetired(filters.FilterSet):
    """Without the tick `povuceni` only what is in use, with it only what is not."""

    @property
    def qs(self):
        asked = self.is_bound and self.form.is_valid() and self.form.cleaned_data.get("povuceni")
        return super().qs if asked else super().qs.filter(retired_at=None)

    def retired(self, queryset, name, value):
        return queryset.exclude(retired_at=None) if value else queryset


class ProgrammeFilter(WithoutRetired):
    q = SearchFilter(label=_("Search"), max_length=100)
    tema = filters.ChoiceFilter("subject", label=_("Subject"), choices=Subject.choices, empty_label=_("All"))
    povuceni = filters.BooleanFilter(
        label=_("Those no longer run"), method="retired", widget=forms.CheckboxInput
    )

    class Meta:
        model = Programme
        fields = []
        form = FilterForm
