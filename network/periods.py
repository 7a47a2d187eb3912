"""Years as the overview counts them: whole months, up to the current one in the current year."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone


@dataclass(frozen=True)
class Period:
    """Whole months [start, end) of one year; `end` is the first day after the period."""

    start: date
    end: date

    @property
    def year(self):
        return self.start.year

    @property
    def months(self):
        count = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
        return [
            date(self.start.year + (self.start.month - 1 + i) // 12, (self.start.month - 1 + i) % 12 + 1, 1)
            for i in range(count)
        ]

    @property
    def last_month(self):
        return self.months[-1]


def first_after(month):
    """The first day of the month after the one that `month` begins."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def whole_year(year):
    return Period(date(year, 1, 1), date(year + 1, 1, 1))


def year_to_date(year, today=None):
    """The year up to and with the current month; a past year whole."""
    today = today or timezone.localdate()
    if year < today.year:
        return whole_year(year)
    return Period(date(year, 1, 1), first_after(today.replace(day=1)))


def one_month(year, month):
    start = date(year, month, 1)
    return Period(start, first_after(start))


def same_months_of(period, year):
    """The same months in another year, for a fair comparison."""
    shift = year - period.start.year
    return Period(period.start.replace(year=year), period.end.replace(year=period.end.year + shift))
