"""The sign of the network: the towns at their true places, joined by a thread."""

from functools import lru_cache

from django.utils.html import format_html, format_html_join

from vsrs.ui.geometry import on_sign, thread


@lru_cache(maxsize=64)
def sign(places, here=""):
    """`places` is a tuple, so that the drawing is made once; `here` is the slug of the lit town."""
    lines = format_html_join(
        "",
        '<line x1="{}" y1="{}" x2="{}" y2="{}"/>',
        ((*map(str, on_sign(a)), *map(str, on_sign(b))) for a, b in thread(places)),
    )
    dots = format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="2.6"/>',
        (tuple(map(str, on_sign(place))) for place in places if place.slug != here),
    )
    lit = format_html_join(
        "",
        '<circle class="here" cx="{}" cy="{}" r="4.6"/>',
        (tuple(map(str, on_sign(place))) for place in places if place.slug == here),
    )
    return format_html(
        '<svg class="mark" viewBox="0 0 42 48" aria-hidden="true" focusable="false">{}{}{}</svg>',
        lines,
        dots,
        lit,
    )
