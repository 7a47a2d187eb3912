"""The rows behind a number: what `/mreza/redovi/<figure>/` lists and exports."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.paginator import Paginator
from django.utils.functional import cached_property

from network.overview import period_text, written_amount
from network.periods import one_month
from network.queries import Amount
from vsrs import dates
from vsrs.ui.writing import written

PER_PAGE = 50


@dataclass
class Rows:
    """Exactly the rows that make `figure` under the conditions of the address."""

    request: object
    figure: object
    conditions: object

    @cached_property
    def month(self):
        """The month of `?mjesec=`, when it names one of the period."""
        asked = self.request.GET.get("mjesec", "")
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 2 else 0
        return next((m for m in self.conditions.period.months if m.month == number), None)

    @cached_property
    def period(self):
        return one_month(self.month.year, self.month.month) if self.month else self.conditions.period

    @cached_property
    def service_ids(self):
        services = [self.conditions.service] if self.conditions.service else self.conditions.services.values()
        return [service.pk for service in services]

    @cached_property
    def queryset(self):
        return self.figure.rows(self.request.user, self.service_ids, self.period.start, self.period.end)

    @cached_property
    def amount(self):
        """The number, added up from the rows themselves."""
        amount = Amount()
        if self.figure.row_value is None:
            amount.add(self.queryset.count(), None)
            return amount
        for row in self.queryset.iterator(chunk_size=2000):
            amount.add(*self.figure.row_value(row))
        return amount

    @cached_property
    def shown(self):
        return self.amount.shown(self.figure)

    @property
    def written(self):
        return written_amount(self.figure, self.amount)

    @cached_property
    def page(self):
        return Paginator(self.queryset, PER_PAGE).get_page(self.request.GET.get("strana"))

    @property
    def headers(self):
        return [header for header, _ in self.figure.columns]

    @property
    def period_text(self):
        return period_text(self.period)

    def cells(self):
        """The rows of this page as lists of cells; the first one leads to the record itself."""
        return [
            [
                {
                    "header": header,
                    "text": shown(value := value_of(row, column)),
                    "number": isinstance(value, int | Decimal),
                    "url": self._url(row, place),
                }
                for place, (header, column) in enumerate(self.figure.columns)
            ]
            for row in self.page
        ]

    def _url(self, row, place):
        return self.figure.row_url(row) if place == 0 and self.figure.row_url else ""


def value_of(row, column):
    """`column` is a callable or an attribute path such as "training.title"."""
    if callable(column):
        return column(row)
    for name in column.split("."):
        row = getattr(row, name)
    return row


def shown(value):
    """A value as the reader's language writes it."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return dates.date_time(value)
    if isinstance(value, date):
        return dates.short_date(value)
    if isinstance(value, int | Decimal):
        return dates.number(value)
    return written(value) if isinstance(value, str) else value
