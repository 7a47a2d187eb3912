"""What changed between two texts, word by word, for people to read."""

import re
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from consultations.models import ArticleVersion
from vsrs.ui.writing import written

# Words with the space that follows them; a new line is a word of its own, so paragraphs stay.
PIECES = re.compile(r"\n+|[^\s]+[^\S\n]*|[^\S\n]+")
SERBIAN = {"topic", "audience", "title", "body"}


def word_differences(before, after):
    """The text after, with what was taken out and put in marked; escaped."""
    one, other = PIECES.findall(before), PIECES.findall(after)
    parts = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append((format_html("{}", "".join(one[i1:i2])),))
            continue
        if i1 < i2:
            parts.append((format_html("<del>{}</del>", "".join(one[i1:i2])),))
        if j1 < j2:
            parts.append((format_html("<ins>{}</ins>", "".join(other[j1:j2])),))
    return format_html_join("", "{}", parts)


def differences_of(older, newer):
    """[{label, text}] of the fields that differ between two versions, or a version and what was typed."""
    fields = ("topic", "audience", "title", "body", "title_en", "body_en")
    rows = [(name, _shown(older, name), _shown(newer, name)) for name in fields]
    return [
        {"label": _label(name), "text": word_differences(one, other)}
        for name, one, other in rows
        if one != other
    ]


def _shown(version, name):
    """Codes in words; Serbian text in the script of the page."""
    value = version[name] if isinstance(version, dict) else getattr(version, name)
    choices = dict(ArticleVersion._meta.get_field(name).flatchoices)
    return written(str(choices.get(value, value))) if name in SERBIAN else value


def _label(name):
    labels = {"body": _("Text"), "title": _("Title"), "title_en": _("Title in English")}
    return labels.get(name) or str(ArticleVersion._meta.get_field(name).verbose_name)
