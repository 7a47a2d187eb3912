"""Charts as SVG made on the server. Positions are percents, so that text keeps its size on a phone;
lines sit in an inner square that stretches. No style attributes, everything escaped."""

from decimal import Decimal
from itertools import groupby
from math import ceil, floor, log10, sqrt

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from vsrs import dates
from vsrs.ui.geometry import on_map, thread
from vsrs.ui.rivers import NAMES, RIVERS
from vsrs.ui.writing import written

INNER = '<svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%">{}</svg>'


def get(row, name, default=None):
    """Rows come as dictionaries or as objects."""
    return row.get(name, default) if isinstance(row, dict) else getattr(row, name, default)


def short(x):
    """A coordinate: one decimal, and always a point, whatever the reader's language."""
    return f"{float(x):.1f}"


def share(value, top):
    return max(0.0, min(100.0, float(value) / float(top) * 100)) if value and top else 0.0


# --- bars ---------------------------------------------------------------------------------------


def bars(rows, *, top=None):
    """Sideways bars from zero. A row: label, value, url (may be missing), text (instead of the number)."""
    rows = list(rows)
    top = top or max((float(get(row, "value") or 0) for row in rows), default=0)
    return format_html(
        '<ol class="bars">{}</ol>', format_html_join("", "<li>{}{}</li>", (_bar(r, top) for r in rows))
    )


def _bar(row, top):
    value = get(row, "value")
    name = linked(get(row, "label"), get(row, "url"))
    if value is None:
        return name, format_html('<span class="no-data">{}</span>', _("no data"))
    return name, format_html(
        '<svg width="100%" height="14" aria-hidden="true">'
        '<rect class="fill-1" width="{}%" height="14" rx="2"/></svg><span class="num">{}</span>',
        short(share(value, top)),
        get(row, "text") or dates.number(value),
    )


def linked(label, url):
    label = written(label)
    return format_html('<a href="{}">{}</a>', url, label) if url else format_html("<span>{}</span>", label)


def meter(done, total):
    """A quiet bar of how much of the whole is there; the words beside it say it too."""
    return format_html(
        '<svg width="100%" height="8" aria-hidden="true"><rect class="target-track" width="100%" height="8"/>'
        '<rect class="bar-1" width="{}%" height="8"/></svg>',
        short(share(done, total)),
    )


def steps(done, total):
    """One box a step, for a handful of steps."""
    width = 100 / total if total else 0
    return format_html(
        '<svg class="chart" height="34" aria-hidden="true">{}</svg>',
        format_html_join(
            "",
            '<rect class="{}" x="{}%" y="12" width="{}%" height="12" rx="2"/>',
            (
                ("bar-1" if i < done else "bar-pale", short(i * width), short(width * 0.77))
                for i in range(total or 0)
            ),
        ),
    )


def target(value, goal, *, expected=None, top=None):
    """How far towards a goal: full line the goal, dashed where we should be today."""
    top = top or max(float(goal or 0) * 1.1, float(value or 0), float(expected or 0)) or 1
    on_track = value is not None and float(value) >= float(expected if expected is not None else goal or 0)
    at_expected = short(share(expected, top)) if expected is not None else None
    return format_html(
        '<svg class="chart" height="18" aria-hidden="true">'
        '<rect class="target-track" width="100%" height="18" rx="3"/>'
        '<rect class="{}" y="5" width="{}%" height="8" rx="2"/>{}'
        '<line class="target-line" x1="{goal}%" x2="{goal}%" y1="0" y2="18"/></svg>',
        "bar-2" if on_track else "bar-3",
        short(share(value, top)),
        format_html('<line class="expected-line" x1="{0}%" x2="{0}%" y1="0" y2="18"/>', at_expected)
        if at_expected
        else "",
        goal=short(share(goal, top)),
    )


# --- lines --------------------------------------------------------------------------------------


def numbers(values):
    return [None if value is None else float(value) for value in values]


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


# --- map ----------------------------------------------------------------------------------------

