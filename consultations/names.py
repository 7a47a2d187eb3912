"""Names in a text, in any script, with or without marks, and in any case of their declension."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from vsrs.text import plain

WORD = re.compile(r"[^\W\d_]+")
# Two words of one name may have a space, a hyphen or quotation marks between them.
BETWEEN = re.compile(r"[\s\-–„“”\"'().,]{1,4}")
OPENED, CLOSED = re.compile('[„“"»]'), re.compile('[“”"«]')
# A shorter word is a name only when it is written as one: Nada, but not “nada se”.
SURE_LENGTH = 5
# Sounds that turn into others before endings: Banja Luka, Banjoj Luci; banjolučki.
ALIKE = str.maketrans("cz", "kg")
VOWELS = "aeiou"
FLEETING = re.compile(rf"(.*[^{VOWELS}])a([^{VOWELS}])")
_ENDINGS = (
    "a e i o u om em im ih og oj eg am ama ima ova ove ovi ovo ovu ovim ovih ovom ovog ov "
    "eva eve evi evo evu evim evih evom evog ev in ina ine ini ino inu inim inih inom inog "
    "ov ja je ji ju jom ski ska sko ske sku skog skom skoj skim skih ki ka ko ke ku kog kom koj kim kih"
)
ENDINGS = frozenset(["", *_ENDINGS.translate(ALIKE).split()])


@lru_cache(maxsize=8192)
def _key(word):
    return plain(word).translate(ALIKE)


@lru_cache(maxsize=8192)
def _bases(word):
    """(what stays of a name in every case, whether it is a form itself): Jelen- is none, Petar and Petr-."""
    key = _key(word)
    if key[-1] in VOWELS and len(key) > 2:
        return ((key[:-1], False),)
    if fleeting := FLEETING.fullmatch(key):
        short = fleeting[1] + fleeting[2]
        return ((key, True), (short, False), (short.replace("bk", "pk").replace("dk", "tk"), False))
    return ((key, True),)


@dataclass(frozen=True)
class Name:
    """A name to be looked for, and the word in brackets that takes its place.

    `only_capital`: also a common word when it is written small (Jezero, Izvor).
    """

    text: str
    instead: str
    only_capital: bool = False

    @property
    def words(self):
        return WORD.findall(self.text)


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    text: str
    instead: str


class Names:
    """Many names, ready to be looked for in texts."""

    def __init__(self, names):
        self._by_start = {}
        for name in names:
            if words := name.words:
                for start in {base[:2] for base, _bare in _bases(words[0])}:
                    self._by_start.setdefault(start, []).append((words, name))

    def find(self, text):
        """Every place where one of the names stands, the longest name first where two begin."""
        words = list(WORD.finditer(text))
        found = []
        for place, word in enumerate(words):
            near = self._by_start.get(_key(word[0])[:2], ())
            hits = [hit for wanted, name in near if (hit := _match(text, words, place, wanted, name))]
            if hits:
                found.append(max(hits, key=lambda hit: hit.end))
        return found


def _match(text, words, place, wanted, name):
    if len(words) < place + len(wanted):
        return None
    here = words[place : place + len(wanted)]
    if not all(_is_form(word[0], of) for word, of in zip(here, wanted, strict=True)):
        return None
    if any(not BETWEEN.fullmatch(text[a.end() : b.start()]) for a, b in pairwise(here)):
        return None
    doubtful = len(wanted) == 1 and (name.only_capital or len(wanted[0]) < SURE_LENGTH)
    if doubtful and not here[0][0][0].isupper():
        return None
    start, end = here[0].start(), here[-1].end()
    if OPENED.search(text, start, end) and CLOSED.match(text, end):
        end += 1
    return Found(start, end, text[start:end], name.instead)


def _is_form(word, of):
    key = _key(word)
    for base, bare in _bases(of):
        if key.startswith(base) and (ending := key[len(base) :]) in ENDINGS and (ending or bare):
            return True
    return False
