"""The interface kit: text, small shapes and blocks as tags with named inputs. Beside it stand `ui_drawings`,
`ui_ways` and `ui_forms`; all are built into every template. Listed in docs/interface.md."""

from functools import lru_cache, wraps
from itertools import count

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vsrs import dates, text
from vsrs.ui import charts, icons
from vsrs.ui import sign as signs
from vsrs.ui.marked import marked
from vsrs.ui.writing import in_script, short_name, two_lines, written

register = template.Library()

# Everything here escapes what it is given: format_html, or a template.


# --- text and numbers ---------------------------------------------------------------------------

register.filter("script", written)
register.filter("marked", marked)
register.filter("two_lines", two_lines)
register.filter("short_name", short_name)
register.filter("phone", text.phone)
for name in (
    "long_date",
    "short_date",
    "day_month",
    "short_day",
    "short_day_time",
    "month_year",
    "month_name",
    "weekday",
    "date_time",
    "clock",
    "number",
    "percent",
    "money",
):
    register.filter(name, getattr(dates, name))
register.filter("time_range", dates.clock_range)
register.filter("before_comma", dates.before_comma)
register.filter("date_range", dates.date_range)
register.filter("hours_or_days", dates.hours_or_days)
register.filter("date_time_range", dates.date_time_range)


@register.filter
def town(service):
    return in_script(service, "town")


@register.simple_tag
def in_serbian():
    """`<h1{% in_serbian %}>` says, on an English page, that the element holds stored text: readers aloud
    then pronounce it as Serbian."""
    return mark_safe(' lang="sr-Latn"') if dates.language() == "en" else ""


@register.filter
def iso(moment):
    """For the `datetime` attribute of <time>."""
    return (
        dates.local(moment).isoformat(timespec="minutes") if hasattr(moment, "hour") else moment.isoformat()
    )


# --- drawn once -----------------------------------------------------------------------------------


def kept(draw):
    """A shape that depends on its inputs and the language only: lists repeat the same few row after row."""

    # Typed, because safe text and the same text unescaped are equal and drawn differently.
    @lru_cache(maxsize=4096, typed=True)
    def drawn(_language, *args, **kwargs):
        return draw(*args, **kwargs)

    @wraps(draw)
    def shape(*args, **kwargs):
        return drawn(dates.language(), *args, **kwargs)

    return shape


# --- small shapes -------------------------------------------------------------------------------

register.simple_tag(icons.icon, name="icon")


@register.simple_tag(takes_context=True)
def mark(context, here=None):
    """The sign of the network; `here` (a service or its slug) lights one town."""
    portal = context.get("portal")
    places = portal.mark_points if portal else ()
    if not places:
        return format_html(
            '<img class="mark" src="{}" width="39" height="44" alt="">', static("img/mark.svg")
        )
    return signs.sign(places, getattr(here, "slug", here) or "")


TAG_KINDS = {"", "success", "warning", "error", "info"}


@register.simple_tag
@kept
def tag(label, kind="", icon=""):
    """A state in a word. Kinds: success, warning, error, info, or none for the quiet one."""
    if kind not in TAG_KINDS:
        raise ValueError(f"No such kind of tag: {kind}")
    return format_html(
        '<span class="tag{}">{}{}</span>',
        f" tag-{kind}" if kind else "",
        icons.icon(icon) if icon else "",
        label,
    )


@register.simple_tag
@kept
def seats(free, total, waiting=False, opened=True):
    """How full a training is, free seats first. `waiting`: a full one has a waiting list;
    `opened`: booking has begun."""
    taken = total - free
    if not opened:
        text = ngettext("{total} seat", "{total} seats", total).format(total=dates.number(total))
    elif free <= 0:
        text = _("Full, waiting list") if waiting else _("Full")
    else:
        words = ngettext("<b>{free}</b> of {total} seat free", "<b>{free}</b> of {total} seats free", total)
        text = format_html(words, free=dates.number(free), total=dates.number(total))
    kind = " is-full" if free <= 0 else " small" if free < total * 0.2 else ""
    return format_html(
        '<div class="seats{}"><svg aria-hidden="true" width="100%" height="8">'
        '<rect class="track" width="100%" height="8"/><rect class="fill" width="{}%" height="8"/></svg>'
        "<span>{}</span></div>",
        kind,
        charts.short(charts.share(taken, total)),
        text,
    )


