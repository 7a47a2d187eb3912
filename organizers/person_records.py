"""What the rooms above keep about an organizer's people; this room knows none of them by name.

Each registers one `Section` when it starts: the page of a person shows them, the file holds them, and
merging and erasing reach them through it.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """What one room knows of people and how it follows what is done with their records.

    The last five are called inside an operation that has checked the right and may write everywhere.
    """

    name: str
    block: Callable  # block(user, person) -> {"template": …, …}, or None when there is nothing
    export: Callable  # export(user, person) -> plain data for the JSON file
    lines: Callable  # lines(user, person) -> [(kind, what, day, detail)] for the CSV file
    summary: Callable  # summary(user, people) -> {person id: sentence}, for two records side by side
    completed: Callable  # completed(user, people) -> {person id: [(words, is it still valid)]}, for lists
    refuse_merge: Callable  # refuse_merge(kept, removed): raises Refused while the two cannot become one
    refuse_erase: Callable  # refuse_erase(person): raises Refused while somebody counts on them
    move: Callable  # move(removed, kept) -> JSON, what `put_back` needs
    put_back: Callable  # put_back(moved, removed)
    share: Callable  # share({person id: human}): what was completed counts for all records of a human being
    erase: Callable  # erase(people, actor=…): names go, counts stay


sections: dict[str, Section] = {}


def register(section):
    """Called by a room's AppConfig.ready(); a second call changes nothing."""
    sections[section.name] = section


def blocks_for(user, person):
    return [part for section in sections.values() if (part := section.block(user, person))]


def completed_by(user, people):
    """{person id: [(words, is it still valid)]} of a page of people."""
    found = {person.pk: [] for person in people}
    for section in sections.values():
        for pk, completed in section.completed(user, people).items():
            found[pk] += completed
    return found


def summaries_for(user, people):
    """{person id: [sentences]} of what tells two records apart or shows that they are one."""
    found = {person.pk: [] for person in people}
    for section in sections.values():
        for pk, sentence in section.summary(user, people).items():
            found[pk].append(sentence)
    return found
