"""Words as people type them: one fold for search, two orders for lists, and what a field refuses."""

import re
import unicodedata
from itertools import filterfalse

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from vsrs.dates import language
from vsrs.transliteration import CYRILLIC, exceptions, to_cyrillic, to_latin

__all__ = [
    "clean_words",
    "fold",
    "needles",
    "normalise_email",
    "phone",
    "plain",
    "slug",
    "sort_key",
    "sort_key_cyrillic",
    "to_cyrillic",
    "to_latin",
]

# Letters that Unicode does not take apart into a letter and a mark.
PLAIN_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i"})


CONSONANT = "[bcdfghklmnprstvz]"
CUT = re.compile(rf"(.*{CONSONANT})(?:ij?|j)")


def _without_marks(text):
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(filterfalse(unicodedata.combining, decomposed))


def plain(text):
    """Latin small letters without marks, đ as d; nothing else changes, so words keep their endings."""
    text = to_latin(unicodedata.normalize("NFKC", str(text))).casefold()
    return _without_marks(text).translate(PLAIN_LETTERS).replace("dj", "d")


def fold(text):
    """The text reduced to what a search compares. Stored text and the query both go through it.

    One form for both scripts, any case, with or without diacritics (đ, dj and d are one), ijekavian or
    ekavian, any punctuation: *Đorđe*, *Djordje* and *ЂОРЂЕ* meet, and so do *mlijeko* and *mleko*.
    """
    text = plain(text)
    # d.o.o. and doo, C.E.Z.A.R. and Cezar
    text = re.sub(r"\b([^\W\d_])\.", r"\1", text)
    text = " ".join(re.findall(r"[^\W_]+", text))
    # Only after a consonant: Jelena is not Elena, and the ending of "akcija" stays.
    return re.sub(rf"(?<={CONSONANT})i?je", "e", text)


def slug(words):
    """The words as part of an address or of a file's name: Latin, without marks, joined by hyphens."""
    # slugify drops đ, which is no letter with a mark
    return slugify(to_latin(words).replace("đ", "dj").replace("Đ", "Dj"))


def needles(query):
    """The words of a query, each with the forms in which folded text may hold it.

    Someone on the way to *Bijeljina* has typed *bi* or *bij*, which the fold of the whole word, *beljina*,
    does not hold: a word cut within *ije* or *je* is looked for as if it were finished, too.
    """
    words = fold(query).split()
    return [(word, f"{cut[1]}e") if (cut := CUT.fullmatch(word)) else (word,) for word in words]


# "~" comes after every letter in ASCII, so c < cz < č = "c~" < ć = "c~~", for any database collation "C".
LATIN_ORDER = {"č": "c~", "ć": "c~~", "dž": "d~", "đ": "d~~", "lj": "l~", "nj": "n~", "š": "s~", "ž": "z~"}
CYRILLIC_ORDER = dict(zip(CYRILLIC, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcd", strict=True))


def sort_key(text):
    """Bytes to order by so that names stand as in a Serbian dictionary: c č ć d dž đ … l lj m n nj … z ž."""
    text = unicodedata.normalize("NFKC", to_latin(text)).lower()
    # The n and j of "injekcija" are two letters also in the order.
    text = exceptions().splits.sub(lambda match: match[0] + "\x00", text)
    key = re.sub("dž|lj|nj|[čćđšž]", lambda match: LATIN_ORDER[match[0]], text).replace("\x00", "")
    return " ".join(re.findall(r"[0-9a-z~]+", _without_marks(key).translate(PLAIN_LETTERS)))


def sort_key_cyrillic(text):
    """The same in the order of азбука; words left in Latin come after the Cyrillic ones."""
    text = unicodedata.normalize("NFC", to_cyrillic(text)).lower()
    # Only the marks of foreign letters go: ћ and ђ are whole letters, but й would lose its breve.
    key = [CYRILLIC_ORDER.get(letter) or _foreign_in_cyrillic(letter) for letter in text]
    return " ".join("".join(key).split())


def _foreign_in_cyrillic(letter):
    plain = _without_marks(letter).translate(PLAIN_LETTERS)
    if plain.isascii() and plain.isalpha():
        return f"z{plain}"
    return plain if plain.isascii() and plain.isdigit() else " "


INVISIBLE = _("Remove the invisible characters: type this text again instead of pasting it.")
JOINER = "\u200d"


def clean_words(value, *, lines=False):
    """The words in one Unicode form; refuses characters that cannot be seen or that turn the text around."""
    value = unicodedata.normalize("NFC", value)
    if lines:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    for place, character in enumerate(value):
        category = unicodedata.category(character)
        if lines and character in "\n\t":
            continue
        if character == JOINER and _joins_emoji(value, place):
            continue
        if category in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
            raise ValidationError(INVISIBLE, code="invisible")
    return value


def _joins_emoji(value, place):
    """A joiner is a part of 👩‍🏫 and of nothing else that our readers write."""
    before = value[:place].rstrip("\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")[-1:]
    after = value[place + 1 : place + 2]
    return bool(before and after) and unicodedata.category(before) == unicodedata.category(after) == "So"


def normalise_email(address):
    """What makes two addresses the same person's: compatibility forms and case do not count."""
    return unicodedata.normalize("NFKC", address).strip().casefold()


def masked(address):
    """Enough of an e-mail address to know it again, where it would be kept for ever."""
    name, _at, domain = address.partition("@")
    return f"{name[:1]}…@{domain}"


def phone(number):
    """A stored number as the reader dials it: 051 000 000 here, +387 51 000 000 for readers of English."""
    if number and language() == "en" and re.fullmatch(r"0[1-9][\d ]+", number):
        return f"+387 {number[1:]}"
    return number or ""
