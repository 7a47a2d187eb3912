"""What the list of trainers can be narrowed by."""

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from trainings.filters import service_choices
from trainings.models import Programme, TrainerProfile
from trainings.programme_filters import WithoutRetired
from vsrs.filters import SearchFilter
from vsrs.lists import FilterForm
from vsrs.ui.writing import written


class TrainerFilter(WithoutRetired):
    q = SearchFilter(label=_("Search"), max_length=100)
    servis = filters.ChoiceFilter(
        "service__slug", label=_("Service"), choices=service_choices, empty_label=_("All")
    )
    program = filters.ChoiceFilter(
        "teaches__programme", label=_("Can lead"), choices=(), empty_label=_("All")
    )
    povuceni = filters.BooleanFilter(
        label=_("Those taken off the list"), method="retired", widget=forms.CheckboxInput
    )

    class Meta:
        model = TrainerProfile
        fields = []
        form = FilterForm

    def __init__(self, *args, **named):
        super().__init__(*args, **named)
        # Programmes that somebody on the list can lead and the reader may see.
        programmes = (
            Programme.objects.visible_to(self.request.user).filter(taught_by__isnull=False).distinct()
        )
        self.filters["program"].extra["choices"] = [(row.pk, written(row.title)) for row in programmes]
