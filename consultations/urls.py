"""Advice: what is known, asking, an organizer's requests, and the desk of a service."""

from django.urls import path

from consultations.views import ask, desk, network, own, public, targets

app_name = "consultations"

DESK = "<service:service_slug>/rad/savjetovanje/"
REQUEST = f"{DESK}<str:number>/"
OWN = "nalog/savjeti/"

urlpatterns = [
    path("savjetovanje/", public.advice, name="advice"),
    path("savjetovanje/slicno/", public.similar_articles, name="similar"),
    path("savjetovanje/clanci/<int:pk>/odgovara/", public.answers, name="answers"),
    path("savjetovanje/clanci/<int:pk>/<slug:slug>/", public.article, name="article"),
    path("<service:service_slug>/savjetovanje/", public.service_advice, name="service_advice"),
    path("<service:service_slug>/savjetovanje/novi/", ask.new, name="ask"),
    # the network
    path("mreza/savjeti/", network.network_advice, name="network"),
    path("mreza/savjeti/bez-podrske/", network.unsupported, name="unsupported"),
    path("mreza/savjeti/rokovi/", targets.network_targets, name="targets"),
    path("mreza/savjeti/rokovi/<slug:topic>/", targets.target, name="target"),
    path("mreza/savjeti/praznici/", targets.calendar, name="calendar"),
    path("mreza/savjeti/praznici/godina/", targets.year, name="calendar_year"),
    path("mreza/savjeti/praznici/<int:pk>/", targets.holiday, name="holiday"),
    path("mreza/savjeti/praznici/<int:pk>/uklanjanje/", targets.remove_holiday, name="remove_holiday"),
    # the organizer's own
    path(OWN, own.requests, name="own_requests"),
    path(f"{OWN}<str:number>/", own.thread, name="own_request"),
    path(f"{OWN}<str:number>/prilozi/<int:pk>/", own.attachment, name="own_attachment"),
    # the desk of a service
    path(DESK, desk.requests, name="desk_requests"),
    path(REQUEST, desk.thread, name="desk_request"),
    path(f"{REQUEST}odgovor/", desk.answer, name="desk_answer"),
    path(f"{REQUEST}biljeska/", desk.note, name="desk_note"),
    path(f"{REQUEST}razgovor/", desk.talk, name="desk_talk"),
    path(f"{REQUEST}savjetnik/", desk.assign, name="desk_assign"),
    path(f"{REQUEST}upucivanje/", desk.refer, name="desk_refer"),
    path(f"{REQUEST}upucivanje/<int:pk>/", desk.contact, name="desk_contact"),
    path(f"{REQUEST}zatvaranje/", desk.close, name="desk_close"),
    path(f"{REQUEST}prilozi/<int:pk>/", desk.attachment, name="desk_attachment"),
]
