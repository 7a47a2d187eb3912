"""Two records are one person, or they are not: both can be said, said again, and taken back."""

from contextlib import ExitStack, contextmanager
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizers import access
from organizers.models import Organizer, Person, SamePersonDecision
from organizers.operations.common import write_history
from organizers.person_records import sections
from services.models import Service
from services.tenancy import on_behalf_of
from vsrs.refusals import Refused
from vsrs.transactions import operation

Verdict = SamePersonDecision.Verdict
CONTACTS = ("position", "email", "phone", "phone_key")


@contextmanager
def everywhere():
    """After the right is checked: a person's seats, and what they completed, may be in any service."""
    with ExitStack() as stack:
        for service in Service.objects.order_by("pk"):
            stack.enter_context(on_behalf_of(service))
        yield


@operation
def say_same(pair, *, actor, kept=None, seen=None):
    """Both records are of one person. Safe to repeat. `seen`: the verdict that was read, else the pair's.

    Two records of one organizer become one, `kept` (else the older); those of two organizers stay, and
    what was completed counts for both.
    """
    _check_right(actor, pair)
    with everywhere():
        current = _locked(pair)
        if current.is_same:
            return current
        _refuse_decided_meanwhile(current, pair.verdict if seen is None else seen)
        _refuse_gone(current)
        _refuse_said_otherwise(current)
        if current.organizer_id:
            current.kept = kept if kept in current.sides else current.first
            current.moved = _merge(current)
        _decide(current, Verdict.SAME, actor)
        _share_humans(current)
    return current


@operation
def say_different(pair, *, actor, seen=None):
    """The records are of two people; also takes back that they were one. Safe to repeat."""
    _check_right(actor, pair)
    with everywhere():
        current = _locked(pair)
        if current.is_different:
            return current
        _refuse_decided_meanwhile(current, pair.verdict if seen is None else seen)
        if current.is_same and current.kept_id:
            _part(current)
        _decide(current, Verdict.DIFFERENT, actor)
        if _reached(current.first_id) >= {current.second_id}:
            raise Refused(
                _("Both are said to be the same person as somebody else. Decide about those pairs first.")
            )
        _share_humans(current)
    return current


@operation
def note_sight(pair, *, actor):
    """A coordinator has opened two records of two services: both can see that."""
    _record(pair, actor, "person.pair_opened", {})


def _check_right(actor, pair):
    if not access.can_decide_pair(actor, pair):
        raise Refused(
            _("The service of both, or those who represent the organizer of both, can decide this.")
        )


def _locked(pair):
    """In the order of all operations here: organizers, people, the pair."""
    both = [pair.first_id, pair.second_id]
    organizers = Organizer.objects.filter(pk__in=Person.objects.filter(pk__in=both).values("organizer"))
    list(organizers.select_for_update(no_key=True).order_by("pk"))
    people = Person.objects.select_for_update(no_key=True, of=["self"]).select_related("organizer__service")
    by_id = {person.pk: person for person in people.filter(pk__in=both).order_by("pk")}
    current = SamePersonDecision.objects.select_for_update(no_key=True).get(pk=pair.pk)
    current.first, current.second = by_id[current.first_id], by_id[current.second_id]
    return current


def _refuse_decided_meanwhile(pair, seen):
    if pair.verdict != seen:
        raise Refused(
            _("Somebody else has decided about this pair meanwhile. Look at what stands now, and change it.")
        )


def _refuse_gone(pair):
    if any(person.merged_into_id or person.erased_at for person in pair.sides):
        raise Refused(_("One of these records is no longer there. Go back to the list of pairs."))


def _refuse_said_otherwise(pair):
    """Somebody said that two of those who would now be one are different."""
    ones, others = _reached(pair.first_id), _reached(pair.second_id)
    different = SamePersonDecision.objects.filter(verdict=Verdict.DIFFERENT).exclude(pk=pair.pk)
    if (
        different.filter(first__in=ones, second__in=others).exists()
        or different.filter(first__in=others, second__in=ones).exists()
    ):
        raise Refused(
            _("Another pair of the same people is said to be two different people. Decide about it first.")
        )


