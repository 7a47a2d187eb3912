"""What lists of requests can be narrowed by."""

import django_filters as filters
from django import forms
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from consultations.models import Referral, Request, Topic
from organizers.models import Organizer
from organizers.queries import staff_of
from services.models import Service
from services.tenancy import actor_of
from vsrs.filters import DayFilter, NamedChoiceFilter, SearchFilter
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


QUEUES = [
    ("nove", pgettext_lazy("requests", "New")),
    ("moje", pgettext_lazy("requests", "Mine")),
    ("cekaju-nas", _("Wait for us")),
    ("cekamo", _("Wait for the organizer")),
    ("kasne", pgettext_lazy("requests", "Late")),
    ("upucene", _("Referred to us")),
    ("zatvorene", pgettext_lazy("requests", "Closed")),
]


def of_queue(key, user, service):
    """The condition for the requests of a queue, as this person at the desk of `service` sees it."""
    ours = Q(service=service)
    waits = Exists(Referral.objects.open().filter(request=OuterRef("pk"), to_service=service))
    return {
        "nove": ours & Q(state=Request.State.NEW),
        "moje": Q(adviser=actor_of(user).user_id) & ~Q(state=Request.State.CLOSED),
        "cekaju-nas": ours & Q(state__in=TURN),
        "cekamo": ours & Q(state=Request.State.WAITING),
        "kasne": ours & late(timezone.now()),
        "upucene": Q(waits),
        "zatvorene": ours & Q(state=Request.State.CLOSED),
    }[key]


def queues_of(request, service, rows):
    """[{key, label, count, is_chosen}] of what can be seen, whatever else the list is narrowed by."""
    counts = {key: Count("pk", filter=of_queue(key, request.user, service)) for key, _label in QUEUES}
    found = rows.order_by().aggregate(**{key.replace("-", "_"): count for key, count in counts.items()})
    chosen = request.GET.get("red_cekanja", "")
    return [
        {"key": key, "label": label, "count": found[key.replace("-", "_")], "is_chosen": key == chosen}
        for key, label in QUEUES
    ]


def _staff(request):
    return staff_of(request.service) if request else User.objects.none()


class DeskRequestFilter(filters.FilterSet):
    q = SearchFilter(label=_("Search"), max_length=100)
    red_cekanja = filters.ChoiceFilter(
        label=_("Queue"), choices=QUEUES, method="in_queue", empty_label=_("All")
    )
    tema = filters.ChoiceFilter("topic", label=_("Topic"), choices=Topic.choices, empty_label=_("All"))
    savjetnik = NamedChoiceFilter("adviser", label=_("Adviser"), queryset=_staff, empty_label=_("All"))
    od = DayFilter("asked_at__date", "gte", label=_("Asked from"))
    do = DayFilter("asked_at__date", "lte", label=_("Asked until"))
    hitno = filters.BooleanFilter(label=_("Urgent"), method="is_urgent", widget=forms.CheckboxInput)

    class Meta:
        model = Request
        fields = []
        form = FilterForm

    def in_queue(self, queryset, name, value):
        return queryset.filter(of_queue(value, self.request.user, self.request.service))

    def is_urgent(self, queryset, name, value):
        return queryset.exclude(urgent_reason="") if value else queryset


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
