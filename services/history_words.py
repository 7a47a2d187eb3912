"""What a history entry says and where its record opens. Each room registers its own when it starts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from vsrs import dates


@dataclass(frozen=True)
class Record:
    """Where records of one model open: `address(entry, slug of the service)`."""

    address: Callable
    overseen: bool = False  # a coordinator may open it too


_words: dict = {}
_facts: dict = {}
_records: dict = {}


def register(words, *, facts=None, records=None):
    """`words`: {verb: lazy text}; “verb:link” says the same of something done by a secret link.

    `facts`: {key of changes: lazy name}, for what is no field or a field without a name for people.
    `records`: {"room.model": Record}.
    """
    _words.update(words)
    _facts.update(facts or {})
    _records.update(records or {})


def words_for(entry):
    """What a history entry says was done; a verb no room knows any more stands for itself."""
    by = entry.changes.get("by")
    return _words.get(f"{entry.verb}:{by}") or _words.get(entry.verb) or entry.verb


def address_for(entry, slug, *, inside):
    """Where the record of an entry opens for its service's people (`inside`) or a coordinator; or ""."""
    record = _records.get(entry.subject_type)
    return record.address(entry, slug) if record and (inside or record.overseen) else ""


def details_of(entry):
    """[{label, before, after}] of what was changed and of the facts kept with it, in words."""
    try:
        model = apps.get_model(entry.subject_type)
    except LookupError:  # of a room that a later version no longer has
        return []
    told = (_told(model, name, value) for name, value in entry.changes.items())
    return [detail for detail in told if detail]


def _told(model, name, value):
    field = _field(model, name)
    if field and _is_pair(value):
        choices = dict(field.flatchoices)
        before, after = (_written(choices.get(one, one)) for one in value)
        return {"label": _facts.get(name, field.verbose_name), "before": before, "after": after}
    if name in _facts and value:
        listed = value if isinstance(value, list) else [value]
        known = ", ".join(str(_written(one)) for one in listed if one is not None)
        return {"label": _facts[name], "before": "", "after": known}
    return None


def _field(model, name):
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _is_pair(value):
    return isinstance(value, list) and len(value) == 2 and not any(isinstance(v, list | dict) for v in value)


def _written(value):
    """A stored value as people write it; moments are kept as ISO text."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str) and value[:4].isdigit() and len(value) >= 10:
        try:
            day = len(value) == 10
            return dates.short_date(date.fromisoformat(value)) if day else _moment(value)
        except ValueError:
            return value
    return value


def _moment(value):
    return dates.date_time(datetime.fromisoformat(value))
