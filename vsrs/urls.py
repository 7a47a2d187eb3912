"""Where everything is. Each room lists its own addresses from the root; those of a service begin
with `<service:slug>`, which never matches a reserved first word, so their order does not matter."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

import services.addresses  # noqa: F401  registers <service:slug> before any room uses it
from vsrs import health

ROOMS = ["accounts", "notifications", "network", "organizers", "trainings", "services"]

urlpatterns = [
    path("zdravlje/", health.live),
    path("zdravlje/spremnost/", health.ready),
    *i18n_patterns(
        *[path("", include(f"{room}.urls")) for room in ROOMS if find_spec(f"{room}.urls")],
        prefix_default_language=False,
    ),
]
