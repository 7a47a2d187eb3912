"""Calendar files of trainings, made from the data of a notice (trainings.notices): a message carries one
without reading any table."""

from vsrs import calendar_files
from vsrs.calendar_files import CANCELLED, CONFIRMED, Entry
from vsrs.ui.writing import written


def calendar_file(data):
    """One training as bytes of a calendar file; a booking gives its events a lasting name of its own."""
    return calendar_of([data])


def calendar_of(trainings, name=""):
    """Several trainings in one file; `name` is what a calendar that subscribes to it is called."""
    return calendar_files.calendar_of([entry for data in trainings for entry in _entries(data)], name)


def _entries(data):
    for part in data["parts"]:
        yield _entry(data, part, data.get("status", CONFIRMED))
    # A day that was dropped would otherwise stay in people's calendars.
    kept = {part["ordinal"] for part in data["parts"]}
    for part in data.get("before", {}).get("parts", []):
        if part["ordinal"] not in kept:
            yield _entry(data, part, CANCELLED)


def _entry(data, part, status):
    return Entry(
        uid=_uid(data, part["ordinal"]),
        sequence=data.get("sequence", 0),
        status=status,
        summary=": ".join(filter(None, [written(data["title"]), written(part["title"])])),
        start=part["start"],
        end=part["end"],
        where=written(part["place"]) or data.get("link") or "",
        lines=(data.get("number"), data.get("link")),
        page=data["page"],
    )


def _uid(data, ordinal):
    """By ordinal and not by the row's id: a part that is moved to another day stays the same event."""
    uid = data.get("uid") or calendar_files.uid(f"training-{data['training']}")
    return uid if ordinal == 1 else uid.replace("@", f"-{ordinal}@", 1)
