"""Advice: what is known, asking, an organizer's requests, and the desk of a service."""

from django.urls import path

from consultations import article_urls
from consultations.views import (
    ask,
    desk,
    desk_queue,
    desk_steps,
    desk_templates,
    network,
    own,
    public,
    rating,
    targets,
)

app_name = "consultations"

DESK = "<service:service_slug>/rad/savjetovanje/"
REQUEST = f"{DESK}<str:number>/"
OWN = "nalog/savjeti/"

urlpatterns = [
    path("savjetovanje/", public.advice, name="advice"),
    path("savjetovanje/slicno/", public.similar_articles, name="similar"),
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
    path(f"{OWN}<str:number>/termin/", own.take, name="own_take_time"),
    path(f"{OWN}<str:number>/termin/<int:pk>/otkazivanje/", own.withdraw, name="own_withdraw_time"),
    path(f"{OWN}<str:number>/termin/<int:pk>.ics", own.calendar, name="own_time_calendar"),
    path(f"{OWN}<str:number>/koraci/<int:pk>/", own.finish, name="own_finish_step"),
    # by the link of a letter
    path("savjetovanje/ocjena/<str:token>/", rating.rating, name="rate"),
    # the desk of a service
    path(DESK, desk_queue.requests, name="desk_requests"),
    path(f"{DESK}predlosci/", desk_templates.templates, name="desk_templates"),
    path(f"{DESK}predlosci/novi/", desk_templates.new, name="desk_template_new"),
    path(f"{DESK}predlosci/<int:pk>/", desk_templates.change, name="desk_template"),
    path(f"{DESK}predlosci/<int:pk>/povlacenje/", desk_templates.retire, name="desk_template_retire"),
    path(REQUEST, desk.thread, name="desk_request"),
    path(f"{REQUEST}odgovor/", desk.answer, name="desk_answer"),
    path(f"{REQUEST}biljeska/", desk.note, name="desk_note"),
    path(f"{REQUEST}razgovor/", desk.talk, name="desk_talk"),
    path(f"{REQUEST}trijaza/", desk.set_triage, name="desk_triage"),
    path(f"{REQUEST}termini/", desk_steps.offer, name="desk_offer"),
    path(f"{REQUEST}termini/<int:pk>/", desk_steps.move, name="desk_move_time"),
    path(f"{REQUEST}termini/<int:pk>/povlacenje/", desk_steps.withdraw, name="desk_withdraw_time"),
    path(f"{REQUEST}termini/<int:pk>.ics", desk_steps.calendar, name="desk_time_calendar"),
    path(f"{REQUEST}koraci/", desk_steps.add_step, name="desk_step"),
    path(f"{REQUEST}koraci/<int:pk>/", desk_steps.finish_step, name="desk_finish_step"),
    path(f"{REQUEST}spajanje/", desk.merge, name="desk_merge"),
    path(f"{REQUEST}upucivanje/", desk.refer, name="desk_refer"),
    path(f"{REQUEST}upucivanje/<int:pk>/", desk.contact, name="desk_contact"),
    path(f"{REQUEST}zatvaranje/", desk.close, name="desk_close"),
    path(f"{REQUEST}prilozi/<int:pk>/", desk.attachment, name="desk_attachment"),
    *article_urls.urlpatterns,
]
