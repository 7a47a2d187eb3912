"""What lists of requests can be narrowed by."""

import django_filters as filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.models import Request, Topic
from organizers.models import Organizer
from services.models import Service
from services.tenancy import actor_of
from vsrs.filters import NamedChoiceFilter, SearchFilter
from vsrs.lists import FilterForm

TURN = (Request.State.NEW, Request.State.OPEN)


def late(now):
    """Those whose promise has passed while it was the service's turn."""
    first = Q(first_answered_at=None, first_due__lt=now)
    return Q(state__in=TURN) & (first | Q(solution_due__lt=now))


class OwnRequestFilter(filters.FilterSet):
    q = SearchFilter(label=_("Search"), max_length=100)
    tema = filters.ChoiceFilter("topic", label=_("Topic"), choices=Topic.choices, empty_label=_("All"))
    stanje = filters.ChoiceFilter(
        "state", label=_("State"), choices=Request.State.choices, empty_label=_("All")
    )

    class Meta:
        model = Request
        fields = []
        form = FilterForm


class DeskRequestFilter(filters.FilterSet):
    QUEUES = [
        ("nove", _("New")),
        ("moje", _("Mine")),
        ("cekaju-nas", _("Wait for us")),
        ("cekamo", _("Wait for the organizer")),
        ("kasne", _("Late")),
        ("zatvorene", _("Closed")),
    ]

    q = SearchFilter(label=_("Search"), max_length=100)
    red_cekanja = filters.ChoiceFilter(
        label=_("Queue"), choices=QUEUES, method="of_queue", empty_label=_("All")
    )
    tema = filters.ChoiceFilter("topic", label=_("Topic"), choices=Topic.choices, empty_label=_("All"))

    class Meta:
        model = Request
        fields = []
        form = FilterForm

    def of_queue(self, queryset, name, value):
        conditions = {
            "nove": Q(state=Request.State.NEW),
            "moje": Q(adviser=actor_of(self.request.user).user_id) & ~Q(state=Request.State.CLOSED),
            "cekaju-nas": Q(state__in=TURN),
            "cekamo": Q(state=Request.State.WAITING),
            "kasne": late(timezone.now()),
            "zatvorene": Q(state=Request.State.CLOSED),
        }
        return queryset.filter(conditions[value])


class WithoutSupportFilter(filters.FilterSet):
    q = SearchFilter(label=_("Search"), max_length=100)
    servis = NamedChoiceFilter(
        "service",
        label=_("Service"),
        to_field_name="slug",
        queryset=Service.objects.order_by("sort"),
        empty_label=_("all services"),
    )

    class Meta:
        model = Organizer
        fields = []
        form = FilterForm
