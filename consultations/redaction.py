"""What an article made from an advisory request may not tell: who asked, whom it is about, and where.

`redact` proposes a text with words in brackets in their place; a person reads it before anybody else does.
The text of articles is Serbian in Latin, so the words in brackets are too.
"""

import re
from functools import cache
from pathlib import Path

from consultations.names import Found, Name, Names
from vsrs.text import to_latin

PERSON, ORGANIZER, SERVICE, PLACE, TITLE = "[ime]", "[organizator]", "[servis]", "[mjesto]", "[naziv]"
EMAIL, LINK, PHONE, JIB = "[e-mail]", "[adresa na internetu]", "[telefon]", "[JIB]"
DATE, NUMBER, ADDRESS = "[datum]", "[broj]", "[adresa]"

CAPITAL, SMALL = "A-ZČĆŠĐŽ", "a-zčćšđž"
ENDING_OF_SURNAME = (
    r"(?:a|u|em|i|e|ima|ka|ki|ku|ke|kom|kine|kini|kinu|ev|eva|evo|evi|evu|eve|evim|evih|evom|evog)?"
)
# Marić, Marića, Kovačevićeva; and what stands before it with a capital.
# Within a sentence a word with a capital before it is a first name nobody knows.
SURNAME = re.compile(
    rf"(?:(?<=[{SMALL},;]\s)[{CAPITAL}][{SMALL}]+\s)?\b[{CAPITAL}][{SMALL}]+ić{ENDING_OF_SURNAME}(?![\w-])"
)
AFTER_GIVEN_NAME = re.compile(rf"\s+[{CAPITAL}][{SMALL}]+(?:-[{CAPITAL}][{SMALL}]+)?")
QUOTED = re.compile(rf"[„“\"»«][{CAPITAL}][^„“”\"»«\n]{{1,60}}[“”\"»«]")
# That of a year goes with it, unless the sentence ends there.
FULL_STOP = rf"(?:\.(?!\s*(?:$|\n|[{CAPITAL}])))?"
MONTHS = "januara|februara|marta|aprila|maja|juna|jula|avgusta|septembra|oktobra|novembra|decembra"
EMAILS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
ADDRESSES = [
    (EMAIL, EMAILS),
    (
        LINK,
        re.compile(
            r"(?:https?://|\bwww\.)[^\s<>()\[\],]*[^\s<>()\[\],.]|\b(?:[a-z0-9-]+\.)+(?:ba|rs|com|org|net|eu)\b"
        ),
    ),
]
PATTERNS = [
    (TITLE, QUOTED),
    (JIB, re.compile(r"\b\d{13}\b")),
    (DATE, re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\s?\d{1,2}[./]\s?\d{2,4}\b" + FULL_STOP)),
    (DATE, re.compile(rf"\b\d{{1,2}}\.\s*(?:{MONTHS})\b(?:\s+\d{{4}}\b{FULL_STOP})?")),
    (PHONE, re.compile(r"(?<![\w.])(?:\+|0)\d[\d /.-]{5,}\d")),
    (NUMBER, re.compile(r"\b[A-Z]{1,4}-(?:[A-Z]-)?\d{4}-\d{3,}\b|\b\d+(?:[.,:/-]\d+)*\b")),
]
# What the law and its paragraphs are called tells nothing about who asked.
OF_THE_LAW = re.compile(
    r"(?:\b(?:član|stav|tačk)\w*|\bčl\.|glasnik\w*[^.\n\d]{0,40})\s*\d+(?:[./]\d+)*|\b\d{1,3}/\d{2}(?!\d)",
    re.IGNORECASE,
)
# Numbers short enough to be anybody's: a person of 16 years, 3 days.
IDENTIFYING_DIGITS = 6
NO_SURNAMES = frozenset({"božić", "božića", "božiću"})


def redact(text, names):
    """The text in Latin with everything replaced that may tell who asked, whom it is about, and where."""
    text = to_latin(text)
    found = [*_by_pattern(text, ADDRESSES), *names.find(text), *_people(text), *_by_pattern(text, PATTERNS)]
    return _replaced(text, _apart(text, found))


def people_in(text, places):
    """Names of people that stand in a text, known to us or not; “Teslić” and “Luka” may be of a place."""
    text = to_latin(text)
    towns = places.find(text)
    return {
        hit.text
        for hit in _people(text)
        if not any(town.start < hit.end and hit.start < town.end for town in towns)
    }


def contacts_in(text):
    """Addresses and long numbers of a text, each as it is compared: small letters, digits alone."""
    found = {match[0].casefold() for match in EMAILS.finditer(text)}
    return found | {digits for _match, digits in _long_numbers(text)}


def still_in(text, names, contacts):
    """The identifying words that stand in a text, as they are written there, each once."""
    emails = [match for match in EMAILS.finditer(text) if match[0].casefold() in contacts]
    numbers = [match for match, digits in _long_numbers(text) if digits in contacts]
    found = [Found(*match.span(), match[0], "") for match in (*emails, *numbers)]
    return list(dict.fromkeys(hit.text for hit in _apart(text, [*found, *names.find(text)])))


@cache
def given_names():
    words = Path(__file__).with_name("given_names.txt").read_text(encoding="utf-8").split()
    return Names(Name(word, PERSON, only_capital=True) for word in words)


def _people(text):
    yield from (_with_surname(text, hit) for hit in given_names().find(text))
    yield from _surnames(text)


def _by_pattern(text, patterns):
    kept = [match.span() for match in OF_THE_LAW.finditer(text)]
    for instead, pattern in patterns:
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in kept):
                yield Found(*match.span(), match[0], instead)


def _surnames(text):
    for match in SURNAME.finditer(text):
        if match[0].casefold() not in NO_SURNAMES:
            yield Found(*match.span(), match[0], PERSON)


def _with_surname(text, hit):
    surname = AFTER_GIVEN_NAME.match(text, hit.end)
    end = surname.end() if surname else hit.end
    return Found(hit.start, end, text[hit.start : end], PERSON)


def _long_numbers(text):
    for match in re.finditer(r"\+?\d[\d /.-]*\d", text):
        digits = re.sub(r"\D", "", match[0])
        if len(digits) >= IDENTIFYING_DIGITS:
            yield match, re.sub(r"^(00)?387", "0", digits)


def _apart(text, found):
    """Without overlaps: whom we know comes before what only looks like a name, which keeps its rest."""
    taken, kept = [False] * len(text), []
    for hit in found:
        start, end = hit.start, hit.end
        while start < end and taken[start]:
            start += 1
        while start < end and taken[end - 1]:
            end -= 1
        if any(map(str.isalnum, text[start:end])) and not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            kept.append(Found(start, end, text[start:end], hit.instead))
    return sorted(kept, key=lambda hit: hit.start)


def _replaced(text, found):
    parts, position = [], 0
    for hit in found:
        between = text[position : hit.start]
        # First name and surname are one person.
        if not (parts and not between.strip() and parts[-1] == hit.instead):
            parts += [between, hit.instead]
        position = hit.end
    return "".join([*parts, text[position:]])
