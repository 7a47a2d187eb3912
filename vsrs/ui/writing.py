"""Stored text in the reader's script."""

from functools import lru_cache

from django.utils.safestring import SafeData
from django.utils.translation import gettext as _

from vsrs.dates import language
from vsrs.text import sort_key_cyrillic
from vsrs.transliteration import to_cyrillic, to_latin

# The same towns, programmes and people stand on page after page.
cyrillic = lru_cache(maxsize=4096)(to_cyrillic)
latin = lru_cache(maxsize=4096)(to_latin)


def written(value):
    """Text from the database in the script of the page, whichever it was typed in. A row that keeps both
    names chooses.

    Markup is left alone: it was written by the portal, not by people.
    """
    if value is None:
        return ""
    if isinstance(value, SafeData):
        return value
    if language() != "sr":
        text = value if isinstance(value, str) else str(value)
        return text if text.isascii() else latin(text)
    if own := getattr(value, "name_cyrl", ""):
        return own
    return cyrillic(str(value))


def in_script(row, field):
    """A name that is stored in both scripts: `town` and `town_cyrl`."""
    other = getattr(row, f"{field}_cyrl", "") if language() == "sr" else ""
    return other or getattr(row, field)


def in_order(rows, name=written):
    """Rows that come in Latin order, in the order of азбука when the page is in Cyrillic. For short lists."""
    if language() != "sr":
        return list(rows)
    return sorted(rows, key=lambda row: sort_key_cyrillic(name(row)))


def town(row):
    return in_script(row, "town")


def short_name(service):
    """The town of a local service; the republic office shares its town with one and goes by its role."""
    return _("Republic office") if service.kind == "republic" else in_script(service, "town")


def two_lines(text):
    """A long name broken where its halves are nearest in length, for the sign in the header."""
    words = str(text).split()
    if len(words) < 3:
        return (" ".join(words), "")
    cut = min(range(1, len(words)), key=lambda i: abs(len(" ".join(words[:i])) - len(" ".join(words[i:]))))
    return " ".join(words[:cut]), " ".join(words[cut:])
