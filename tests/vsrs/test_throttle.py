"""Pages that open by a secret: how often one address may ask."""

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from redis.exceptions import ConnectionError as NoConnection

from vsrs import throttle
from vsrs.throttle import throttled


@throttled("tests", per_minute=2)
def page(request):
    return HttpResponse("here")


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    cache.clear()


def ask(rf, address="192.0.2.1"):
    return page(rf.get("/", REMOTE_ADDR=address)).status_code


def test_whoever_asks_more_often_waits(rf):
    assert [ask(rf) for _ in range(3)] == [200, 200, 429]


def test_others_do_not_wait_for_them(rf):
    for _ in range(3):
        ask(rf)

    assert ask(rf, "192.0.2.2") == 200


def test_a_cache_that_is_down_keeps_nobody_out(rf, monkeypatch):
    class Down:
        def add(self, *args):
            raise NoConnection

    monkeypatch.setattr(throttle, "cache", Down())

    assert [ask(rf) for _ in range(3)] == [200] * 3
