"""The interface kit: numbers as drawings."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vsrs import dates
from vsrs.templatetags.ui import unique
from vsrs.ui import charts

register = template.Library()


register.simple_tag(charts.bars)
register.simple_tag(charts.spark)
register.simple_tag(charts.steps)
register.simple_tag(charts.meter)
register.simple_tag(charts.target)
register.simple_tag(charts.small_multiples)


@register.simple_tag(takes_context=True)
def line_chart(context, labels, lines, title, description="", **drawn):
    """`drawn`: unit, height, ticks."""
    key = unique(context, "crtez")
    return charts.line_chart(labels, lines, key=key, title=title, description=description, **drawn)


@register.simple_tag(takes_context=True)
def network_map(context, points, title):
    return charts.network_map(points, key=unique(context, "mapa"), title=title)


@register.simple_tag
def tile(label, value, url="", unit="", change=None, change_text="", values=(), better="up", points=False):
    """One number of an overview: name, number that opens its rows, one comparison in words, a small line.

    `change` is in percent, or in points, and gives the arrow; `better="down"` when falling is good news.
    """
    if value is None:
        shown = format_html("<small>{}</small>", _("no data"))
    else:
        shown = value if isinstance(value, str) else dates.number(value)
        shown = format_html('<a href="{}">{}</a>', url, shown) if url else shown
    return format_html(
        '<li class="tile"><h3>{}</h3><p class="big-number">{}{}</p>{}{}</li>',
        label,
        shown,
        format_html(" <small>{}</small>", unit) if unit and value is not None else "",
        change_line(change, change_text, better, points),
        charts.spark(values),
    )


def change_line(change, text, better, points=False):
    if change is None:
        return format_html('<p class="change">{}</p>', text) if text else ""
    rounded = round(float(change))
    if rounded == 0:
        return format_html('<p class="change">{} {}</p>', _("no change"), text)
    good = (rounded > 0) == (better == "up")
    arrow = "▲" if rounded > 0 else "▼"
    amount = abs(rounded)
    return format_html(
        '<p class="change"><b class="{}">{} {}</b> {}</p>',
        "up" if good else "down",
        arrow,
        ngettext("%d point", "%d points", amount) % amount if points else dates.percent(amount),
        text,
    )
