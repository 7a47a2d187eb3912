"""What the lists of a service's workspace can be narrowed by."""

import django_filters as filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trainings.models import CERTIFICATE_STATES, Booking, Certificate, Programme, Subject, Training
from vsrs.filters import DayFilter, SearchFilter
from vsrs.lists import FilterForm


class ProgrammeFilter(filters.FilterSet):
    q = SearchFilter(label=_("Search"), max_length=100)
    tema = filters.ChoiceFilter("subject", label=_("Subject"), choices=Subject.choices, empty_label=_("All"))

    class Meta:
        model = Programme
        fields = []
        form = FilterForm


class DeskTrainingFilter(filters.FilterSet):
    TIMES = [("predstojece", _("Coming")), ("prosle", _("Past"))]

    q = SearchFilter(label=_("Search"), max_length=100)
    vrijeme = filters.ChoiceFilter(label=_("Time"), choices=TIMES, method="by_time", empty_label=_("All"))
    stanje = filters.ChoiceFilter(
        "state", label=_("State"), choices=Training.State.choices, empty_label=_("All")
    )
    tema = filters.ChoiceFilter("subject", label=_("Subject"), choices=Subject.choices, empty_label=_("All"))
    od = DayFilter("starts_at__date", "gte", label=pgettext_lazy("day", "From"))
    do = DayFilter("starts_at__date", "lte", label=pgettext_lazy("day", "To"))

    class Meta:
        model = Training
        fields = []
        form = FilterForm

    def by_time(self, queryset, name, value):
        now = timezone.now()
        return (
            queryset.filter(ends_at__gte=now) if value == "predstojece" else queryset.filter(ends_at__lt=now)
        )


class CertificateFilter(filters.FilterSet):
    q = SearchFilter(label=_("Number, person, organizer or programme"), max_length=100)
    stanje = filters.ChoiceFilter(
        label=_("State"), choices=list(CERTIFICATE_STATES.items()), method="by_state", empty_label=_("All")
    )
    od = DayFilter("issued_on", "gte", label=pgettext_lazy("day", "From"))
    do = DayFilter("issued_on", "lte", label=pgettext_lazy("day", "To"))

    class Meta:
        model = Certificate
        fields = []
        form = FilterForm

    def by_state(self, queryset, name, value):
        if value == "withdrawn":
            return queryset.exclude(withdrawn_at=None)
        if value == "expired":
            return queryset.filter(withdrawn_at=None, expires_on__lt=timezone.localdate())
        return queryset.valid()


class DeskBookingFilter(filters.FilterSet):
    q = SearchFilter(label=_("Number, organizer or person"), max_length=100)
    stanje = filters.ChoiceFilter(
        "state", label=_("State"), choices=Booking.State.choices, empty_label=_("All")
    )
    od = DayFilter("booked_at__date", "gte", label=pgettext_lazy("day", "From"))
    do = DayFilter("booked_at__date", "lte", label=pgettext_lazy("day", "To"))

    class Meta:
        model = Booking
        fields = []
        form = FilterForm
