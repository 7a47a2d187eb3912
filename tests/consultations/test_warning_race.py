"""Several workers at the same moment, on real connections: one warning."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connections

from consultations.models import DeadlineWarning, Request
from consultations.operations.triage import assign
from consultations.operations.warning import warn
from notifications.models import Notice
from services.tenancy import Actor, acting_as
from tests import cast
from tests.cast import asking, sees_all
from tests.consultations.helpers import asked

SARAJEVO = ZoneInfo("Europe/Sarajevo")
WORKERS = 6


def at(day, hour):
    return time_machine.travel(dt.datetime(2028, 6, day, hour, tzinfo=SARAJEVO), tick=False)


@pytest.mark.django_db(transaction=True)
def test_workers_that_look_at_the_same_moment_write_one_warning():
    service = cast.make_service("banja-luka", "Banja Luka", "BL")
    adviser = cast.make_user("nemanja@example.org", "Nemanja")
    cast.employ(adviser, service)
    asker = cast.make_user("jelena@example.org", "Jelena")
    organizer = cast.make_organizer(service, "Novi krug", registered_by=asker)
    cast.represent(asker, organizer)
    with at(5, 8):
        request = asked(asker, organizer)
        with asking(adviser):
            assign(request, actor=adviser, adviser=adviser)
    start = Barrier(WORKERS)

    def look(_worker):
        try:
            with acting_as(Actor.for_service(service)):
                start.wait(timeout=20)
                return warn(Request(pk=request.pk))
        finally:
            connections.close_all()

    with at(6, 12), ThreadPoolExecutor(WORKERS) as pool:
        written = list(pool.map(look, range(WORKERS)))

    assert sorted(written) == [0] * (WORKERS - 1) + [1]
    with sees_all():
        assert DeadlineWarning.objects.count() == 1
        assert Notice.objects.filter(kind="request.due").count() == 1
