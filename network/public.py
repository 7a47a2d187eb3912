"""Public figures: sums of rollups, small groups of people never by service."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import cached_property

from network import queries
from network.overview import period_text, short_amount, written_amount
from network.periods import whole_year, year_to_date
from services.models import Service
from vsrs import dates
from vsrs.ui.writing import in_order, short_name, town


@dataclass
class PublicFigures:
    """The list of public figures, each with this year so far and the last whole year."""

    user: object
    figures: list

    @cached_property
    def period(self):
        return year_to_date(timezone.localdate().year)

    @cached_property
    def rows(self):
        this = queries.totals(self.user, self.period)
        last = queries.totals(self.user, whole_year(self.period.year - 1))
        return [
            {
                "figure": figure,
                "this": written_amount(figure, this[figure.code].total),
                "last": written_amount(figure, last[figure.code].total),
                "values": [
                    this[figure.code].by_month[month].shown(figure) or 0 for month in self.period.months
                ],
            }
            for figure in self.figures
        ]

    @property
    def last_year(self):
        return self.period.year - 1

    @property
    def period_text(self):
        return period_text(self.period)

    @cached_property
    def counted_at(self):
        return queries.counted_at(self.user)


@dataclass
class PublicFigure:
    """One public figure; `?godina=` chooses the year, anything unknown means the newest."""

    user: object
    figure: object
    conditions: dict

    @cached_property
    def years(self):
        return queries.years_with_figures(self.user) or [timezone.localdate().year]

    @cached_property
    def year(self):
        asked = self.conditions.get("godina", "")
        return next((year for year in self.years if str(year) == asked), self.years[0])

    @cached_property
    def period(self):
        return year_to_date(self.year)

    @property
    def period_text(self):
        return period_text(self.period)

    @cached_property
    def table(self):
        return queries.one_figure(self.user, self.figure, self.period)

    @cached_property
    def earlier(self):
        return queries.one_figure(self.user, self.figure, whole_year(self.year - 1))

    @property
    def total(self):
        return written_amount(self.figure, self.table.total)

    @property
    def month_rows(self):
        """A row a month: name, this year, the year before, each as written."""
        return [
            {
                "month": dates.month_name(month),
                "this": written_amount(self.figure, self.table.by_month[month]),
                "last": written_amount(self.figure, self.earlier.by_month[month.replace(year=self.year - 1)]),
            }
            for month in self.period.months
        ]

    @property
    def chart(self):
        months = self.period.months
        this = [self.table.by_month[month].shown(self.figure) or 0 for month in months]
        last = [self.earlier.by_month[m.replace(year=self.year - 1)].shown(self.figure) or 0 for m in months]
        return {
            "labels": [dates.month_name(month)[:3] for month in months],
            "lines": [
                {"name": str(self.year), "values": this, "kind": 1},
                {"name": str(self.year - 1), "values": last, "kind": "ref"},
            ],
        }

    @cached_property
    def service_rows(self):
        """A row a service, the largest first; empty for figures about people."""
        if not self.figure.is_public_by_service:
            return []
        rows = []
        for service in in_order(Service.objects.visible_to(self.user).order_by("sort"), town):
            amount = self.table.by_service[service.pk]
            rows.append(
                {
                    "label": short_name(service),
                    "url": service.get_absolute_url(),
                    "value": amount.shown(self.figure),
                    "text": short_amount(self.figure, amount),
                }
            )
        return sorted(rows, key=lambda row: -(row["value"] or 0))

    @cached_property
    def counted_at(self):
        return queries.counted_at(self.user)
