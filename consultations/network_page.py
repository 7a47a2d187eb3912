"""`/mreza/savjeti/`: how soon services answer, what is asked, what came to the republic office.

Numbers only: from rollups, which the observer sees too, and from facts, which coordinators see. Nothing here
reads a request that was not referred to the office.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.functional import cached_property

from consultations.figures import FIGURES
from consultations.models import CaseFact, Referral, Topic
from consultations.similar_cases import proposals
from network import queries
from network.overview import written_amount
from network.periods import year_to_date
from network.sources import ZONE
from organizers.support import without_support
from services.tenancy import actor_of
from vsrs import dates
from vsrs.ui.writing import short_name

CODES = (
    "savjetodavni-zahtjevi",
    "rijeseni-zahtjevi",
    "do-prvog-odgovora",
    "prvi-odgovor-u-roku",
    "do-rjesenja",
    "rjesenje-u-roku",
    "zadovoljstvo-savjetom",
)
FIGURE = {figure.code: figure for figure in FIGURES}
SHOWN_REFERRALS = 50
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
        return [FIGURE[code] for code in CODES]

    @cached_property
    def _tables(self):
        return queries.by_service(self.user, year_to_date(self.year))

    def response_rows(self):
        return [
            {
                "service": service,
                "cells": [
                    self._cell(figure, self._tables[figure.code].by_service[service.pk], service)
                    for figure in self.figures
                ],
            }
            for service in sorted(self.services, key=lambda service: service.is_republic)
        ]

    def response_total(self):
        return [self._cell(figure, self._tables[figure.code].total) for figure in self.figures]

    def _cell(self, figure, amount, service=None):
        return {"text": written_amount(figure, amount), "figure": figure, "service": service}

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
        """To the republic office, those without a contact first. Whoever works there sees these threads."""
        office = [service.pk for service in self.services if service.is_republic]
        rows = Referral.objects.visible_to(self.user).filter(to_service__in=office)
        rows = rows.select_related("request", "service", "to_service", "contacted_by")
        return rows.order_by("-contacted_at", "referred_at")[:SHOWN_REFERRALS]

    @cached_property
    def proposals(self):
        return [
            {"proposal": one, "where": short_name(one.service)}
            for one in sorted(proposals(self.user), key=lambda one: -one.count)
        ]

    @cached_property
    def unsupported(self):
        return without_support(self.user, self.today).count()