@register.simple_tag
def date_block(moment, weekday="short"):
    """The day in big figures: with the month (`short`), or in a list grouped by months (`long`)."""
    moment = dates.local(moment)
    return drawn_day(moment.date() if hasattr(moment, "hour") else moment, weekday)


@kept
def drawn_day(day, weekday):
    name = dates.weekday(day)
    figure = format_html('<time datetime="{}">{}</time>', day.isoformat(), day.day)
    if weekday == "long":
        end = "" if dates.language() == "en" else "."
        return format_html('<p class="date-block"><span>{}</span><b>{}{}</b></p>', name, figure, end)
    month = dates.month_name(day)[:3]
    return format_html(
        '<p class="date-block"><span>{}</span><b>{}</b><span>{}</span></p>', name[:3], figure, month
    )


# --- blocks that hold something -----------------------------------------------------------------

NOTICE_ICONS = {"info": "info", "success": "check", "warning": "warning", "error": "warning"}


@register.simple_block_tag
def notice(content, kind="info", title=""):
    """A standing remark beside the text it concerns. Kinds: info, success, warning, error."""
    heading = format_html("<p><strong>{}</strong></p>", title) if title else ""
    body = content.strip()
    if not body.startswith(("<p", "<ul", "<ol", "<div")):
        body = format_html("<p>{}</p>", mark_safe(body))  # noqa: S308 - the content of a template
    return format_html(
        '<div class="notice {}">{}<div>{}{}</div></div>',
        kind,
        icons.icon(NOTICE_ICONS[kind]),
        heading,
        mark_safe(body),  # noqa: S308
    )


@register.simple_block_tag(takes_context=True)
def empty_state(context, content, title, here=None):
    """A list with nothing in it: what it will hold, and the one action."""
    return format_html(
        '<div class="empty-state">{}<p class="empty-title">{}</p>{}</div>',
        mark(context, here),
        title,
        mark_safe(content),  # noqa: S308
    )


@register.simple_block_tag(takes_context=True)
def panel(context, content, title="", kind="board", url="", link="", id=""):
    """A bordered section. Kinds: board (workspace), panel (forms), card.

    `url` with `link` stands beside the title.
    """
    key = id or unique(context, "dio")
    head = ""
    if title:
        beside = format_html('<a class="fine" href="{}">{}</a>', url, link) if url else ""
        head = format_html('<header><h2 id="{}-n">{}</h2>{}</header>', key, title, beside)
    return format_html(
        '<section class="{}{}"{}{}>{}{}</section>',
        kind,
        "" if kind == "board" else " stack",
        format_html(' id="{}"', id) if id else "",
        format_html(' aria-labelledby="{}-n"', key) if title else "",
        head,
        mark_safe(content),  # noqa: S308
    )


@register.simple_block_tag
def figure(
    content,
    title,
    sub="",
    source="",
    table="",
    csv="",
    xlsx="",
    method="",
    kind="card",
):
    """What every drawing stands in: the finding, the measure, the drawing, then where it comes from.

    `table`, `csv`, `xlsx` and `method` are addresses. Kinds: card (public pages), board (workspace).
    """
    links = [(table, _("Table")), (csv, "CSV"), (xlsx, "XLSX"), (method, _("How we count"))]
    links = format_html_join("", '<a href="{}">{}</a>', ((url, label) for url, label in links if url))
    foot = ""
    if source or links:
        about = format_html("<span>{}</span>", source) if source else ""
        foot = format_html('<p class="source">{}{}</p>', about, links)
    return format_html(
        '<figure class="figure {}"><figcaption>{}</figcaption>{}{}{}</figure>',
        "board on-surface" if kind == "board" else kind,
        title,
        format_html('<p class="figure-sub">{}</p>', sub) if sub else "",
        mark_safe(content),  # noqa: S308
        foot,
    )


def unique(context, word):
    """An id that no other part of this page has."""
    portal = context.get("portal")
    # A template included by another has a render context of its own; the page has one `portal`.
    counter = portal.numbers if portal else context.render_context.setdefault("ui-ids", count(1))
    return f"{word}-{next(counter)}"
