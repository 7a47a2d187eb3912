"""Where everything is. Each room lists its own addresses from the root; those of a service begin
with `<service:slug>`, which never matches a reserved first word, so their order does not matter."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

import services.addresses  # noqa: F401  registers <service:slug> before any room uses it
from vsrs import appearance, health, parts, views

# The most visited first: whoever looks for an address tries them in this order.
ROOMS = ["services", "trainings", "consultations", "organizers", "network", "notifications", "accounts"]

pages = [
    path("", views.home, name="home"),
    path("o-mrezi/", views.about, name="about"),
    path("pretraga/", views.search, name="search"),
    path("pomoc/", views.page, {"template": "help.html"}, name="help"),
    path("pristupacnost/", views.page, {"template": "accessibility.html"}, name="accessibility"),
    path("privatnost/", views.page, {"template": "privacy.html"}, name="privacy"),
    path("izgled/", appearance.appearance, name="appearance"),
    path("izgled/dijelovi/", parts.parts, name="parts"),
]

urlpatterns = [
    path("zdravlje/", health.live, name="live"),
    path("zdravlje/spremnost/", health.ready, name="ready"),
    *i18n_patterns(
        *pages,
        *[path("", include(f"{room}.urls")) for room in ROOMS if find_spec(f"{room}.urls")],
        prefix_default_language=False,
    ),
]

handler400 = "vsrs.errors.bad_request"
handler403 = "vsrs.errors.permission_denied"
handler404 = "vsrs.errors.page_not_found"
handler500 = "vsrs.errors.server_error"
