"""Sums over rollups for dashboards: few rows, whatever the number of bookings."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Count, Max, Min, Q, Sum, Value
from django.db.models.functions import Extract
from django.utils import timezone

from network.models import Rollup
from services.tenancy import Somebody, actor_of, ids_of
from vsrs.postgresql.prepared import Prepared

# A mean of fewer answers would tell what somebody answered.
FEWEST_ANSWERS = 5
TENTH = Decimal("0.1")


@dataclass
class Amount:
    """A figure over some months and services: a sum, the two parts of a ratio or mean, a distribution."""

    value: Decimal = Decimal(0)
    of: Decimal | None = None
    spread: Counter = field(default_factory=Counter)

    def add(self, value, of, spread=None):
        self.value += value
        if of is not None:
            self.of = (self.of or Decimal(0)) + of
        self.spread.update(spread or {})

    def shown(self, figure):
        """What stands on the page: the sum, percentage, mean or median; None without data."""
        if figure.adds_up:
            return int(self.value) if self.value == int(self.value) else self.value
        if not self.of:
            return None
        return SHOWN[figure.counts](self)


def _mean(amount):
    return round(amount.value / amount.of, 1) if amount.of >= FEWEST_ANSWERS else None


def _median(amount):
    """The value in the middle; of two, half way between them."""
    values = sorted((Decimal(value), count) for value, count in amount.spread.items())
    rows = sum(count for _, count in values)
    middle = [_nth(values, place) for place in ((rows - 1) // 2, rows // 2)]
    return (sum(middle) / 2).quantize(TENTH)


def _nth(values, place):
    for value, count in values:
        place -= count
        if place < 0:
            return value
    return Decimal(0)


SHOWN = {
    "ratio": lambda amount: round(100 * amount.value / amount.of),
    "mean": _mean,
    "median": _median,
}


@dataclass
class Table:
    """Amounts of one figure, in all and by month and service."""

    total: Amount = field(default_factory=Amount)
    by_month: dict = field(default_factory=lambda: defaultdict(Amount))
    by_service: dict = field(default_factory=lambda: defaultdict(Amount))
    by_service_month: dict = field(default_factory=lambda: defaultdict(Amount))


SUMS = {
    "total": Sum("value"),
    "out_of": Sum("of"),
    "spreads": JSONBAgg("spread", filter=Q(spread__isnull=False)),
}


def together(spreads):
    """One distribution of several."""
    counter = Counter()
    for spread in spreads or ():
        counter.update(spread)
    return counter


def _rollups(user, period, service_ids):
    rows = Rollup.objects.visible_to(user).filter(month__gte=period.start, month__lt=period.end)
    return rows if service_ids is None else rows.filter(service__in=service_ids)


def totals(user, period, service_ids=None):
    """{figure code: Table with `total` and `by_month`}: one row a figure and month."""
    tables = defaultdict(Table)
    rows = _rollups(user, period, service_ids).order_by().values_list("figure", "month")
    for code, month, value, of, spread in rows.annotate(**SUMS):
        tables[code].total.add(value, of, together(spread))
        tables[code].by_month[month].add(value, of, together(spread))
    return tables


def by_service(user, period, service_ids=None):
    """{figure code: Table with `total` and `by_service`}: one row a figure and service."""
    tables = defaultdict(Table)
    rows = _rollups(user, period, service_ids).order_by().values_list("figure", "service")
    for code, service, value, of, spread in rows.annotate(**SUMS):
        tables[code].total.add(value, of, together(spread))
        tables[code].by_service[service].add(value, of, together(spread))
    return tables


def one_figure(user, figure, period, service_ids=None):
    """Table of one figure with every breakdown."""
    table = Table()
    rows = _rollups(user, period, service_ids).filter(figure=figure.code).order_by()
    for service, month, *amount in rows.values_list("service", "month", "value", "of", "spread"):
        table.total.add(*amount)
        table.by_month[month].add(*amount)
        table.by_service[service].add(*amount)
        table.by_service_month[service, month].add(*amount)
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
