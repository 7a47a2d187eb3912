"""The names that the base templates link to, so that the kit is tested without the rooms above it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path

from vsrs.appearance import appearance
from vsrs.parts import parts


def blank(request, **kwargs):
    return HttpResponse()


def named(*pairs):
    return [path(route, blank, name=name) for route, name in pairs]


rooms = {
    "services": [
        ("servisi/", "list"),
        ("<slug:slug>/", "page"),
        ("<slug:slug>/o-servisu/", "about"),
        ("<slug:slug>/rad/", "desk"),
        ("<slug:slug>/rad/zadaci/", "tasks"),
        ("<slug:slug>/rad/ljudi/", "people"),
        ("<slug:slug>/rad/dnevnik/", "history"),
        ("<slug:slug>/rad/podesavanja/", "settings"),
    ],
    "trainings": [
        ("obuke/", "catalogue"),
        ("<slug:slug>/obuke/", "service_catalogue"),
        ("<slug:slug>/rad/obuke/", "desk_trainings"),
        ("<slug:slug>/rad/programi/", "desk_programmes"),
        ("nalog/rezervacije/", "my_bookings"),
        ("mreza/kalendar/", "calendar_of_network"),
    ],
    "consultations": [
        ("savjetovanje/", "advice"),
        ("<slug:slug>/savjetovanje/", "service_advice"),
        ("<slug:slug>/rad/savjetovanje/", "desk_requests"),
        ("<slug:slug>/rad/clanci/", "desk_articles"),
        ("nalog/savjeti/", "own_requests"),
        ("mreza/savjeti/", "network"),
    ],
    "network": [
        ("mreza/pregled/", "overview"),
        ("mreza/servisi/", "services"),
        ("mreza/dnevnik/", "history"),
        ("podaci/pokazatelji/", "figures"),
    ],
    "organizers": [
        ("nalog/", "account"),
        ("nalog/registracija-organizatora/", "register"),
        ("nalog/organizacija/", "organization"),
        ("nalog/osobe/", "people"),
        ("<slug:slug>/rad/organizatori/", "desk_list"),
    ],
    "notifications": [("nalog/obavjestenja/", "inbox"), ("<slug:slug>/rad/poruke/", "outbox")],
    "accounts": [("nalog/profil/", "profile")],
}

urlpatterns = [
    path("", lambda request: render(request, "base_public.html"), name="home"),
    path("izgled/", appearance, name="appearance"),
    path("izgled/dijelovi/", parts, name="parts"),
    path("nalog/", include("allauth.urls")),
    *named(
        ("pomoc/", "help"),
        ("pristupacnost/", "accessibility"),
        ("privatnost/", "privacy"),
        ("o-mrezi/", "about"),
        ("pretraga/", "search"),
    ),
    *(path("", include((named(*pairs), room))) for room, pairs in rooms.items()),
]
