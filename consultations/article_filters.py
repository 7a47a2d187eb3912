"""What lists of articles can be narrowed by."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from consultations.knowledge_search import matching
from consultations.models import Article, PublicText, Topic
from vsrs.fields import WordsField
from vsrs.filters import SearchFilter
from vsrs.lists import FilterForm


class _WordsFilter(filters.CharFilter):
    field_class = WordsField


class PublicTextFilter(filters.FilterSet):
    KINDS = [("clanci", _("Articles")), ("iz-prakse", _("Answers from practice"))]

    q = _WordsFilter(label=_("What is the question about?"), max_length=200, method="speaking_of")
    tema = filters.ChoiceFilter("topic", label=_("Topic"), choices=Topic.choices, empty_label=_("All"))
    vrsta = filters.ChoiceFilter(label=_("Kind"), choices=KINDS, method="of_kind", empty_label=_("All"))

    class Meta:
        model = PublicText
        fields = []
        form = FilterForm

    def speaking_of(self, queryset, name, value):
        return matching(value, queryset)

    def of_kind(self, queryset, name, value):
        return queryset.filter(from_practice=value == "iz-prakse")


class DeskArticleFilter(filters.FilterSet):
    q = SearchFilter(label=_("Search"), max_length=100)
    stanje = filters.ChoiceFilter(
        "state", label=_("State"), choices=Article.State.choices, empty_label=_("All")
    )
    tema = filters.ChoiceFilter("topic", label=_("Topic"), choices=Topic.choices, empty_label=_("All"))
    citaoci = filters.ChoiceFilter(
        "audience", label=_("Who reads it"), choices=Article.Audience.choices, empty_label=_("All")
    )

    class Meta:
        model = Article
        fields = []
        form = FilterForm


class ReviewFilter(filters.FilterSet):
    tema = filters.ChoiceFilter("topic", label=_("Topic"), choices=Topic.choices, empty_label=_("All"))

    class Meta:
        model = Article
        fields = []
        form = FilterForm
