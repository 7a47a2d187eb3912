"""The registry of figures. Each room declares its numbers in its own `figures.py` and registers them
at start; dashboards, targets and reports draw from here and know no room by name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Figure:
    """A number worth showing.

    `monthly(service)` recomputes it from source rows: {first of month: (value, of)}, where `of` is None for
    what adds up. A ratio is value / of × 100, a mean value / of; of a median the distribution stands third,
    {"1.5": how many rows have it}, because medians of months do not add up and distributions do.
    `rows(user, service_ids, start, end)` is the queryset of exactly the rows that make it, for the
    half-open period of dates [start, end); it begins with `visible_to(user)`.
    `columns` are (header, attribute or callable) pairs for the page of rows and its exports.
    """

    code: str  # stable, Serbian, stands in addresses: "odrzane-obuke"
    name: str
    unit: str
    counts: Literal["count", "sum", "ratio", "mean", "median"]
    how: str  # "How we count", one or two sentences
    room: str  # app label, for marks of staleness
    monthly: Callable
    rows: Callable
    columns: tuple
    is_public: bool = False
    # Public pages show it service by service too; figures about people stay with the network's sum,
    # since eleven small services make tiny groups the normal case.
    is_public_by_service: bool = False
    # The rows name persons: whoever opens or takes them is written into the history of their services.
    names_people: bool = False
    row_url: Callable | None = None  # where a row's own record opens, for those who see the rows
    row_value: Callable | None = None  # what one row adds to (value, of, spread); None means 1
    order: int = field(default=100)

    @property
    def adds_up(self):
        """Months and services can be added; shares, means and medians are worked out anew."""
        return self.counts in {"count", "sum"}


_figures: dict[str, Figure] = {}


def register(*figures):
    for figure in figures:
        _figures[figure.code] = figure


def all_figures():
    return sorted(_figures.values(), key=lambda figure: (figure.order, figure.code))


def figure_by_code(code):
    """The figure, or None for an unknown code."""
    return _figures.get(code)
