"""Filters that lists of every room share."""

import django_filters
from django.db.models import Q

from vsrs.fields import NamedChoiceField, SerbianDateField, WordsField
from vsrs.text import needles


def holding(query, *columns):
    """The condition that every word of `query` stands in one of the folded columns."""
    condition = Q()
    for forms in needles(query):
        places = [Q(**{f"{column}__contains": form}) for column in columns for form in forms]
        condition &= Q(*places, _connector=Q.OR)
    return condition


class SearchFilter(django_filters.CharFilter):
    """Rows whose folded text holds every word of the query; blind to script, case and diacritics."""

    field_class = WordsField

    def __init__(self, *args, columns=("search",), **options):
        super().__init__(*args, **options)
        self.columns = columns

    def filter(self, queryset, value):
        return queryset.filter(holding(value or "", *self.columns))


class DayFilter(django_filters.Filter):
    field_class = SerbianDateField


class NamedChoiceFilter(django_filters.ModelChoiceFilter):
    field_class = NamedChoiceField
