"""Filters of the inbox and of the outbox."""

import django_filters
from django.utils.translation import gettext_lazy as _

from notifications import kinds
from notifications.models import Notice
from vsrs.filters import SearchFilter
from vsrs.lists import FilterForm

READ, UNREAD = "procitane", "neprocitane"


class InboxFilter(django_filters.FilterSet):
    q = SearchFilter(label=_("Search"), max_length=100)
    prikaz = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(UNREAD, _("unread")), (READ, _("read"))],
        empty_label=_("all notifications"),
        method="by_reading",
    )

    class Meta:
        model = Notice
        fields = ["q", "prikaz"]
        form = FilterForm

    def by_reading(self, queryset, name, value):
        return queryset.filter(read_at__isnull=value == UNREAD)


class OutboxFilter(django_filters.FilterSet):
    q = SearchFilter(label=_("Recipient, number or title"), max_length=100)
    stanje = django_filters.ChoiceFilter(
        label=_("State"), field_name="state", choices=Notice.State.choices, empty_label=_("all states")
    )
    vrsta = django_filters.ChoiceFilter(
        label=_("Kind"),
        field_name="kind",
        choices=lambda: sorted(
            ((kind.code, kind.name) for kind in kinds.every()), key=lambda row: str(row[1])
        ),
        empty_label=_("all kinds"),
    )

    class Meta:
        model = Notice
        fields = ["q", "stanje", "vrsta"]
        form = FilterForm
