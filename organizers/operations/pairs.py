"""Records that look like one person: found when somebody is added or changed, and again each night."""

from collections import defaultdict
from itertools import combinations

from organizers.models import Person, SamePersonDecision
from vsrs.text import fold

Reason = SamePersonDecision.Reason

# What two records of one person share.
KEYS = ("name_key", "email", "phone_key")
# An address or number that more people share is an office's: it says little about one person.
FEW = 3
# Of more records with one name or number no list of pairs could be read by anybody.
MOST = 40


def note_pairs_of(person):
    """Look for others in the same service; must run where its rows may be written."""
    people = Person.objects.filter(service=person.service_id).listed()
    alike = people.none()
    for field in KEYS:
        if value := getattr(person, field):
            alike = alike | people.filter(**{field: value})
    others = list(alike.exclude(pk=person.pk)[: 2 * MOST])
    found = likely_pairs([person, *others], across=False)
    found = {pair: reasons for pair, reasons in found.items() if person in pair}
    _write(found)
    named = {pk for one, other in found for pk in (one.pk, other.pk)}
    of_person = SamePersonDecision.objects.filter(verdict="", service=person.service_id)
    for side, opposite in (("first", "second"), ("second", "first")):
        rows = of_person.filter(**{side: person, "other_service": person.service_id})
        rows.exclude(**{f"{opposite}__in": named}).exclude(reasons="").update(reasons="")


def note_pairs_in(service):
    """All of a service: what was entered before, or by other ways than the operations."""
    found = likely_pairs(_compared(Person.objects.filter(service=service)), across=False)
    _note_all(found, SamePersonDecision.objects.within(service))


def note_pairs_across():
    """Of different services; must run where every service's rows may be written."""
    _note_all(likely_pairs(_compared(Person.objects.all()), across=True), SamePersonDecision.objects.across())


def _compared(people):
    return people.listed().only("service", "organizer", "full_name", *KEYS)


def _note_all(found, known):
    _write(found)
    still = {(one.pk, other.pk) for one, other in found}
    open_rows = known.filter(verdict="").exclude(reasons="").values_list("pk", "first", "second")
    ended = [pk for pk, *pair in open_rows if tuple(pair) not in still]
    SamePersonDecision.objects.filter(pk__in=ended).update(reasons="")


def likely_pairs(people, *, across):
    """{(first, second): reasons} of people of one service each (`across`: of two different ones)."""
    alike = defaultdict(list)
    for person in people:
        for key in _keys(person):
            alike[key].append(person)
    crowded = {key for key, rows in alike.items() if len(rows) > FEW and key[0] != "name_key"}
    found = {}
    for rows in alike.values():
        if len(rows) > MOST:
            continue
        for pair in combinations(sorted(rows, key=lambda person: person.pk), 2):
            one, other = pair
            if pair in found or (one.service_id != other.service_id) != across:
                continue
            if reasons := reasons_between(one, other, crowded):
                found[pair] = reasons
    return found


def reasons_between(one, other, crowded=()):
    """Codes of Reason, the strongest first."""
    reasons = []
    if one.name_key and one.name_key == other.name_key:
        if one.full_name == other.full_name:
            reasons.append(Reason.NAME)
        else:
            same_order = fold(one.full_name) == fold(other.full_name)
            reasons.append(Reason.SPELLING if same_order else Reason.ORDER)
    common_word = not {*one.name_key.split()}.isdisjoint(other.name_key.split())
    for field, reason in (("email", Reason.EMAIL), ("phone_key", Reason.PHONE)):
        value = getattr(one, field)
        if value and value == getattr(other, field) and (common_word or (field, value) not in crowded):
            reasons.append(reason)
    return reasons


def _keys(person):
    return [(field, value) for field in KEYS if (value := getattr(person, field))]


def _write(found):
    """What somebody has decided stays; only the reasons follow the records."""
    rows = [
        SamePersonDecision(
            service_id=one.service_id,
            other_service_id=other.service_id,
            organizer_id=one.organizer_id if one.organizer_id == other.organizer_id else None,
            first=one,
            second=other,
            reasons=",".join(reasons),
        )
        for (one, other), reasons in sorted(found.items(), key=lambda item: [row.pk for row in item[0]])
    ]
    SamePersonDecision.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["service", "first", "second"],
        update_fields=["reasons"],
        batch_size=1000,
    )