def _reached(pk):
    """Ids of all records said to be of the same person as `pk`, with itself."""
    known, new = {pk}, {pk}
    same = SamePersonDecision.objects.filter(verdict=Verdict.SAME).order_by()
    while new:
        forth = same.filter(first__in=new).values_list("second", flat=True)
        back = same.filter(second__in=new).values_list("first", flat=True)
        new = {*forth, *back} - known
        known |= new
    return known


def _share_humans(pair):
    """Give every group of records that are said to be one person one `human`, each group its own."""
    groups = sorted({frozenset(_reached(person.pk)) for person in pair.sides}, key=min)
    used, humans = set(), {}
    for group in groups:
        human = Person.objects.values_list("human", flat=True).get(pk=min(group))
        human = uuid4() if human in used else human
        used.add(human)
        Person.objects.filter(pk__in=group).exclude(human=human).update(human=human)
        humans |= dict.fromkeys(group, human)
    for section in sections.values():
        section.share(humans)


def _merge(pair):
    """The other record gives what it holds to the kept one and stands aside."""
    kept = pair.kept
    removed = next(person for person in pair.sides if person != kept)
    for section in sections.values():
        section.refuse_merge(kept, removed)
    filled = [name for name in CONTACTS if not getattr(kept, name) and getattr(removed, name)]
    for name in filled:
        setattr(kept, name, getattr(removed, name))
    took_user = kept.user_id is None and removed.user_id is not None
    kept.user_id = kept.user_id or removed.user_id
    kept.revision += 1
    kept.save(update_fields=[*filled, "user", "revision"])
    moved = {
        "left_on": removed.left_on and removed.left_on.isoformat(),
        "filled": filled,
        "took_user": took_user,
        "merged": list(removed.merged.order_by("pk").values_list("pk", flat=True)),
        "rows": {section.name: section.move(removed, kept) for section in sections.values()},
    }
    removed.merged.update(merged_into=kept)
    removed.merged_into, removed.left_on = kept, removed.left_on or timezone.localdate()
    removed.revision += 1
    removed.save(update_fields=["merged_into", "left_on", "revision"])
    return moved


def _part(pair):
    """Undo `_merge`: the record stands again with what it held."""
    kept = next(person for person in pair.sides if person.pk == pair.kept_id)
    removed = next(person for person in pair.sides if person.pk != pair.kept_id)
    if kept.merged_into_id or kept.erased_at or removed.erased_at:
        raise Refused(_("One of these records is no longer there. Go back to the list of pairs."))
    moved = pair.moved
    for name in moved["filled"]:
        if getattr(kept, name) == getattr(removed, name):
            setattr(kept, name, "")
    if moved["took_user"] and kept.user_id == removed.user_id:
        kept.user = None
    kept.revision += 1
    kept.save(update_fields=[*moved["filled"], "user", "revision"])
    removed.merged_into, removed.left_on = None, moved["left_on"]
    removed.revision += 1
    removed.save(update_fields=["merged_into", "left_on", "revision"])
    Person.objects.filter(pk__in=moved["merged"], merged_into=kept).update(merged_into=removed)
    for section in sections.values():
        section.put_back(moved["rows"][section.name], removed)
    pair.kept, pair.moved = None, {}


def _decide(pair, verdict, actor):
    pair.verdict = verdict
    pair.decided_by, pair.decided_at = actor, timezone.now()
    pair.save(update_fields=["verdict", "decided_by", "decided_at", "kept", "moved"])
    changes = {"kept": pair.kept.full_name} if pair.kept_id else {}
    _record(pair, actor, f"person.{verdict}", changes)


def _record(pair, actor, verb, changes):
    """One line for each organizer; a service reads no name of another one's people."""
    for person, other in (pair.sides, pair.sides[::-1]):
        if person == pair.second and pair.first.organizer_id == pair.second.organizer_id:
            return
        inside = {"other_person": other.full_name} if pair.service_id == pair.other_service_id else {}
        write_history(person.organizer, actor, verb, subject=person, changes=changes | inside)
