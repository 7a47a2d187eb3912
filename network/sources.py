"""What most figures count: rows, and the moment that puts a row into a month. `monthly` and `rows` start from
the same rows, so the page behind a number lists exactly what makes it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import TruncMonth

from services.tenancy import ServiceItself

ZONE = ZoneInfo(settings.TIME_ZONE)


@dataclass(frozen=True)
class Source:
    """`rows(user)`: all rows of the figure that a user sees. `moment`: the field that puts a row into a
    month of our calendar. `value` and `of`: aggregates over rows; `spread`: the field a median is of."""

    rows: Callable
    moment: str
    value: object
    of: object = None
    is_day: bool = False  # the moment is a date
    spread: str = ""


def monthly(source, service):
    months = _by_month(source, service)
    sums = months.annotate(total=source.value, **({"out_of": source.of} if source.of else {}))
    rows = {_day(row["month"]): (row["total"], row.get("out_of")) for row in sums.order_by("month")}
    if not source.spread:
        return rows
    spreads = _spreads(months, source.spread)
    return {month: (*amounts, spreads[month]) for month, amounts in rows.items()}


def rows(source, user, service_ids, start, end):
    period = {
        f"{source.moment}__gte": start if source.is_day else _midnight(start),
        f"{source.moment}__lt": end if source.is_day else _midnight(end),
    }
    return source.rows(user).filter(service__in=service_ids, **period).order_by(source.moment, "pk")


def _by_month(source, service):
    rows = source.rows(ServiceItself(service)).filter(service=service).order_by()
    zone = None if source.is_day else ZONE
    return rows.annotate(month=TruncMonth(source.moment, tzinfo=zone)).values("month")


def _spreads(months, field):
    """{month: {"1.5": how many rows}}."""
    spreads = defaultdict(dict)
    for row in months.values("month", field).annotate(n=Count("pk")):
        spreads[_day(row["month"])][str(row[field])] = row["n"]
    return spreads


def _day(month):
    # A month cut from a date is a date, one cut from a moment is a moment.
    return month.date() if isinstance(month, datetime) else month


def _midnight(day: date):
    return datetime.combine(day, time.min, ZONE)
