"""The same small line for many."""

from django.utils.html import format_html, format_html_join

from vsrs import dates
from vsrs.ui.charts.base import INNER, get, linked, numbers
from vsrs.ui.charts.lines import area, dot, last, places_of, polyline


def small_multiples(items, *, reference=None):
    """The same small line for each service on one scale; the dashed line is the mean of the network.

    An item: label, url, values, text (the sum, already written).
    """
    items = list(items)
    reference = numbers(reference or [])
    rows = [numbers(get(item, "values")) for item in items]
    high = max((v for row in [*rows, reference] for v in row if v is not None), default=0) or 1
    box = {"left": 2, "right": 96, "bottom": 92, "top": 14, "low": 0.0, "high": high}
    dashed = polyline(places_of(reference, **box), "line line-ref")
    return format_html(
        '<ul class="multiples">{}</ul>',
        format_html_join(
            "",
            '<li><div class="row">{}<span class="digits muted">{}</span></div>'
            '<svg class="chart" height="84" aria-hidden="true">'
            '<line class="axis" x1="0" x2="100%" y1="92%" y2="92%"/>'
            "{}{}</svg></li>",
            (
                (
                    linked(get(item, "label"), get(item, "url")),
                    get(item, "text") or dates.number(sum(v for v in row if v is not None)),
                    format_html(
                        INNER,
                        format_html(
                            "{}{}{}",
                            area(points := places_of(row, **box), 92),
                            dashed,
                            polyline(points, "line"),
                        ),
                    ),
                    dot(end, "dot-1") if (end := last(points)) else "",
                )
                for item, row in zip(items, rows, strict=True)
            ),
        ),
    )
