"""Bars, and how much of a whole is there."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from vsrs import dates
from vsrs.ui.charts.base import get, linked, share, short


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
