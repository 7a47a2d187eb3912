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

# What stays as it is, by how it begins: with a sign, or at the beginning of a word. Two lists, because
# a text has many letters that begin nothing and they are passed over quickly.
KEPT_FROM_A_SIGN = [
    # An element whose words are a name, or in another language.
    r"""<(?P<element>[a-z]+)\b[^<>]*\b(?:translate=["']?no|lang=["']?en)\b[^<>]*>.*?</(?P=element)>""",
    r"<!--.*?-->",
    r"</?[a-zA-Z][^<>]*>",
    r"&(?:[a-zA-Z]+|#\d+|#x[0-9a-fA-F]+);",
    r"\{%.*?%\}",
    r"\{[^{}]*\}",
    r"%\([^)]*\)[-+#0]*\d*(?:\.\d+)?[a-zA-Z]",
    rf"%[-+#0]*\d*(?:\.\d+)?[sdifr](?!{LETTER})",
    r"(?<![\w/])/[a-z0-9-]+(?:/[a-z0-9-]*)+",
]
KEPT_WORDS = [
    r"[\w.+…-]+@[\w-]+(?:\.[\w-]+)+",
    r"(?:https?://|ftp://|mailto:|tel:|www\.)[^\s<>]+",
    r"(?:[a-zA-Z0-9-]+\.)+(?:ba|rs|com|org|net|eu|info|example|io)\b(?:/[^\s<>]*)?",
    # BL-2026-0417, I-2025-BL, P-014, A4
    r"(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9]+(?:-[A-Z0-9]+)*\b",
    # A lone I mostly is the word "and" and a lone V an initial, so a numeral has two letters.
    r"(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})\b",
    # After a word in small letters it can only count: Petra I, tačka I.
    r"(?<=[a-zčćđšž] )I\b(?!\.\w)",
    # No Serbian word has these letters,
    r"[a-zA-Z]*[qwxyQWXY][a-zA-Z]*\b",
    # nor those of other Latin alphabets: Müller, Łódź.
    rf"{LETTER}*[{FOREIGN_LETTERS}]{LETTER}*\b",
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
        self.split_stems = [a + b for a, b in starts + anywhere]
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
    signs, starts = "|".join(KEPT_FROM_A_SIGN), "|".join([*KEPT_WORDS, rf"(?:{listed})(?!\w)"])
    return re.compile(rf"(?=[<&{{%/])(?:{signs})|\b(?=\w)(?:{starts})", re.DOTALL)


def _letters_to_cyrillic(text):
    lowered = text.lower()
    if any(stem in lowered for stem in exceptions().split_stems):
        text = exceptions().splits.sub(lambda match: match[0] + SPLIT, text)
    return _DIGRAPHS.sub(_one_letter, text).translate(_LETTERS).replace(SPLIT, "")


# "lJ" is nobody's digraph; it appears where two words meet in a code.
_DIGRAPHS = re.compile("[lL]j|LJ|[nN]j|NJ|[dD]ž|DŽ")
_LETTERS = str.maketrans(
    {
        **{latin: cyrillic for latin, cyrillic in TO_CYRILLIC.items() if len(latin) == 1},
        **{latin.upper(): cyrillic.upper() for latin, cyrillic in TO_CYRILLIC.items() if len(latin) == 1},
    }
)


def _one_letter(digraph):
    cyrillic = TO_CYRILLIC[digraph[0].lower()]
    return cyrillic.upper() if digraph[0][0].isupper() else cyrillic


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
