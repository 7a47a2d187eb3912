"""The overview of the network as its page needs it, from a handful of queries over rollups."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from network import queries
from network.figures import all_figures
from services.tenancy import actor_of
from vsrs import dates
from vsrs.ui.writing import short_name

TILES = 5


@dataclass
class Overview:
    """`conditions` is a ConditionsForm, `services` the services that have figures, in Serbian order."""

    user: object
    conditions: object
    services: list

    @cached_property
    def figures(self):
        return all_figures()

    @cached_property
    def now(self):
        return queries.totals(self.user, self.conditions.period, self.conditions.service_ids)

    @cached_property
    def before(self):
        compared = self.conditions.compared
        return queries.totals(self.user, compared, self.conditions.service_ids) if compared else {}

    @cached_property
    def breakdown(self):
        return queries.by_service(self.user, self.conditions.period, self.conditions.service_ids)

    @cached_property
    def chosen(self):
        """The figure of the map, bars and lines, with every breakdown."""
        return queries.one_figure(
            self.user, self.conditions.figure, self.conditions.period, self.conditions.service_ids
        )

    @cached_property
    def state(self):
        return queries.state(self.user)

    @property
    def counted_at(self):
        return self.state.counted_at

    @property
    def content(self):
        """All that the page shows besides the conditions in its address."""
        places = [(row.slug, row.town, row.town_cyrl, row.lon, row.lat, row.kind) for row in self.services]
        return (actor_of(self.user).level, timezone.localdate(), self.state, *places)

    @cached_property
    def shown_services(self):
        """The towns in Serbian order, then the republic office, which is no town."""
        chosen = self.conditions.service
        return [chosen] if chosen else sorted(self.services, key=lambda service: service.is_republic)

    @property
    def months(self):
        return self.conditions.period.months

    def rows_url(self, figure, service=None, month=None):
        """Where the rows of a number open. The observer opens the aggregated page instead."""
        service = service or self.conditions.service
        conditions = {"godina": self.conditions.year}
        if service:
            conditions["servis"] = service.slug
        if month:
            conditions["mjesec"] = month.month
        name = "network:rows" if actor_of(self.user).is_coordinator else "network:figure"
        return f"{reverse(name, args=[figure.code])}?{urlencode(conditions)}"

    @property
    def period_text(self):
        return period_text(self.conditions.period)

    @property
    def source(self):
        return _("Source: records of the portal, %(moment)s") % {"moment": dates.date_time(self.counted_at)}

    @property
    def map_title(self):
        return _("%(figure)s by service") % {"figure": self.conditions.figure.name}

    bars_title = map_title

    @property
    def bars_sub(self):
        """How much in all and when; the measure stands in the title."""
        return _("In all %(total)s, %(period)s") % {
            "period": self.period_text.removesuffix("."),
            "total": written_amount(self.conditions.figure, self.chosen.total),
        }

    @property
    def map_sub(self):
        return _("%(sub)s. The area of a circle follows the number.") % {"sub": self.bars_sub}

    @property
    def months_title(self):
        return _("%(figure)s by month") % {"figure": self.conditions.figure.name}

    @property
    def months_sub(self):
        return capfirst(self.period_text)

    multiples_title = map_title

    @property
    def figure_rows_url(self):
        return self.rows_url(self.conditions.figure)

    @property
    def method_url(self):
        """The page of the chosen figure: how it is counted, its sums by month."""
        address = reverse("network:figure", args=[self.conditions.figure.code])
        return f"{address}?godina={self.conditions.year}"

    @property
    def whose(self):
        chosen = self.conditions.service
        return short_name(chosen) if chosen else _("All services")

    def bars(self):
        """The services by value, the largest first; those without data last."""
        figure, table = self.conditions.figure, self.chosen
        rows = [
            row | {"text": short_amount(figure, table.by_service[service.pk])}
            for row, service in zip(self.by_service(), self.shown_services, strict=True)
            if self._is_drawn(service)
        ]
        return sorted(rows, key=lambda row: -(row["value"] if row["value"] is not None else -1))

    def tiles(self):
        return [self._tile(figure) for figure in self.figures[:TILES]]

    def _tile(self, figure):
        table = self.now[figure.code]
        shown = table.total.shown(figure)
        before = self.before[figure.code].total.shown(figure) if self.before else None
        return {
            "label": figure.name,
            "value": shown,
            "unit": "%" if figure.counts == "ratio" else "",
            "url": self.rows_url(figure),
            **_change(figure, shown, before),
            "change_text": self._compared_text(before),
            "values": [table.by_month[month].shown(figure) or 0 for month in self.months],
        }

    def _compared_text(self, before):
        compared = self.conditions.compared
        if not compared:
            return ""
        if not before:
            return _("no data for %(year)s.") % {"year": compared.year}
        return _("against %(year)s.") % {"year": compared.year}

    def map_points(self):
        """The towns; the republic office is no town of its own."""
        offices = {service.slug for service in self.services if service.is_republic}
        return [row for row in self.by_service() if row["slug"] not in offices]

    def by_service(self):
        """One row a service, in Serbian order."""
        figure, table = self.conditions.figure, self.chosen
        return [
            {
                "slug": service.slug,
                "name": short_name(service),
                "label": short_name(service),
                "lon": service.lon,
                "lat": service.lat,
                "value": table.by_service[service.pk].shown(figure),
                "url": self.rows_url(figure, service),
            }
            for service in self.shown_services
        ]

    def finding(self):
        """The title of the drawing: which service leads, by a rule; neutral when none leads alone."""
        figure = self.conditions.figure
        rows = [row for row in self.by_service() if row["value"]]
        total = self.chosen.total
        if len(rows) < 2 or not figure.adds_up or not total.value:
            return self.map_title
        leader, second = sorted(rows, key=lambda row: -row["value"])[:2]
        if leader["value"] == second["value"]:
            return self.map_title
        return _("%(figure)s: most in %(town)s, %(share)s of all") % {
            "figure": figure.name,
            "town": leader["name"],
            "share": dates.percent(round(100 * leader["value"] / total.value)),
        }

    def multiples(self):
        figure, table = self.conditions.figure, self.chosen
        return [
            {
                "label": short_name(service),
                "url": self.rows_url(figure, service),
                "values": [table.by_service_month[service.pk, month].shown(figure) for month in self.months],
                "text": short_amount(figure, table.by_service[service.pk]),
            }
            for service in self.shown_services
            if self._is_drawn(service)
        ]

    def _is_drawn(self, service):
        """The republic office may run a training, but seldom does: without a number it takes no place."""
        return bool(not service.is_republic or self.chosen.by_service[service.pk].value)

    def mean_line(self):
        """The mean of the shown services in each month, for the dashed line."""
        figure, table, count = self.conditions.figure, self.chosen, len(self.shown_services) or 1
        if not figure.adds_up:
            return [table.by_month[month].shown(figure) for month in self.months]
        return [float(table.by_month[month].value) / count for month in self.months]

    def months_chart(self):
        """The chosen figure by month, with the period it is compared with."""
        figure = self.conditions.figure
        lines = [
            {
                "name": str(self.conditions.year),
                "kind": 1,
                "values": [self.chosen.by_month[month].shown(figure) or 0 for month in self.months],
            }
        ]
        if self.before:
            earlier = self.before[figure.code]
            compared = self.conditions.compared.months[: len(self.months)]
            lines.append(
                {
                    "name": str(self.conditions.compared.year),
                    "kind": "ref",
                    "values": [earlier.by_month[month].shown(figure) or 0 for month in compared],
                }
            )
        return {"labels": [dates.month_name(month)[:3] for month in self.months], "lines": lines}

    def table(self):
        """Services down, figures across; every number opens its rows."""
        return [
            {
                "service": service,
                "name": short_name(service),
                "cells": [
                    {
                        "text": written_amount(figure, self.breakdown[figure.code].by_service[service.pk]),
                        "url": self.rows_url(figure, service),
                    }
                    for figure in self.figures
                ],
            }
            for service in self.shown_services
        ]

    def table_total(self):
        return [
            {
                "text": written_amount(figure, self.breakdown[figure.code].total),
                "url": self.rows_url(figure),
            }
            for figure in self.figures
        ]


def _change(figure, shown, before):
    """How much it grew in percent; a percentage itself grows in points."""
    if not before or shown is None:
        return {"change": None, "points": False}
    is_ratio = figure.counts == "ratio"
    return {"change": shown - before if is_ratio else 100 * (shown - before) / before, "points": is_ratio}


def written_amount(figure, amount):
    """As it stands in a table. A mean and a median say of how many rows they were worked out."""
    text = short_amount(figure, amount)
    if figure.counts in {"mean", "median"} and amount.shown(figure) is not None:
        return f"{text} (n = {dates.number(int(amount.of))})"
    return text


def short_amount(figure, amount):
    """The same beside a drawing, where there is less room."""
    shown = amount.shown(figure)
    if shown is None:
        return _("too few answers") if amount.of else _("no data")
    return dates.percent(shown) if figure.counts == "ratio" else dates.number(shown)


def period_text(period):
    """“January–November 2026”, or one month, or the whole year by its number."""
    first, last = period.months[0], period.last_month
    if len(period.months) == 12:
        return _("%(year)s, the whole year") % {"year": period.year}
    names = dict.fromkeys([dates.month_name(first), dates.month_name(last)])
    # Stands within sentences, so a month begins with a small letter where the language says so.
    year = dates.month_year(last).removeprefix(dates.month_name(last).capitalize())
    return "–".join(names) + year
