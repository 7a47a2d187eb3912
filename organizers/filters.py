"""What the lists of this room can be narrowed by."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from organizers.forms import sentence_case
from organizers.models import FieldOfWork, Municipality, Organizer, Person, SamePersonDecision
from vsrs.filters import NamedChoiceFilter, SearchFilter
from vsrs.lists import FilterForm


def towns(request):
    return Municipality.objects.filter(home_service=request.service).order_by("sort")


class OrganizerFilter(filters.FilterSet):
    q = SearchFilter(label=_("Name, JIB or e-mail"), max_length=100)
    stanje = filters.ChoiceFilter(
        "status", label=_("Status"), choices=sentence_case(Organizer.Status.choices), empty_label=_("All")
    )
    vrsta = filters.ChoiceFilter(
        "kind", label=_("Kind"), choices=sentence_case(Organizer.Kind.choices), empty_label=_("All")
    )
    opstina = NamedChoiceFilter(
        "municipality", label=_("Municipality"), queryset=towns, to_field_name="slug", empty_label=_("All")
    )
    oblast = filters.ChoiceFilter(
        "fields_of_work",
        "contains",
        label=_("Field of work"),
        choices=sentence_case(FieldOfWork.choices),
        empty_label=_("All"),
    )

    class Meta:
        model = Organizer
        fields = []
        form = FilterForm


class PersonFilter(filters.FilterSet):
    q = SearchFilter(label=_("Name, position or e-mail"), max_length=100)
    stanje = filters.ChoiceFilter(
        label=_("On the list"),
        choices=[("otisli", _("Those who left")), ("svi", _("All"))],
        empty_label=_("Those who are there"),
        method="by_state",
    )

    class Meta:
        model = Person
        fields = []
        form = FilterForm

    @property
    def qs(self):
        chosen = self.form.cleaned_data.get("stanje") if self.form.is_valid() else ""
        return super().qs if chosen else super().qs.filter(left_on=None)

    def by_state(self, queryset, name, value):
        return queryset.exclude(left_on=None) if value == "otisli" else queryset


class PersonAtHomeFilter(PersonFilter):
    """Of all organizers of a service."""

    q = SearchFilter(
        label=_("Name, e-mail or organizer"), columns=("search", "organizer__search"), max_length=100
    )


class PairFilter(filters.FilterSet):
    q = SearchFilter(
        label=_("Name or organizer"),
        columns=("first__search", "second__search", "first__organizer__search", "second__organizer__search"),
        max_length=100,
    )
    odluka = filters.ChoiceFilter(
        label=_("Decision"),
        choices=[*sentence_case(SamePersonDecision.Verdict.choices), ("svi", _("All"))],
        empty_label=_("Not decided yet"),
        method="by_verdict",
    )
    razlog = filters.ChoiceFilter(
        "reasons",
        "contains",
        label=_("Why"),
        choices=sentence_case(SamePersonDecision.Reason.choices),
        empty_label=_("All"),
    )

    class Meta:
        model = SamePersonDecision
        fields = []
        form = FilterForm

    @property
    def qs(self):
        chosen = self.form.cleaned_data.get("odluka") if self.form.is_valid() else ""
        return super().qs if chosen else super().qs.open()

    def by_verdict(self, queryset, name, value):
        return queryset if value == "svi" else queryset.filter(verdict=value)
