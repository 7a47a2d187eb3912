"""Serbian Latin to Cyrillic and back.

Latin to Cyrillic is not letter by letter: *lj nj dž* are one letter, except where they are two
(*injekcija*, *nadživjeti*), and a page holds much that must stay Latin: markup, placeholders,
addresses, codes, foreign names. `transliteration_exceptions.txt` lists what no rule can tell.
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

CYRILLIC = "абвгдђежзијклљмнњопрстћуфхцчџш"
LATIN = [*"abvgdđežzijkl", "lj", *"mn", "nj", *"oprstćufhcč", "dž", "š"]

TO_LATIN = dict(zip(CYRILLIC, LATIN, strict=True))
TO_CYRILLIC = {latin: cyrillic for cyrillic, latin in TO_LATIN.items()}
# One character for two letters, as old encodings and some PDF files have them.
LIGATURES = str.maketrans(
    {"ǆ": "dž", "ǅ": "Dž", "Ǆ": "DŽ", "ǉ": "lj", "ǈ": "Lj", "Ǉ": "LJ", "ǌ": "nj", "ǋ": "Nj", "Ǌ": "NJ"}
)

EXCEPTIONS = Path(__file__).with_name("transliteration_exceptions.txt")
LETTER = r"[^\W\d_]"
# Stands between two letters that are two sounds; never appears in text.
SPLIT = "\x00"
FOREIGN_LETTERS = "".join(
    letter
    for letter in map(chr, range(0xC0, 0x250))
    if unicodedata.category(letter).startswith("L") and letter.lower() not in "čćđšž"
)

PROTECTED_PATTERNS = [
    # An element whose words are a name, or in another language.
    r"""<(?P<element>[a-z]+)\b[^<>]*\b(?:translate=["']?no|lang=["']?en)\b[^<>]*>.*?</(?P=element)>""",
    r"<!--.*?-->",
    r"</?[a-zA-Z][^<>]*>",
    r"&(?:[a-zA-Z]+|#\d+|#x[0-9a-fA-F]+);",
    r"\{%.*?%\}",
    r"\{[^{}]*\}",
    r"%\([^)]*\)[-+#0]*\d*(?:\.\d+)?[a-zA-Z]",
    rf"%[-+#0]*\d*(?:\.\d+)?[sdifr](?!{LETTER})",
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    r"\b(?:https?://|ftp://|mailto:|tel:|www\.)[^\s<>]+",
    r"\b(?:[a-zA-Z0-9-]+\.)+(?:ba|rs|com|org|net|eu|info|example|io)\b(?:/[^\s<>]*)?",
    r"(?<![\w/])/[a-z0-9-]+(?:/[a-z0-9-]*)+",
    # BL-2026-0417, I-2025-BL, P-014, A4
    r"\b(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9]+(?:-[A-Z0-9]+)*\b",
    # A lone I is the word "and" and a lone V an initial, so a numeral has two letters.
    r"\b(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})\b",
    # No Serbian word has these letters,
    r"\b[a-zA-Z]*[qwxyQWXY][a-zA-Z]*\b",
    # nor those of other Latin alphabets: Müller, Łódź.
    rf"\b{LETTER}*[{FOREIGN_LETTERS}]{LETTER}*\b",
]


class Exceptions:
    def __init__(self, lines):
        self.kept, self.forms, starts, anywhere = {}, {}, [], []
        for line in lines:
            entry = line.partition("#")[0].strip()
            if "=" in entry:
                latin, cyrillic = (part.strip() for part in entry.split("="))
                self.forms[latin] = cyrillic
            elif "|" in entry:
                (anywhere if entry.startswith("*") else starts).append(entry.lstrip("*").split("|"))
            elif entry:
                self.kept[entry] = entry
        stems = [rf"\b{a}(?={b})" for a, b in starts] + [rf"{a}(?={b})" for a, b in anywhere]
        self.splits = re.compile("|".join(stems), re.IGNORECASE)


@cache
def exceptions():
    return Exceptions(EXCEPTIONS.read_text(encoding="utf-8").splitlines())


@cache
def _protected():
    known = exceptions()
    # Longest first, so that "Google Meet" wins over "Google". A full stop may end the entry itself.
    words = sorted(known.kept | known.forms, key=len, reverse=True)
    listed = "|".join(re.escape(word) for word in words)
    patterns = [*PROTECTED_PATTERNS, rf"(?<!\w)(?:{listed})(?!\w)"]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.DOTALL)


def _letters_to_cyrillic(text):
    text = exceptions().splits.sub(lambda match: match[0] + SPLIT, text)
    return _LETTERS.sub(_cyrillic_letter, text).replace(SPLIT, "")


# "lJ" is nobody's digraph; it appears where two words meet in a code.
_LETTERS = re.compile(r"lj|Lj|LJ|nj|Nj|NJ|dž|Dž|DŽ|[a-zA-ZčćđšžČĆĐŠŽ]")


def _cyrillic_letter(match):
    letter = match[0]
    cyrillic = TO_CYRILLIC.get(letter.lower(), letter)
    return cyrillic.upper() if letter[0].isupper() else cyrillic


def to_cyrillic(text):
    """The text in Cyrillic, with markup, placeholders, addresses, codes and foreign names as they were."""
    text = str(text)
    # The same names of services, places and programmes come back on every Cyrillic page.
    return _remembered(text) if len(text) < 120 else _to_cyrillic(text)


def _to_cyrillic(text):
    text = unicodedata.normalize("NFC", text).translate(LIGATURES)
    parts, position, forms = [], 0, exceptions().forms
    for kept in _protected().finditer(text):
        parts += _letters_to_cyrillic(text[position : kept.start()]), forms.get(kept[0], kept[0])
        position = kept.end()
    parts.append(_letters_to_cyrillic(text[position:]))
    return "".join(parts)


_remembered = lru_cache(maxsize=4096)(_to_cyrillic)
_CYRILLIC_LETTERS = re.compile(f"[{CYRILLIC}{CYRILLIC.upper()}]")


def to_latin(text):
    """The text in Latin; what is Latin already stays as it is."""
    text = unicodedata.normalize("NFC", str(text))
    return _CYRILLIC_LETTERS.sub(_latin_letter, text)


def _latin_letter(match):
    letter, text = match[0], match.string
    latin = TO_LATIN[letter.lower()]
    if not letter.isupper():
        return latin
    if len(latin) == 1:
        return latin.upper()
    # NJEGOŠ but Njegoš: the neighbours tell whether the whole word is in capitals.
    neighbours = text[max(match.start() - 1, 0) : match.start()] + text[match.end() : match.end() + 1]
    return latin.upper() if any(letter.isupper() for letter in neighbours) else latin.capitalize()
