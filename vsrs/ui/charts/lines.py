"""Lines over time."""

from decimal import Decimal
from itertools import groupby
from math import ceil, floor, log10

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from vsrs import dates
from vsrs.ui.charts.base import INNER, get, numbers, short
from vsrs.ui.writing import written


def places_of(values, *, left, right, bottom, top, low=0.0, high=1.0):
    """(x, y) in percent; None where there is no data."""
    step = (right - left) / (len(values) - 1) if len(values) > 1 else 0
    span = (high - low) or 1
    return [
        None if value is None else (left + i * step, bottom - (value - low) / span * (bottom - top))
        for i, value in enumerate(values)
    ]


def runs(points):
    """The stretches between gaps: a line never crosses a month without data."""
    return [list(group) for there, group in groupby(points, key=lambda point: point is not None) if there]


def polyline(points, css):
    return format_html_join(
        "",
        '<polyline class="{}" points="{}"/>',
        ((css, " ".join(f"{x:.2f},{y:.2f}" for x, y in run)) for run in runs(points) if len(run) > 1),
    )


def area(points, bottom):
    return format_html_join(
        "",
        '<polygon class="area" points="{}"/>',
        (
            (" ".join(f"{x:.2f},{y:.2f}" for x, y in [(run[0][0], bottom), *run, (run[-1][0], bottom)]),)
            for run in runs(points)
            if len(run) > 1
        ),
    )


def dot(point, css, r="3.5"):
    return format_html(
        '<circle class="{}" cx="{}%" cy="{}%" r="{}"/>', css, f"{point[0]:.2f}", f"{point[1]:.2f}", r
    )


def last(points):
    return next((point for point in reversed(points) if point is not None), None)


def spark(values):
    """The small line of a tile: shape only, the number above says how much."""
    values = numbers(values)
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    points = places_of(values, left=1, right=99, bottom=92, top=14, low=min(0, *known), high=max(known) or 1)
    return format_html(
        '<svg class="chart" height="34" aria-hidden="true">{}{}</svg>',
        format_html(INNER, format_html("{}{}", area(points, 100), polyline(points, "line"))),
        dot(last(points), "dot-1"),
    )


def nice_top(value):
    """The end of an axis and its steps: 1, 2, 2.5 or 5 times a power of ten, four or five lines."""
    if value <= 0:
        return 1.0, [0.0, 1.0]
    rough = value / 4
    power = 10 ** floor(log10(rough))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough)
    if float(value).is_integer() and step < 1:
        step = 1.0
    count = ceil(value / step - 1e-9)
    return count * step, [i * step for i in range(count + 1)]


def line_chart(labels, lines, *, key, title, description="", unit="", height=220, ticks=()):
    """Up to four lines, named at their ends.

    A line: name, values (None is a gap), kind: 1 or 2 for the data, "ref" for what it is compared with.
    `ticks`: of a scale with its own ends, such as marks from 1 to 5; else from zero.
    """
    labels, lines = list(labels), list(lines)[:4]
    values = [numbers(get(line, "values")) for line in lines]
    if not ticks:
        ticks = nice_top(max((v for row in values for v in row if v is not None), default=0))[1]
    low, high = float(ticks[0]), float(ticks[-1])
    room = 8 if high < 1000 else 11
    right = 86 if all(len(str(get(line, "name", ""))) < 10 for line in lines) else 80
    box = {"left": room, "right": right, "bottom": 86, "top": 8, "low": low, "high": high}
    drawn, dots, ends = [], [], []
    for line, row in zip(lines, values, strict=True):
        points = places_of(row, **box)
        kind = str(get(line, "kind", 1))
        css = {"1": "line", "2": "line line-2", "ref": "line line-ref"}[kind]
        dots += [
            dot(run[0], "dot-1" if kind == "1" else f"dot-{kind}") for run in runs(points) if len(run) == 1
        ]
        drawn.append(format_html("{}{}", area(points, 86) if len(lines) == 1 else "", polyline(points, css)))
        if (end := last(points)) is not None:
            if kind != "ref":
                dots.append(dot(end, "dot-open" if kind == "1" else f"dot-{kind}", "4.5"))
            amount = next(v for v in reversed(row) if v is not None)
            ends.append((end, written(get(line, "name", "")), dates.number(amount), kind))
    head = format_html('<title id="{0}-n">{1}</title><desc id="{0}-o">{2}</desc>', key, title, description)
    return format_html(
        '<svg class="chart" height="{}" role="img" aria-labelledby="{}-n{}">{}{}{}{}{}{}</svg>',
        height,
        key,
        format_html(" {}-o", key) if description else "",
        head,
        y_axis(ticks, room, right),
        format_html(INNER, mark_safe("".join(drawn))),  # noqa: S308 - joined from escaped parts
        x_labels(labels, room, right),
        mark_safe("".join(dots)),  # noqa: S308
        end_labels(ends, height, unit),
    )


def y_axis(ticks, left, right):
    low, high = ticks[0], ticks[-1]
    places = [(tick, 86 - (tick - low) / (high - low) * 78) for tick in ticks]
    return format_html_join(
        "",
        '<line class="{kind}" x1="{left}%" x2="{right}%" y1="{y}%" y2="{y}%"/>'
        '<text x="{beside}%" y="{y}%" dy="4" text-anchor="end">{text}</text>',
        (
            {
                "kind": "axis" if tick == low else "gridline",
                "left": left,
                "right": right,
                "beside": short(left - 1.2),
                "text": dates.number(Decimal(str(round(tick, 2)))),
                "y": short(y),
            }
            for tick, y in places
        ),
    )


def x_labels(labels, left, right):
    # Twelve months do not fit a phone: every second, third… is named, and always the last.
    every = ceil(len(labels) / 7) or 1
    shown = [i for i in range(len(labels)) if (len(labels) - 1 - i) % every == 0]
    step = (right - left) / (len(labels) - 1) if len(labels) > 1 else 0
    return format_html_join(
        "",
        '<text x="{}%" y="86%" dy="20" text-anchor="middle">{}</text>',
        ((f"{left + i * step:.2f}", written(labels[i])) for i in shown),
    )


def end_labels(ends, height, unit):
    """Value and name beside the end of each line, pushed apart so that they never overlap."""
    block = 32
    placed, lowest = [], -1e9
    for (x, y), name, amount, kind in sorted(ends, key=lambda end: end[0][1]):
        at = max(y / 100 * height, lowest + block)
        lowest = at
        placed.append(
            (f"{x:.2f}", round(at - 4), round(at + 11), amount, name or unit, kind if name else "ref")
        )
    return format_html_join(
        "",
        '<text class="end strong" x="{x}%" y="{top}" dx="10">{amount}</text>'
        '<text class="end text-{kind}" x="{x}%" y="{below}" dx="10">{name}</text>',
        (
            {
                "x": x,
                "top": top,
                "below": below,
                "amount": amount,
                "name": name,
                "kind": kind,
            }
            for x, top, below, amount, name, kind in placed
        ),
    )
