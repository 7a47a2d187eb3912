"""Numbers that do not add up: over months and services they are worked out anew."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from network import operations, queries
from network.figures import Figure
from network.models import Rollup
from network.overview import written_amount
from network.periods import whole_year
from network.queries import Amount
from tests.cast import asking, sees_all

YEAR = whole_year(2025)


def figure(counts):
    return Figure(
        code=f"proba-{counts}",
        name="Proba",
        unit="dani",
        counts=counts,
        how="",
        room="proba",
        monthly=None,
        rows=None,
        columns=(),
    )


def amount(*days):
    whole = Amount()
    for day in days:
        whole.add(Decimal(day), 1, {day: 1})
    return whole


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], None),
        (["2"], Decimal("2.0")),
        (["1", "10"], Decimal("5.5")),
        (["0.5", "3", "10"], Decimal("3.0")),
        (["3", "3", "3", "20"], Decimal("3.0")),
    ],
)
def test_the_median_is_the_row_in_the_middle(days, expected):
    assert amount(*days).shown(figure("median")) == expected


def test_a_mean_of_a_few_answers_is_not_shown():
    few, enough = Amount(Decimal(20), Decimal(4)), Amount(Decimal(22), Decimal(5))

    assert few.shown(figure("mean")) is None
    assert written_amount(figure("mean"), few) == "premalo odgovora"
    assert written_amount(figure("mean"), enough) == "4,4 (n = 5)"
    assert written_amount(figure("mean"), Amount()) == "nema podatka"


def test_months_and_services_give_one_median_of_all_their_rows(banja_luka, doboj, vesna, monkeypatch):
    median = figure("median")
    months = {
        banja_luka.pk: {date(2025, 1, 1): (Decimal(2), 2, {"1.0": 2}), date(2025, 2, 1): (9, 1, {"9.0": 1})},
        doboj.pk: {date(2025, 1, 1): (Decimal(6), 2, {"3.0": 2})},
    }
    monkeypatch.setattr(operations, "all_figures", lambda: [median])
    object.__setattr__(median, "monthly", lambda service: months.get(service.pk, {}))
    for service in (banja_luka, doboj):
        operations.recount(service, "proba")

    with asking(vesna), sees_all():
        tables = queries.totals(vesna, YEAR), queries.by_service(vesna, YEAR)
        one = queries.one_figure(vesna, SimpleNamespace(code=median.code), YEAR)
        rows = Rollup.objects.filter(figure=median.code).count()
    assert rows == 3
    assert [table[median.code].total.shown(median) for table in tables] == [Decimal("3.0")] * 2
    assert one.total.shown(median) == Decimal("3.0")
    assert tables[1][median.code].by_service[banja_luka.pk].shown(median) == Decimal("1.0")
    assert tables[0][median.code].by_month[date(2025, 1, 1)].shown(median) == Decimal("2.0")
