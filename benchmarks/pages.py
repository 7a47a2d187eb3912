"""What is measured, and as whom."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from services.models import Service
from services.tenancy import Actor, acting_as
from trainings.models import Training

SLUG = "banja-luka"


@dataclass
class World:
    cookie: str
    pages: list


def prepare():
    """A session each for staff, organizer and coordinator, and the addresses to ask for."""
    staff, organizer, coordinator = (
        session_of(f"{name}@vsrs.example")
        for name in (f"osoblje.{SLUG}", f"organizator.{SLUG}", "koordinator")
    )
    with acting_as(Actor.public()), transaction.atomic():
        service = Service.objects.get(slug=SLUG)
        training = Training.objects.public().upcoming().filter(service=service).order_by("starts_at").first()
    return World(
        cookie=staff,
        pages=[
            ("catalogue of a service, 400 trainings", f"/{SLUG}/obuke/", staff),
            ("catalogue of the network", "/obuke/", staff),
            ("training with live seats", training.get_absolute_url(), organizer),
            ("training with live seats, anonymous", training.get_absolute_url(), ""),
            ("bookings of a service with 10,000", f"/{SLUG}/rad/prijave/", staff),
            ("desk of a service", f"/{SLUG}/rad/", staff),
            ("overview of the network", "/mreza/pregled/", coordinator),
            ("front page, anonymous", "/", ""),
        ],
    )


def session_of(email):
    user = User.objects.get(email=email)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def queries_of(path, cookie):
    """How many statements the page sends, the asker's settings included."""
    client = Client(headers={"host": "localhost"})
    if cookie:
        name, _, value = cookie.partition("=")
        client.cookies[name] = value
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)
