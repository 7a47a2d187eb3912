"""The interface kit: finding one's way, through pages and through lists."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.http import QueryDict
from django.template.loader import get_template
from django.urls import get_urlconf
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from vsrs import dates
from vsrs.templatetags.quick import address
from vsrs.ui import icons
from vsrs.ui.writing import written

register = template.Library()


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
