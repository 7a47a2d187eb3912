"""Sums over rollups for dashboards: few rows, whatever the number of bookings."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from django.db.models import Count, Max, Min, Sum, Value
from django.db.models.functions import Extract
from django.utils import timezone

from network.models import Rollup
from services.tenancy import Somebody, actor_of, ids_of
from vsrs.postgresql.prepared import Prepared


@dataclass
class Amount:
    """A figure over some months and services: a sum, or the two parts of a ratio."""

    value: Decimal = Decimal(0)
    of: Decimal | None = None

    def add(self, value, of):
        self.value += value
        if of is not None:
            self.of = (self.of or Decimal(0)) + of

    def shown(self, figure):
        """What stands on the page: the sum, or the percentage; None when there is nothing to divide by."""
        if figure.counts != "ratio":
            return int(self.value) if self.value == int(self.value) else self.value
        return round(100 * self.value / self.of) if self.of else None


@dataclass
class Table:
    """Amounts of one figure, in all and by month and service."""

    total: Amount = field(default_factory=Amount)
    by_month: dict = field(default_factory=lambda: defaultdict(Amount))
    by_service: dict = field(default_factory=lambda: defaultdict(Amount))
    by_service_month: dict = field(default_factory=lambda: defaultdict(Amount))


def _rollups(user, period, service_ids):
    rows = Rollup.objects.visible_to(user).filter(month__gte=period.start, month__lt=period.end)
    return rows if service_ids is None else rows.filter(service__in=service_ids)


def totals(user, period, service_ids=None):
    """{figure code: Table with `total` and `by_month`}: one row a figure and month."""
    tables = defaultdict(Table)
    rows = _rollups(user, period, service_ids).order_by().values_list("figure", "month")
    for code, month, value, of in rows.annotate(Sum("value"), Sum("of")):
        tables[code].total.add(value, of)
        tables[code].by_month[month].add(value, of)
    return tables


def by_service(user, period, service_ids=None):
    """{figure code: Table with `total` and `by_service`}: one row a figure and service."""
    tables = defaultdict(Table)
    rows = _rollups(user, period, service_ids).order_by().values_list("figure", "service")
    for code, service, value, of in rows.annotate(Sum("value"), Sum("of")):
        tables[code].total.add(value, of)
        tables[code].by_service[service].add(value, of)
    return tables


def one_figure(user, figure, period, service_ids=None):
    """Table of one figure with every breakdown."""
    table = Table()
    rows = _rollups(user, period, service_ids).filter(figure=figure.code).order_by()
    for service, month, value, of in rows.values_list("service", "month", "value", "of"):
        table.total.add(value, of)
        table.by_month[month].add(value, of)
        table.by_service[service].add(value, of)
        table.by_service_month[service, month].add(value, of)
    return table


@dataclass(frozen=True)
class State:
    """All rollups that somebody sees, in few values: while these stay, so does every sum over them."""

    first: date | None
    last: date | None
    counted_at: datetime | None  # the newest was computed: the moment of the data
    rows: int
    # A recount that began earlier may end later: the newest moment alone would miss it.
    all_moments: Decimal | None

    @property
    def years(self):
        """Years that have any figure, the newest first. A year still to come (its trainings are announced
        already) has no month to count up to."""
        if not self.first:
            return []
        last = min(self.last.year, timezone.localdate().year)
        return list(range(last, self.first.year - 1, -1))


@cache
def _state(level):
    whole = Rollup.objects.visible_to(Somebody(level)).order_by().values(whole=Value(1))
    summary = {
        "first": Min("month"),
        "last": Max("month"),
        "at": Max("computed_at"),
        "rows": Count("pk"),
        "moments": Sum(Extract("computed_at", "epoch")),
    }
    return Prepared(lambda: whole.annotate(**summary).values_list(*summary))


def state(user):
    [values] = _state(actor_of(user).level).rows(**ids_of(user))
    return State(*values)


def years_with_figures(user):
    return state(user).years


def counted_at(user):
    return state(user).counted_at
