"""Numbers on the map of towns."""

from math import sqrt

from django.utils.html import format_html, format_html_join

from vsrs import dates
from vsrs.ui.charts.base import get, short
from vsrs.ui.geometry import on_map, thread
from vsrs.ui.rivers import NAMES, RIVERS
from vsrs.ui.writing import written

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
