"""What is measured, and as whom."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.crypto import get_random_string

from accounts.models import User
from services.models import Service
from services.tenancy import Actor, acting_as
from trainings.models import Training

SLUG = "banja-luka"
PORTAL_BACKEND = settings.AUTHENTICATION_BACKENDS[0]
BARE_BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass
class Page:
    name: str
    path: str
    cookie: str = ""


@dataclass
class World:
    bare_cookie: str
    pages: list[Page]


def prepare():
    """A session each for staff, organizer and coordinator, and the addresses to ask for."""
    try:
        staff, organizer, coordinator = (
            User.objects.get(email=f"{name}@vsrs.example")
            for name in (f"osoblje.{SLUG}", f"organizator.{SLUG}", "koordinator")
        )
    except User.DoesNotExist:
        raise SystemExit("The database holds no demo: manage.py demo --size large") from None
    with connection.cursor() as cursor:
        # As autovacuum has by the time anybody visits; without it the database plans for empty tables.
        cursor.execute("analyze")
    desk, oversees = signed_in(staff), signed_in(coordinator)
    training = a_training()
    return World(
        bare_cookie=session_of(staff, BARE_BACKEND),
        pages=[
            Page("catalogue of a service, 400 trainings", f"/{SLUG}/obuke/", desk),
            Page("training with live seats", training, signed_in(organizer)),
            Page("bookings of a service, 10,000", f"/{SLUG}/rad/prijave/", desk),
            Page("overview of the network", "/mreza/pregled/", oversees),
            Page("catalogue of the network", "/obuke/", desk),
            Page("training, anonymous", training),
            Page("desk of a service", f"/{SLUG}/rad/", desk),
            Page("front page, anonymous", "/"),
        ],
    )


def a_training():
    """The address of the next public training of the service."""
    with acting_as(Actor.public()), transaction.atomic():
        service = Service.objects.get(slug=SLUG)
        rows = Training.objects.select_related("service").public().upcoming().filter(service=service)
        if training := rows.order_by("starts_at").first():
            return training.get_absolute_url()
    raise SystemExit("No training is still to come; make the demo anew.")


def signed_in(user):
    """What the browser of somebody sends who has opened a page before: also the token of its forms."""
    return f"{session_of(user)}; {settings.CSRF_COOKIE_NAME}={get_random_string(32)}"


def session_of(user, backend=PORTAL_BACKEND):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def statements_of(page):
    """How many statements the page sends, BEGIN and COMMIT included."""
    client = Client(headers={"host": "localhost"})
    if page.cookie:
        client.cookies.load(page.cookie)
    client.get(page.path)
    with CaptureQueriesContext(connection) as captured:
        client.get(page.path)
    return len(captured)
