"""Services, their staff, organizers and their people. All names of persons and organizers are invented."""

import json
from datetime import timedelta
from pathlib import Path

import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import User
from organizers.models import Municipality, Organizer
from organizers.operations.applications import confirm_organizer, register_organizer, return_application
from organizers.operations.municipalities import load_municipalities
from organizers.operations.people import add_person
from services.models import Membership, Service
from services.operations.founding import found_service
from services.tenancy import Actor, acting_as, forget_actor
from vsrs.demo.clock import doing, moment

DATA = Path(__file__).parent / "data"
# In each service one of the first organizers has not been heard of for so long.
SINCE = timedelta(days=410)
PASSWORD = "volontiram-demo"  # noqa: S105 - printed in the README; a demo holds no real person


def read(name):
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


class Names:
    """Invented people, each once, women and men in turn."""

    def __init__(self, random):
        data = read("names")
        pairs = [
            f"{first} {surname}" for first in data["women"] + data["men"] for surname in data["surnames"]
        ]
        random.shuffle(pairs)
        self._pairs = iter(pairs)

    def next(self):
        return next(self._pairs)


class Cast:
    """Everybody with an account, by e-mail; one hash of the common password for all of them."""

    def __init__(self, random):
        self.random = random
        self.names = Names(random)
        self._password = make_password(PASSWORD)

    def user(self, email, name=None):
        user = User.objects.create(email=email, full_name=name or self.names.next(), password=self._password)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        return user


def found_network(cast, first_day):
    """The services, their staff and the municipalities; returns {slug: (service, manager, staff)}."""
    network = {}
    with time_machine.travel(moment(first_day), tick=False):
        for place, facts in enumerate(read("services")):
            slug = facts["slug"]
            office = facts["kind"] == Service.Kind.REPUBLIC
            manager = cast.user("koordinator@vsrs.example" if office else f"rukovodilac.{slug}@vsrs.example")
            service = found_service(manager_email=manager.email, **_with_contact(place, facts))
            staff = manager if office else cast.user(f"osoblje.{slug}@vsrs.example")
            if not office:
                _employ(staff, service, Membership.Role.STAFF)
            network[slug] = (service, manager, staff)
        office, _, _ = network["republika"]
        _employ(cast.user("posmatrac@vsrs.example"), office, Membership.Role.OBSERVER)
        with acting_as(Actor.founder()), transaction.atomic():
            load_municipalities()
    return network


def _with_contact(place, facts):
    """An office to call, write to and visit, invented where the register of services knows none."""
    invented = {
        "address": "Primjerna ulica 1",
        "office_hours": "radnim danima 8.00–16.00",
        "phone": f"05{place % 9 + 1} 000 {place:03d}",
        "email": f"{facts['slug']}@vsrs.example",
    }
    return facts | {name: words for name, words in invented.items() if not facts.get(name)}


def _employ(user, service, role):
    # Without the invitation by e-mail that a living service sends.
    with acting_as(Actor.founder()), transaction.atomic():
        Membership.objects.create(user=user, service=service, role=role)


def found_organizers(cast, network, first_day, today):
    """8–20 organizers a service, the first with the account organizator.<slug>; most are confirmed."""
    known = read("organizers")
    organizers = {}
    number = 0
    for slug, (service, _, staff) in network.items():
        if service.is_republic:
            continue
        count = 20 if slug == "banja-luka" else cast.random.randint(8, 15)
        organizers[slug] = []
        for place, (kind, name) in enumerate(known[:count]):
            number += 1
            email = (
                f"organizator.{slug}@vsrs.example" if place == 0 else f"predstavnik{number}@primjer.example"
            )
            user = cast.user(email)
            # Half of them from the beginning, the others over the two years.
            joined = cast.random.randint(3, 40) if place < count // 2 else cast.random.randint(40, 640)
            on = moment(first_day + timedelta(days=joined), "10.00")
            if place >= count - 2:
                on = moment(today - timedelta(days=1 + number % 3), "10.25")
            organizer = _register(cast, service, user, kind, name, number, on)
            if place >= count - 2:
                _leave_open(organizer, staff, place == count - 1, on)
                continue
            with doing(staff, on):
                confirm_organizer(organizer, actor=staff)
                organizer.refresh_from_db()
            forget_actor(user)
            people = _people(cast, organizer, user, on)
            organizers[slug].append((organizer, user, people))
    return organizers


def _register(cast, service, user, kind, name, number, on):
    company = kind == Organizer.Kind.COMPANY
    with doing(user, on):
        return register_organizer(
            actor=user,
            kind=kind,
            name=f"{name} {service.town}",
            registration_number=f"57-{number:02d}-{cast.random.randint(10, 99)}/2{cast.random.randint(0, 4)}",
            jib=f"44{cast.random.randint(10**10, 10**11 - 1)}",
            municipality=Municipality.objects.get(slug=service.slug),
            email=user.email,
            phone=f"05{cast.random.randint(1, 9)} 000 {number:03d}",
            address=f"Primjerna ulica {number}",
            conditions_confirmed=company,
            partner_organizer="Udruženje „Novi krug“" if company else "",
        )


def _leave_open(organizer, staff, waiting, on):
    """One application a service waits, one was returned for correction."""
    if not waiting:
        with doing(staff, on):
            reason = "Dopunite registarski broj kako stoji u rješenju o upisu."
            return_application(organizer, actor=staff, reason=reason)


def _people(cast, organizer, user, on):
    people = []
    with doing(user, on):
        for place in range(cast.random.randint(3, 8)):
            name = user.full_name if place == 0 else cast.names.next()
            email = user.email if place == 0 else ""
            people.append(add_person(organizer, actor=user, full_name=name, email=email))
    return people


def awake(entries, day, today):
    """Who may book or ask on `day`."""
    asleep = 2 + len(entries) % 3 if day > today - SINCE else None
    return [entry for place, entry in enumerate(entries) if place != asleep]
