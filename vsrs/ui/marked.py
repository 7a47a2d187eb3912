"""The small markup of longer texts, and the only HTML that ever comes of it.

    ## Heading            a line of its own
    - one                 lines that begin with a hyphen are a list, with 1. a numbered one
    **important**         bold
    [words](/obuke/)      a link to a page of the portal, or to https://…
    an empty line         parts paragraphs

Everything else is text. Markup is looked for in escaped text, so nothing that a person types becomes HTML.
"""

import re

from django.utils.html import escape
from django.utils.safestring import mark_safe

from vsrs.dates import language
from vsrs.ui.writing import written

HEADING = re.compile(r"#{2,3}\s+(.+)")
ITEM = re.compile(r"[-*•]\s+(.+)")
NUMBERED = re.compile(r"\d{1,2}[.)]\s+(.+)")
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
# A path of ours (not //somewhere.else) or an address that begins with https; in escaped text.
LINK = re.compile(r"\[([^\[\]\n]+)\]\((https?://[^\s()]+|/(?!/)[^\s()]*|mailto:[^\s()]+)\)")
LEAD = 200
PREFIXES = {"sr": "/sr", "en": "/en"}


def marked(text):
    """The text as paragraphs, headings, lists, links and bold words, in the script of the page."""
    return mark_safe("\n".join(_blocks(escape(written(text or "")))))  # noqa: S308 - escaped above


def plain_of(text):
    """The words alone, for excerpts."""
    lines = [_words_of(line.strip()) for line in text.splitlines()]
    return BOLD.sub(r"\1", LINK.sub(r"\1", " ".join(line for line in lines if line)))


def lead_of(text):
    """The beginning of the first paragraph that says something; whole words."""
    first = next((part for part in re.split(r"\n\s*\n", text.strip()) if _says_something(part)), "")
    words = plain_of(first)
    return words if len(words) <= LEAD else words[:LEAD].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _says_something(part):
    """Neither a heading nor a greeting such as "Poštovani,"."""
    return not HEADING.match(part) and not part.rstrip().endswith(",")


def _words_of(line):
    for pattern in (HEADING, ITEM, NUMBERED):
        if match := pattern.fullmatch(line):
            return match[1]
    return line


def _blocks(escaped):
    kind, held = "", []
    for line in [*(line.strip() for line in escaped.splitlines()), ""]:
        new, words = _kind_of(line)
        if held and (new != kind or new == "h2"):
            yield _drawn(kind, held)
            held = []
        kind = new
        if words:
            held.append(_inline(words))


def _kind_of(line):
    for kind, pattern in (("h2", HEADING), ("ul", ITEM), ("ol", NUMBERED)):
        if match := pattern.fullmatch(line):
            return kind, match[1]
    return ("p", line) if line else ("", "")


def _drawn(kind, held):
    if kind in {"ul", "ol"}:
        return f"<{kind}>{''.join(f'<li>{words}</li>' for words in held)}</{kind}>"
    return f"<{kind}>{'<br>'.join(held)}</{kind}>"


def _inline(escaped):
    escaped = LINK.sub(lambda match: f'<a href="{_address(match[2])}">{match[1]}</a>', escaped)
    return BOLD.sub(r"<strong>\1</strong>", escaped)


def _address(url):
    """A page of ours in the language the reader has."""
    return url if not url.startswith("/") else f"{PREFIXES.get(language(), '')}{url}"
