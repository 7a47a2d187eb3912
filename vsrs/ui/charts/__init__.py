"""Charts as SVG made on the server. Positions are percents, so that text keeps its size on a phone;
lines sit in an inner square that stretches. No style attributes, everything escaped."""

from vsrs.ui.charts.amounts import bars, meter, steps, target
from vsrs.ui.charts.base import share, short
from vsrs.ui.charts.lines import line_chart, nice_top, spark
from vsrs.ui.charts.map import network_map
from vsrs.ui.charts.multiples import small_multiples

__all__ = [
    "bars",
    "line_chart",
    "meter",
    "network_map",
    "nice_top",
    "share",
    "short",
    "small_multiples",
    "spark",
    "steps",
    "target",
]
