"""Filters of the inbox and of the outbox."""

import django_filters
from django.utils.translation import gettext_lazy as _

from notifications import kinds
from notifications.models import Notice
from vsrs.lists import FilterForm
from vsrs.text import fold

READ, UNREAD = "procitane", "neprocitane"


def in_words(queryset, name, value):
    """Folded like the stored words, so that script, case and diacritics do not matter."""
    for word in fold(value).split():
        queryset = queryset.filter(search__contains=word)
    return queryset


class InboxFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search"), method=in_words)
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
    q = django_filters.CharFilter(label=_("Recipient, number or title"), method=in_words)
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
