"""What a person has for themselves: the calendar to subscribe to."""

from django.urls import path

from trainings.views import feed

urlpatterns = [
    path("kalendar/<slug:key>.ics", feed.feed, name="feed"),
    path("nalog/kalendar/", feed.page, name="my_calendar"),
    path("nalog/kalendar/ukljucivanje/", feed.switch_on, name="calendar_on"),
    path("nalog/kalendar/nova-adresa/", feed.renew, name="calendar_renew"),
    path("nalog/kalendar/iskljucivanje/", feed.switch_off, name="calendar_off"),
]
