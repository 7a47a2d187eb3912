"""`/mreza/savjeti/`: how soon services answer, what is asked, what came to the republic office.

Numbers only: from rollups, which the observer sees too, and from facts, which coordinators see. Nothing here
reads a request that was not referred to the office.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from consultations.figures import FIGURES
from consultations.models import CaseFact, Referral, Topic
from consultations.similar_cases import QUARTER, proposals
from network import queries
from network.overview import written_amount
from network.periods import year_to_date
from network.sources import ZONE
from organizers.support import without_support
from services.tenancy import actor_of
from vsrs import dates
from vsrs.ui.writing import short_name

# The figures of the table and the heads of its columns, which have less room than their names.
HEADS = {
    "savjetodavni-zahtjevi": _("Asked"),
    "rijeseni-zahtjevi": _("Solved"),
    "do-prvog-odgovora": _("First answer, days"),
    "prvi-odgovor-u-roku": _("First in time"),
    "do-rjesenja": _("Solution, days"),
    "rjesenje-u-roku": _("Solved in time"),
    "zadovoljstvo-savjetom": _("Mean score"),
}
FIGURE = {figure.code: figure for figure in FIGURES}
MONTHS = 12


@dataclass
class NetworkAdvice:
    """`services` in Serbian order; `asked_year` as it stands in the address."""

    user: object
    services: list
    today: date
    asked_year: str = ""

    @property
    def is_coordinator(self):
        return actor_of(self.user).is_coordinator

    @cached_property
    def years(self):
        return queries.years_with_figures(self.user) or [self.today.year]

    @cached_property
    def year(self):
        return next((year for year in self.years if str(year) == self.asked_year), self.years[0])

    # --- how soon -------------------------------------------------------------------------------
    @property
    def figures(self):
        return [FIGURE[code] for code in HEADS]

    def heads(self):
        return [(FIGURE[code], head) for code, head in HEADS.items()]

    @cached_property
    def _tables(self):
        return queries.by_service(self.user, year_to_date(self.year))

    def response_rows(self):
        return [
            {
                "service": service,
                "cells": [
                    self._cell(figure, self._tables[figure.code].by_service[service.pk])
                    for figure in self.figures
                ],
            }
            for service in self.services
            if not service.is_republic  # organizers ask the service of their town
        ]

    def response_total(self):
        return [self._cell(figure, self._tables[figure.code].total) for figure in self.figures]

    def _cell(self, figure, amount):
        return {"text": written_amount(figure, amount), "figure": figure, "head": HEADS[figure.code]}

    # --- about what -----------------------------------------------------------------------------
    @cached_property
    def months(self):
        last = self.today.year * 12 + self.today.month - 1
        return [date(number // 12, number % 12 + 1, 1) for number in range(last - MONTHS + 1, last + 1)]

    @cached_property
    def _by_topic(self):
        rows = CaseFact.objects.visible_to(self.user).order_by()
        rows = rows.annotate(month=TruncMonth("asked_at", tzinfo=ZONE)).values("topic", "month")
        counted = Counter()
        for row in rows.annotate(n=Count("pk")):
            counted[row["topic"], row["month"].date()] += row["n"]
        return counted

    @cached_property
    def topics(self):
        """A row a topic, the most asked about first: label, values by month, sum."""
        rows = []
        for topic in Topic:
            values = [self._by_topic[topic.value, month] for month in self.months]
            total = sum(values)
            rows.append({"label": topic.label, "values": values, "value": total, "text": dates.number(total)})
        return sorted(rows, key=lambda row: -row["value"])

    # --- what waits for the office --------------------------------------------------------------
    @cached_property
    def referrals(self):
        """To the republic office: those without a contact first, then those of the last quarter. Whoever
        works there sees these threads."""
        office = [service.pk for service in self.services if service.is_republic]
        rows = Referral.objects.visible_to(self.user).filter(to_service__in=office)
        rows = rows.select_related("request", "service", "to_service", "contacted_by")
        lately = Q(contacted_at=None) | Q(contacted_at__date__gt=self.today - QUARTER)
        return rows.filter(lately).order_by("-contacted_at", "referred_at")

    @cached_property
    def proposals(self):
        return [
            {"proposal": one, "where": short_name(one.service)}
            for one in sorted(proposals(self.user), key=lambda one: -one.count)
        ]

    @cached_property
    def unsupported(self):
        return without_support(self.user, self.today).count()
