"""The interface kit: every shape of the portal as a tag with named inputs. Listed in docs/interface.md."""

from collections import Counter
from functools import lru_cache, wraps
from itertools import chain, count

from django import template
from django.conf import settings
from django.forms import Field
from django.http import QueryDict
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import get_urlconf
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vsrs import dates, text
from vsrs.templatetags.quick import address
from vsrs.ui import charts, icons
from vsrs.ui import sign as signs
from vsrs.ui.writing import in_script, short_name, two_lines, written

register = template.Library()

# Everything here escapes what it is given: format_html, or a template.


# --- text and numbers ---------------------------------------------------------------------------

register.filter("script", written)
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


# --- drawings -----------------------------------------------------------------------------------

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


# --- finding one's way --------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def nav_link(context, label, name, *args, icon="", count=None, urgent=False, exact=False):
    """One item of a navigation, with `aria-current` on the page it names and those below it."""
    url = address(name, *args)
    path = context["request"].path
    current = path == url if exact else path.startswith(url)
    return drawn_link(str(label), url, current, icon, count, urgent)


@lru_cache(maxsize=4096, typed=True)
def drawn_link(label, url, current, icon, count, urgent):
    return format_html(
        '<li><a href="{}"{}>{}{}{}</a></li>',
        url,
        mark_safe(' aria-current="page"') if current else "",
        icons.icon(icon) if icon else "",
        label,
        format_html('<span class="count{}">{}</span>', " urgent" if urgent else "", count) if count else "",
    )


@register.simple_tag(takes_context=True)
def language_links(context):
    """The same page in the three languages, each named in its own script."""
    return mark_safe(  # noqa: S308 - addresses are escaped
        "".join(
            LANGUAGE_LINK.format(
                **item | {"url": escape(item["url"])}, here=' aria-current="true"' if item["current"] else ""
            )
            for item in context["portal"].languages
        )
    )


LANGUAGE_LINK = (
    '<a href="{url}" lang="{lang}" hreflang="{lang}"{here}>'
    '<span class="wide-only">{long}</span><span class="narrow-only">{short}</span></a>'
)


@register.simple_tag
def breadcrumbs(*steps):
    """`{% breadcrumbs _("Trainings") url training.title %}`: names with addresses, the last name alone."""
    *above, here = steps
    pairs = zip(above[::2], above[1::2], strict=True)
    return format_html(
        '<nav aria-label="{}"><ol class="breadcrumbs">{}<li aria-current="page">{}</li></ol></nav>',
        _("Where you are"),
        format_html_join("", '<li><a href="{1}">{0}</a></li>', ((written(name), url) for name, url in pairs)),
        written(here),
    )


@register.simple_tag(takes_context=True)
def query(context, **changes):
    """The address of this page with some conditions changed; an empty value takes one away."""
    return changed_query(context["request"], **changes)


def changed_query(request, **changes):
    return _changed_query(request.META.get("QUERY_STRING", ""), tuple(changes.items()))


@lru_cache(maxsize=4096, typed=True)
def _changed_query(query, changes):
    params = QueryDict(query, mutable=True)
    for name, value in changes:
        if value in (None, ""):
            params.pop(name, None)
        else:
            params[name] = value
    return "?" + params.urlencode()


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context, page):
    """Ways to the pages around; nothing when there is one page only."""
    request = context["request"]
    return {
        "page": page,
        "previous": changed_query(request, strana=page.previous_page_number() if page.has_previous() else ""),
        "next": changed_query(request, strana=page.next_page_number() if page.has_next() else ""),
    }


@register.inclusion_tag("ui/chips.html")
def chips(listing):
    """The filters that are on, each removable."""
    return {"chips": listing.chips, "clear": listing.chips and listing.clear_url}


@register.simple_tag(takes_context=True)
def sort_header(context, key, label, num=False):
    """A heading that orders the list; needs `listing` in the context."""
    order = context["listing"].order
    state, following, sign = "", key, ""
    if order == key:
        state, following, sign = "ascending", f"-{key}", icons.icon("arrow-up")
    elif order == f"-{key}":
        state, sign = "descending", icons.icon("arrow-down")
    return format_html(
        '<th scope="col"{}{}><a href="{}">{}{}</a></th>',
        mark_safe(' class="num"') if num else "",
        format_html(' aria-sort="{}"', state) if state else "",
        changed_query(context["request"], red=following, strana=""),
        label,
        sign,
    )


_footers = {}


@register.simple_tag(takes_context=True)
def site_footer(context):
    """The same on every page but for language and theme, so it is made once for each."""
    portal = context["portal"]
    key = (
        get_urlconf(settings.ROOT_URLCONF),
        dates.language(),
        portal.theme,
        portal.demo,
        portal.mark_points,
    )
    if key not in _footers:
        if len(_footers) > 50:  # the services have changed again and again
            _footers.clear()
        _footers[key] = mark_safe(  # noqa: S308 - a template
            get_template("ui/_footer.html").template.render(template.Context({"portal": portal}))
        )
    return _footers[key]


# --- forms --------------------------------------------------------------------------------------


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*forms):
    """All errors of one or more forms (or lists of forms) at the top, each a link to its field.

    Nothing when there are none. A sentence that would not tell which field it means begins with its name.
    """
    errors = []
    for form in chain.from_iterable(one if isinstance(one, list) else [one] for one in forms):
        if not form or not getattr(form, "is_bound", False):
            continue
        errors += [("", "", error) for error in form.non_field_errors()]
        for name in form.errors:
            if name in form.fields:
                field = form[name]
                errors += [(first_input(field), field.label, error) for error in field.errors]
    said = Counter(error for _target, _label, error in errors)
    said[str(Field.default_error_messages["required"])] += 1
    return {
        "errors": [
            (target, f"{label}: {error}" if label and said[error] > 1 else error)
            for target, label, error in errors
        ]
    }


def first_input(field):
    # A group of choices has no input with the field's own id; its first choice is the place to go.
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


@register.filter
def optional_mark(field):
    """Whether the label says “not required”: a form that only filters does not say so."""
    if field.name in getattr(field.form, "asked_of_some", ()):
        return False
    return not field.field.required and getattr(field.form, "mark_optional", True)


@register.filter
def without_placeholder(field):
    """A field whose author put the label into the placeholder, where it would vanish while typing."""
    field.field.widget.attrs.pop("placeholder", None)
    return field.as_field_group()


@register.simple_tag
def export_links(listing, *kinds):
    """Links to the same rows as files: `{% export_links listing "csv" "xlsx" %}`."""
    return format_html_join(
        "",
        '<a class="button small quiet" href="{}">{}{}</a>',
        ((listing.export_url(kind), icons.icon("download"), kind.upper()) for kind in kinds),
    )
