"""What a person has for themselves, and what organizers want: the calendar to subscribe to, the public
catalogue of programmes with the wish for one of them, and where the next run is wanted."""

from django.urls import path

from trainings.views import demand, feed, programmes

urlpatterns = [
    path("kalendar/<slug:key>.ics", feed.feed, name="feed"),
    path("nalog/kalendar/", feed.page, name="my_calendar"),
    path("nalog/kalendar/ukljucivanje/", feed.switch_on, name="calendar_on"),
    path("nalog/kalendar/nova-adresa/", feed.renew, name="calendar_renew"),
    path("nalog/kalendar/iskljucivanje/", feed.switch_off, name="calendar_off"),
    # programmes, for everybody
    path("programi/", programmes.programmes, name="programmes"),
    path("programi/<int:pk>/", programmes.programme, name="programme"),
    path("programi/<int:pk>/interes/", programmes.say, name="say_interest"),
    path("programi/interes/<int:pk>/povlacenje/", programmes.withdraw, name="withdraw_interest"),
    # where the next run is wanted
    path("<service:service_slug>/rad/potraznja/", demand.desk_demand, name="desk_demand"),
    path("<service:service_slug>/rad/potraznja/<int:pk>/", demand.desk_demand_of, name="desk_demand_of"),
    path("mreza/potraznja/", demand.network_demand, name="network_demand"),
    path("mreza/potraznja/<int:pk>/", demand.network_demand_of, name="network_demand_of"),
]
