"""What the portal writes about. Each room names its kinds in its own `kinds.py`, read at start."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core import checks
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from notifications.models import Preference

AT_ONCE, DAILY, WEEKLY, NEVER = Preference.Frequency.values


@dataclass(frozen=True)
class Group:
    """Kinds a person switches together on the page of preferences."""

    code: str
    name: str  # lazy
    hint: str = ""  # lazy
    for_staff: bool = False
    default: str = AT_ONCE
    # A reminder that comes in next week's digest reminds of nothing.
    frequencies: tuple[str, ...] = (AT_ONCE, DAILY, WEEKLY, NEVER)


@dataclass(frozen=True)
class Kind:
    """One sort of notice.

    `template`: the letter, `email/<code>.txt` unless named. `attachments(notice)` gives
    (file name, bytes, type) triples. `doors(notice)` gives {key of the data, or "url": path} of links
    that open something by themselves: the row holds none of them, they are worked out for the recipient.
    """

    code: str
    name: str  # lazy
    group: Group
    can_be_switched_off: bool = True
    template: str = ""
    attachments: Callable | None = None
    doors: Callable | None = None

    @property
    def letter(self):
        return self.template or f"email/{self.code}.txt"


def doors_of(notice):
    doors = get(notice.kind).doors
    return doors(notice) if doors else {}


def path_to(name, *args):
    """A page as notices carry it: the sender adds the prefix of the recipient's language."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(name, args=args)


class UnknownKind(LookupError):
    pass


_kinds: dict[str, Kind] = {}


def register(*kinds):
    for kind in kinds:
        if _kinds.setdefault(kind.code, kind) != kind:
            raise ValueError(f"There are two kinds of notice called {kind.code}.")


def get(code):
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownKind(f"No room has registered a kind of notice called {code}.") from None


def every():
    return list(_kinds.values())


def name_of(code):
    """The name for a person; a kind that a later version dropped still has its code."""
    return _kinds[code].name if code in _kinds else code


def groups_for(actor):
    """The groups this person may set, in order of registration."""
    groups = {kind.group.code: kind.group for kind in _kinds.values() if kind.can_be_switched_off}
    return [group for group in groups.values() if actor.services or not group.for_staff]


@checks.register(checks.Tags.templates)
def every_kind_has_a_letter(app_configs=None, **kwargs):
    errors = []
    for kind in _kinds.values():
        try:
            get_template(kind.letter)
        except TemplateDoesNotExist:
            errors.append(
                checks.Error(
                    f"The kind of notice “{kind.code}” has no letter: templates/{kind.letter} is missing.",
                    hint="Write it; docs/notifications.md shows how.",
                    id="notifications.E001",
                )
            )
    return errors
