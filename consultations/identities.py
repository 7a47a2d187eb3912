"""What tells who asked: read from the records of a request and from what was written in it."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import pgettext

from accounts.models import User
from consultations.models import Message
from consultations.names import WORD, Name, Names
from consultations.redaction import (
    ADDRESS,
    ORGANIZER,
    PERSON,
    PLACE,
    SERVICE,
    contacts_in,
    people_in,
    redact,
    still_in,
)
from organizers.models import Municipality, Organizer, Person, Representative
from organizers.queries import COMMON_WORDS
from services.models import Service
from vsrs.text import fold

# Places whose name is also a common word, and words every second name of an organizer has.
COMMON_PLACES = {"Brod", "Jezero", "Pale", "Petrovo", "Ribnik", "Rudo", "Stanari"}
SHORTEST_NAME = 3
QUOTED = re.compile('[„“"»]([^„“”"»«]+)[“”"«]')


@dataclass(frozen=True)
class Identities:
    """`known`: of this case, and must not be told. `around`: other names that are replaced in a proposal."""

    known: Names
    around: Names
    contacts: frozenset

    def redact(self, text):
        return redact(text, self.around)

    def still_in(self, *texts):
        return list(
            dict.fromkeys(word for text in texts for word in still_in(text, self.known, self.contacts))
        )


def identities_of(*requests):
    """Of the requests an article grew from; needs the rights of the service that has them."""
    case = [name for request in requests for name in _names_of(request)]
    around = [*case, *(_places() if requests else ()), *_other_names(requests)]
    contacts = frozenset().union(*(_contacts_of(request) for request in requests))
    return Identities(Names(case), Names(around), contacts)


def _names_of(request):
    organizer = Organizer.objects.filter(pk=request.organizer_id).select_related("municipality").first()
    town = organizer.municipality.name if organizer else request.service.town
    yield from _names_of_body(request.organizer_name, ORGANIZER, town)
    yield from _names_of_service(request.service)
    people = _people_of(request, organizer)
    if organizer:
        yield from _names_of_body(organizer.name, ORGANIZER, town)
        yield from _names_of_place(town)
        people.append(organizer.responsible_person)
        if organizer.address:
            yield Name(organizer.address, ADDRESS)
    for word in (word for name in people for word in name.split()):
        if len(word) >= SHORTEST_NAME and word[0].isupper():
            yield Name(word, PERSON)


def _people_of(request, organizer):
    """Full names: who asked, who wrote, who acts for the organizer, whom it has, whom the thread names."""
    written = Message.objects.filter(request=request).values_list("author", "body")
    ids = {request.asked_by_id, request.adviser_id, *(author for author, _body in written)}
    acting = Representative.objects.filter(organizer=request.organizer_id).values("user")
    users = User.objects.filter(Q(pk__in=ids - {None}) | Q(pk__in=acting))
    names = list(users.values_list("full_name", flat=True))
    if organizer:
        names += Person.objects.filter(organizer=organizer).values_list("full_name", flat=True)
    places = Names(_places())
    for text in (request.subject, *(body for _author, body in written)):
        names += people_in(text, places)
    return names


def _contacts_of(request):
    texts = [request.number, request.subject]
    texts += Message.objects.filter(request=request).values_list("body", flat=True)
    facts = ("email", "phone", "jib", "registration_number")
    for row in Organizer.objects.filter(pk=request.organizer_id).values_list(*facts):
        texts += row
    people = Person.objects.filter(organizer=request.organizer_id).values_list("email", "phone")
    texts += [fact for row in people for fact in row]
    texts += [request.asked_by.email, request.service.email, request.service.phone]
    return contacts_in("\n".join(texts))


def _names_of_body(name, instead, place=""):
    """The whole name, what stands in quotation marks, and what is left without “Udruženje” and the town."""
    yield Name(name, instead)
    town = fold(place).split()
    here = [word for word in WORD.findall(name) if fold(word) not in town]
    core = [word for word in here if fold(word) not in COMMON_WORDS]
    for short in {*QUOTED.findall(name), " ".join(here), " ".join(core)} - {name, ""}:
        yield Name(short, instead, only_capital=" " not in short)


def _names_of_service(service):
    yield Name(service.name, SERVICE)
    if service.host:
        yield from _names_of_body(service.host, SERVICE, service.town)
    yield from _names_of_place(service.town)


def _names_of_place(name):
    yield Name(name, PLACE, only_capital=name in COMMON_PLACES)
    first, _space, rest = name.partition(" ")
    if rest and " " not in rest:  # banjalučki, novogradski
        yield Name(f"{first}{rest.lower()}", PLACE)
        yield Name(f"{first[:-1]}o{rest.lower()}", PLACE)


def _places():
    for name in Municipality.objects.values_list("name", flat=True):
        yield from _names_of_place(name)


def _other_names(requests):
    """Other organizers of the same service and other services: no secret, and no use in an article."""
    services = {request.service_id for request in requests}
    rows = Organizer.objects.filter(service__in=services).values_list("name", "municipality__name")
    for name, town in rows:
        yield from _names_of_body(name, ORGANIZER, town)
    for service in Service.objects.exclude(pk__in=services):
        yield from _names_of_service(service)


def text_of(request):
    """(title, body) of an article made from what was said aloud: notes of colleagues are not read."""
    said = Message.objects.filter(request=request, internal=False).order_by("at", "pk")
    asked = [row.body for row in said if row.by_organizer]
    answered = [row.body for row in said if not row.by_organizer]
    with translation.override(settings.LANGUAGE_CODE):
        question, answer = pgettext("what was said", "Question"), pgettext("what was said", "Answer")
    return request.subject, "\n\n".join([f"## {question}", *asked, f"## {answer}", *answered])


def proposal(request):
    """The article a request could become: its words without what tells who asked."""
    identities = identities_of(request)
    title, body = (identities.redact(text) for text in text_of(request))
    return {"title": title, "body": body, "topic": request.topic}
