"""Sixteen clients book the last thirty seats over HTTP, on the portal and on the bare form."""

import http.client
import threading
import time
import urllib.parse
from datetime import timedelta
from statistics import median
from uuid import uuid4

from django.conf import global_settings, settings
from django.db import connection, transaction
from django.utils import timezone

from benchmarks.pages import SLUG, session_of
from organizers.models import Organizer
from services.models import Service
from services.tenancy import Actor, acting_as
from trainings.models import Booking, Part, Programme, Training

CLIENTS, SEATS, ROUNDS = 16, 30, 9
TOKEN = "b" * 32


def report(bare_cookie, portal_port, bare_port):
    clients = bookers()
    portal, bare = [], []
    for _ in range(ROUNDS):  # in turns: other work on the machine weighs on both
        portal.append(_on_portal(portal_port, clients))
        bare.append(_on_bare(bare_port, bare_cookie))
    portal, bare = median(portal), median(bare)
    print(
        f"\n{CLIENTS} clients, the last {SEATS} seats: {portal:.0f} bookings a second; "
        f"the bare form {bare:.0f}; ratio {portal / bare:.2f}; never oversold"
    )


def everything():
    with acting_as(Actor.public()), transaction.atomic():
        services = tuple(Service.objects.values_list("pk", flat=True))
    return acting_as(Actor(services=services, level="coordinator"))


def bookers():
    """[(cookie, organizer id, person id)]: confirmed organizers, each with somebody who comes."""
    with everything(), transaction.atomic():
        rows = [
            (organizer.registered_by, organizer.pk, organizer.people.first())
            for organizer in Organizer.objects.confirmed().select_related("registered_by")[: SEATS + CLIENTS]
        ]
    return [(session_of(user), organizer, person.pk) for user, organizer, person in rows if person]


def new_training():
    with everything(), transaction.atomic():
        service = Service.objects.get(slug=SLUG)
        start = timezone.now() + timedelta(days=20)
        training = Training.objects.create(
            service=service,
            programme=Programme.objects.first(),
            slug=f"mjerenje-{uuid4().hex[:12]}",
            title="Mjerenje",
            subject="koordinacija",
            summary="Mjerenje",
            state=Training.State.PUBLISHED,
            venue="Dom omladine",
            seats=SEATS,
            starts_at=start,
            ends_at=start + timedelta(hours=2),
            published_at=timezone.now(),
        )
        Part.objects.create(
            service=service,
            training=training,
            ordinal=1,
            starts_at=training.starts_at,
            ends_at=training.ends_at,
        )
    return training


def _on_portal(port, clients):
    training = new_training()
    path = f"/{SLUG}/obuke/{training.slug}/rezervacija/"

    def form(client):
        cookie, organizer, person = client
        fields = {
            "csrfmiddlewaretoken": TOKEN,
            "form_key": uuid4(),
            "organizator": organizer,
            "osoba": person,
            "redova": 0,
        }
        return path, f"{cookie}; {settings.CSRF_COOKIE_NAME}={TOKEN}", fields

    booked, seconds = _race(port, [form(client) for client in clients])
    with everything(), transaction.atomic():
        training.refresh_from_db()
        standing = Booking.objects.standing().filter(training=training).count()
    if not training.taken == standing == booked == SEATS:
        raise SystemExit(f"{training.taken} taken, {standing} bookings, {booked} answers, {SEATS} seats")
    return booked / seconds


def _on_bare(port, cookie):
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists bare_booking; drop table if exists bare_training")
        cursor.execute(
            "create table bare_training (id int primary key, taken int not null, seats int not null)"
        )
        cursor.execute("create table bare_booking (id serial primary key, training_id int, user_id int)")
        cursor.execute("insert into bare_training values (1, 0, %s)", [SEATS])
    fields = {"csrfmiddlewaretoken": TOKEN, "seats": 1}
    form = "/bare/booking/", f"{cookie}; {global_settings.CSRF_COOKIE_NAME}={TOKEN}", fields
    booked, seconds = _race(port, [form] * (SEATS + CLIENTS))
    with connection.cursor() as cursor:
        cursor.execute("drop table bare_booking; drop table bare_training")
    if booked != SEATS:
        raise SystemExit(f"bare form: {booked} answers, {SEATS} seats")
    return booked / seconds


def _race(port, forms):
    """Send all `forms` from sixteen clients; how many got a seat, and the seconds until the last one did."""
    waiting, lock, times = list(forms), threading.Lock(), []
    start = threading.Barrier(CLIENTS + 1)

    def client():
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        start.wait()
        while True:
            with lock:
                if not waiting:
                    return
                path, cookie, fields = waiting.pop()
            body = urllib.parse.urlencode(fields)
            headers = {
                "Cookie": cookie,
                "Host": "localhost",
                "Content-Type": "application/x-www-form-urlencoded",
            }
            line.request("POST", path, body, headers)
            answer = line.getresponse()
            answer.read()
            if answer.status == 302:
                times.append(time.monotonic())

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.monotonic()
    for thread in threads:
        thread.join()
    return len(times), max(times) - began