# Where the name stands, set by hand: (side, pixels to the side, pixels down). Sides: start and end are
# right and left of the dot, middle is above or below it.
LABELS = {
    "banja-luka": ("end", 0, 6),
    "bijeljina": ("below", -2, 0),
    "derventa": ("start", 0, 3),
    "doboj": ("below", 0, 0),
    "gradiska": ("above", 4, 0),
    "laktasi": ("end", 0, 3),
    "mrkonjic-grad": ("below", -20, 0),
    "novi-grad": ("above", 0, 0),
    "srbac": ("start", 0, 0),
    "srebrenica": ("end", 0, 5),
    "trebinje": ("start", 0, 5),
}
# A town without a place of its own: to the right, or to the left near the eastern edge.
FROM_EDGE = 72


def network_map(points, *, key, title):
    """Towns by longitude and latitude, rivers for orientation, no boundaries.

    A point: slug, name, lon, lat, url, and value (then the area of the circle follows it) with its text.
    """
    points = list(points)
    top = max((float(get(point, "value") or 0) for point in points), default=0)
    spots = [_Spot(point, top) for point in points]
    rivers = format_html_join("", '<path class="{}" d="{}"/>', RIVERS)
    joined = "".join(f"M{a.x:.1f} {a.y:.1f}L{b.x:.1f} {b.y:.1f}" for a, b in thread(spots))
    return format_html(
        '<svg class="map" role="group" aria-labelledby="{key}-n"><title id="{key}-n">{title}</title>'
        '<svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%" aria-hidden="true">'
        '{rivers}<path class="thread" d="{thread}"/></svg>{names}{spots}</svg>',
        key=key,
        title=title,
        rivers=rivers,
        thread=joined,
        names=format_html_join(
            "",
            '<text class="river-name" x="{}%" y="{}%" text-anchor="{}" aria-hidden="true">{}</text>',
            ((x, y, anchor, written(name)) for name, x, y, anchor in NAMES),
        ),
        spots=format_html_join("", "{}", ((spot.drawn(),) for spot in spots)),
    )


class _Spot:
    def __init__(self, point, top):
        self.point = point
        self.slug = get(point, "slug")
        self.lon, self.lat = float(get(point, "lon")), float(get(point, "lat"))
        self.x, self.y = on_map(self)
        self.value = get(point, "value")
        # Percent of the map's size; 4.8 px each at the width the labels were set for.
        self.radius = (
            max(0.9, 3.3 * sqrt(float(self.value or 0) / top)) if self.value is not None and top else None
        )
        self.pixels = 7.0 if self.radius is None else self.radius * 4.8

    def label_at(self):
        side, dx, dy = LABELS.get(self.slug) or ("end" if self.x > FROM_EDGE else "start", 0, 5)
        # Circles shrink with the map and distances do not, so this is a little less than at full width.
        gap = 0.85 * self.pixels + 6
        if side == "above":
            return "middle", dx, dy - gap
        if side == "below":
            return "middle", dx, dy + gap + 10
        return side, dx + (gap if side == "start" else -gap), dy

    def drawn(self):
        anchor, dx, dy = self.label_at()
        text = get(self.point, "text") or (dates.number(self.value) if self.value is not None else "")
        inside = format_html(
            '<circle class="hit" cx="{x}%" cy="{y}%" r="13"/>'
            '<circle class="place-dot" cx="{x}%" cy="{y}%" r="{r}"/>'
            '<text class="place" x="{x}%" y="{y}%" dx="{dx}" dy="{dy}" text-anchor="{anchor}">'
            "{name}{value}</text>",
            x=f"{self.x:.2f}",
            y=f"{self.y:.2f}",
            r="7" if self.radius is None else f"{self.radius:.2f}%",
            dx=short(dx),
            dy=short(dy),
            anchor=anchor,
            name=written(get(self.point, "name")),
            value=format_html(' <tspan class="value">{}</tspan>', text) if text else "",
        )
        url = get(self.point, "url")
        return format_html('<a href="{}">{}</a>', url, inside) if url else format_html("<g>{}</g>", inside)
