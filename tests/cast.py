"""The cast of the tests and plain functions that make more of it.

Banja Luka: Milica manages the service, Nemanja works there; the association Novi krug is at home
there, Jelena represents it, Ognjen books for it. Doboj: Sanja manages, Dragan works; Goran represents
the school Sveti Sava. Vesna coordinates from the republic office, Zoran observes for the ministry.
Ana has an account and nothing else.
"""

import itertools
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from organizers.models import Municipality, Organizer, Person, Representative
from organizers.queries import name_key, phone_key
from services.models import Membership, Service
from services.tenancy import Actor, acting_as, actor_of, forget_actor
from trainings.models import Part, Programme, Training
from vsrs.text import fold, sort_key, to_cyrillic

PASSWORD = "volontiram-test"
_numbers = itertools.count(1)


def asking(user):
    """`with asking(jelena):` both walls see Jelena's rights, freshly read."""
    forget_actor(user)
    with transaction.atomic():
        actor = actor_of(user)
    return acting_as(actor)


@contextmanager
def sees_all():
    """Works in every service: for setting up and for looking at outcomes."""
    with founding():
        ids = tuple(Service.objects.values_list("pk", flat=True))
    with transaction.atomic(), acting_as(Actor(services=ids, level="coordinator")) as actor:
        yield actor


@contextmanager
def founding():
    # In a transaction of its own, because outside of one no setting reaches the second wall.
    with transaction.atomic(), acting_as(Actor.founder()) as actor:
        yield actor


def make_user(email, full_name="", **fields):
    return User.objects.create_user(email, PASSWORD, full_name=full_name, **fields)


def make_service(slug, town, code, *, lat="44.77", lon="17.19", kind=Service.Kind.LOCAL, **fields):
    with founding():
        return Service.objects.create(
            slug=slug,
            town=town,
            town_cyrl=to_cyrillic(town),
            code=code,
            kind=kind,
            name=f"Lokalni volonterski servis {town}",
            name_cyrl=f"Локални волонтерски сервис {to_cyrillic(town)}",
            sort=sort_key(town),
            lat=lat,
            lon=lon,
            **fields,
        )


def employ(user, service, role=Membership.Role.STAFF, **fields):
    forget_actor(user)
    with founding():
        return Membership.objects.create(user=user, service=service, role=role, **fields)


def make_organizer(service, name, *, registered_by, status=Organizer.Status.CONFIRMED, **fields):
    with sees_all():
        number = next(_numbers)
        municipality, _ = Municipality.objects.get_or_create(
            slug=service.slug,
            defaults={
                "name": service.town,
                "name_cyrl": service.town_cyrl,
                "sort": sort_key(service.town),
                "home_service": service,
            },
        )
        defaults = {
            "kind": Organizer.Kind.ASSOCIATION,
            "registration_number": f"57-{number:04d}",
            "jib": f"{4400000000000 + number}",
            "municipality": municipality,
            "email": f"kancelarija{number}@example.org",
            "search": fold(name),
            "sort": sort_key(name),
            "confirmed_at": timezone.now() if status == Organizer.Status.CONFIRMED else None,
        }
        return Organizer.objects.create(
            service=service, name=name, registered_by=registered_by, status=status, **(defaults | fields)
        )


def represent(user, organizer, role=Representative.Role.REPRESENTATIVE):
    forget_actor(user)
    with sees_all():
        return Representative.objects.create(
            service=organizer.service, organizer=organizer, user=user, role=role
        )


def make_person(organizer, full_name, **fields):
    with sees_all():
        return Person.objects.create(
            service=organizer.service,
            organizer=organizer,
            full_name=full_name,
            search=fold(full_name),
            sort=sort_key(full_name),
            name_key=name_key(full_name),
            phone_key=phone_key(fields.get("phone", "")),
            **fields,
        )


def make_programme(service, title="Koordinacija volontera: osnove", **fields):
    defaults = {
        "subject": "koordinacija",
        "summary": "Za sve koji prvi put vode volontere.",
        "aims": "opisati volontersku poziciju\nvoditi uvod i praćenje",
        "hours": 4,
        "search": fold(title),
        "sort": sort_key(title),
    }
    with sees_all():
        return Programme.objects.create(service=service, title=title, **(defaults | fields))


def make_training(service, *, title="Koordinacija volontera", seats=20, days=1, starts_in=None, **fields):
    """A published training that begins in ten days, unless told otherwise."""
    number = next(_numbers)
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + (starts_in or timedelta(days=10))
    end = start + timedelta(days=days - 1, hours=4)
    programme = fields.pop("programme", None) or make_programme(service, title)
    defaults = {
        "slug": f"obuka-{number}",
        "subject": programme.subject,
        "summary": programme.summary,
        "state": Training.State.PUBLISHED,
        "venue": "Dom omladine",
        "published_at": start - timedelta(days=30),
        "search": fold(f"{title} {service.town}"),
        "sort": sort_key(title),
    }
    with sees_all():
        training = Training.objects.create(
            service=service,
            programme=programme,
            title=title,
            seats=seats,
            starts_at=start,
            ends_at=end,
            **(defaults | fields),
        )
        for day in range(days):
            Part.objects.create(
                service=service,
                training=training,
                ordinal=day + 1,
                starts_at=start + timedelta(days=day),
                ends_at=start + timedelta(days=day, hours=4),
            )
    return training
