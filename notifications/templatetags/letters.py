"""The parts of a letter. Tags write nothing themselves: they add to the letter in the context."""

from django import template
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from notifications import kinds, letters
from notifications.models import Notice
from vsrs import dates
from vsrs.ui.writing import written

register = template.Library()


@register.filter
def moment(text):
    """A date and time that travelled as JSON."""
    return parse_datetime(text) if isinstance(text, str) else text


@register.simple_block_tag(takes_context=True)
def subject(context, content):
    """One fact first: “Booked: 26 November at 10:00, …”."""
    letter = context["letter"]
    letter.subject = content
    if letter.only_subject:
        raise letters.SubjectFound
    return ""


@register.simple_block_tag(takes_context=True)
def para(context, content):
    """A paragraph; an empty one is left out."""
    if text := " ".join(content.split(" ")).strip():
        context["letter"].add("para", text=text)
    return ""


@register.simple_tag(takes_context=True)
def greeting(context):
    """The name alone: nothing tells us whether to write Poštovani or Poštovana."""
    if name := context["notice"].name:
        context["letter"].add("para", text=f"{written(name)},")
    return ""


@register.simple_tag(takes_context=True)
def fact(context, label, value):
    """“When: …”; a fact that is not known is left out."""
    if value not in (None, "", []):
        context["letter"].add_fact(label, value)
    return ""


@register.simple_tag(takes_context=True)
def items(context, label, values):
    """A short list: who comes, what has changed."""
    rows = [written(value) for value in values or () if value]
    if rows:
        context["letter"].add("items", text=label, rows=rows)
    return ""


@register.simple_tag(takes_context=True)
def said(context, label, text):
    """Somebody's own words, marked as such."""
    if text:
        context["letter"].add("said", text=label, rows=written(text).splitlines())
    return ""


@register.simple_tag(takes_context=True)
def button(context, label, path):
    """The one action, by its result. `path` is a page of the portal."""
    if path:
        url = letters.absolute(path) if letters.is_own_page(path) else path
        context["letter"].add("button", text=label, url=url)
    return ""


@register.simple_tag(takes_context=True)
def scores(context, label, path):
    """From 1 to 5, each a link to the same page with that score chosen (`?ocjena=4`); left out where the
    secrets of a letter are hidden."""
    if path and path != letters.HIDDEN:
        url = letters.absolute(path)
        rows = [(str(score), f"{url}?ocjena={score}") for score in range(1, 6)]
        context["letter"].add("choices", text=label, rows=rows)
    return ""


@register.simple_block_tag(takes_context=True)
def why(context, content):
    """Why the reader gets this letter."""
    context["letter"].why = " ".join(content.split())
    return ""


@register.simple_tag(takes_context=True)
def parts_of_training(context):
    """When: one line, or one for each part of a longer training, with its place if it has another."""
    data = context["data"]
    parts = data.get("parts") or []
    for number, part in enumerate(parts, 1):
        label = _("When") if len(parts) == 1 else _("Part %(number)s") % {"number": number}
        fact(context, label, _part_line(part, data.get("place")))
    return ""


def _part_line(part, usual_place=""):
    when = dates.date_time_range(moment(part.get("start")), moment(part.get("end")))
    place = part.get("place")
    return f"{when}, {written(place)}" if place and place != usual_place else when


@register.simple_tag(takes_context=True)
def before(context):
    """What has changed, as it was: the date, the place, the link."""
    was, changed = context["data"].get("before") or {}, context["data"].get("changed") or ()
    if "date" in changed:
        items(
            context, _("The date was"), [_part_line(part, was.get("place")) for part in was.get("parts", ())]
        )
    if "place" in changed:
        items(context, _("The place was"), [was.get("place")])
    if "link" in changed:
        items(context, _("The link was"), [was.get("link")])
    return ""


@register.simple_tag(takes_context=True)
def digest_items(context):
    """The notices of a digest, each with its subject and its page."""
    notice = context["notice"]
    for item in context["data"].get("items", ()):
        one = Notice(service=notice.service, kind=item["kind"], data=item["data"], url=item["url"])
        label = str(kinds.name_of(one.kind))
        context["letter"].add_fact(label, letters.title_of(one))
        if one.url:
            context["letter"].add_fact(_("Page"), letters.absolute(one.url))
    return ""
