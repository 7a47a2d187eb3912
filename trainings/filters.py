"""What the public catalogue can be narrowed by."""

import django_filters as filters
from django import forms
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trainings.models import Booking, Subject, Training
from vsrs import places
from vsrs.filters import DayFilter, SearchFilter
from vsrs.lists import FilterForm
from vsrs.ui.writing import in_script

# Of a training that was called off nothing is taken, and nothing can be had.
HAS_FREE_SEATS = Q(taken__lt=F("seats")) & ~Q(state=Training.State.CANCELLED)


def service_choices():
    return [(place.slug, in_script(place, "town")) for place in places.network()]


class CatalogueFilter(filters.FilterSet):
    q = SearchFilter(label=_("Search"), max_length=100)
    servis = filters.MultipleChoiceFilter("service__slug", label=_("Service"), choices=service_choices)
    tema = filters.MultipleChoiceFilter("subject", label=_("Subject"), choices=Subject.choices)
    oblik = filters.MultipleChoiceFilter("form", label=_("Form"), choices=Training.Form.choices)
    od = DayFilter("starts_at__date", "gte", label=pgettext_lazy("day", "From"))
    do = DayFilter("starts_at__date", "lte", label=pgettext_lazy("day", "To"))
    slobodno = filters.BooleanFilter(
        label=_("Only with free seats"), method="with_free_seats", widget=forms.CheckboxInput
    )

    class Meta:
        model = Training
        fields = []
        form = FilterForm

    def with_free_seats(self, queryset, name, value):
        return queryset.filter(HAS_FREE_SEATS) if value else queryset


class ServiceCatalogueFilter(CatalogueFilter):
    servis = None


class BookingFilter(filters.FilterSet):
    """An organizer's own bookings."""

    TIMES = [("predstojece", _("Coming")), ("prosle", _("Past"))]

    q = SearchFilter(label=_("Search"), columns=("search", "training__search"), max_length=100)
    vrijeme = filters.ChoiceFilter(label=_("Time"), choices=TIMES, method="by_time", empty_label=_("All"))
    stanje = filters.ChoiceFilter(
        "state", label=_("State"), choices=Booking.State.choices, empty_label=_("All")
    )

    class Meta:
        model = Booking
        fields = []
        form = FilterForm

    def by_time(self, queryset, name, value):
        now = timezone.now()
        if value == "predstojece":
            return queryset.filter(training__ends_at__gte=now)
        return queryset.filter(training__ends_at__lt=now)
