"""A person's own data: what each room keeps about them, and how it lets go of it.

Rooms above register a section each; this room knows none of them by name.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """`export(user)` gives plain data; `erase(user)` removes the person and leaves the counts.

    `erase` may refuse: then nothing is erased, and the sentence says what to do first. `links(user)` gives
    (words, address) of records about them that others keep.
    """

    name: str
    export: callable
    erase: callable
    links: callable = None


sections: dict[str, Section] = {}


def register(name, *, export, erase, links=None):
    sections[name] = Section(name, export, erase, links)


def links_of(user):
    return [link for section in sections.values() if section.links for link in section.links(user)]
