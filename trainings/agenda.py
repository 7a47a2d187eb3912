"""The agenda of a part, from the lines people type: “10.00–10.20 Getting to know each other”."""

import re
from dataclasses import dataclass
from datetime import time

from vsrs.fields import parse_time
from vsrs.text import fold

LINE = re.compile(
    r"(?P<start>\d{1,2}[.:]\d{2})\s*(?:[-–—]\s*(?P<end>\d{1,2}[.:]\d{2}))?[\s.:,–-]*(?P<text>.+)"
)
PAUSES = ("pauza", "rucak", "kafa", "odmor", "break", "lunch")


@dataclass(frozen=True)
class Item:
    text: str
    starts_at: time | None = None
    ends_at: time | None = None

    @property
    def is_pause(self):
        return fold(self.text).startswith(PAUSES)

    @property
    def lead(self):
        """“Od potrebe do pozicije:” of “Od potrebe do pozicije: opis posla, rizik”, to stand out."""
        head, colon, rest = self.text.partition(": ")
        return f"{head}:" if colon and len(head) <= 60 and rest else ""

    @property
    def rest(self):
        return self.text.removeprefix(self.lead).strip()


def agenda_of(text):
    items = []
    for line in filter(None, map(str.strip, text.splitlines())):
        match = LINE.fullmatch(line)
        starts_at = match and parse_time(match["start"])
        if not starts_at:
            items.append(Item(line))
            continue
        items.append(Item(match["text"], starts_at, parse_time(match["end"]) if match["end"] else None))
    return items
