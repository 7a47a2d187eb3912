"""Trainings: the public catalogue, booking, the organizer's bookings. Public pages first."""

from django.urls import path

from trainings.views import booking, calendar, catalogue, link, training, waiting

app_name = "trainings"

urlpatterns = [
    # the catalogue of the network
    path("obuke/", catalogue.network_catalogue, name="catalogue"),
    path("obuke/kalendar.ics", calendar.network_calendar, name="network_calendar"),
    # the catalogue of a service, one training, its seats
    path("<service:service_slug>/obuke/", catalogue.service_catalogue, name="service_catalogue"),
    path("<service:service_slug>/obuke/kalendar.ics", calendar.service_calendar, name="service_calendar"),
    path("<service:service_slug>/obuke/<slug:slug>/", training.detail, name="detail"),
    path(
        "<service:service_slug>/obuke/<slug:slug>/kalendar.ics",
        calendar.training_calendar,
        name="training_calendar",
    ),
    path("<service:service_slug>/obuke/<slug:slug>/rezervacija/", booking.book, name="book"),
    path("<service:service_slug>/obuke/<slug:slug>/lista-cekanja/", waiting.join, name="waiting_list"),
    path(
        "<service:service_slug>/obuke/<slug:slug>/lista-cekanja/<int:pk>/odjava/",
        waiting.leave,
        name="leave_waiting_list",
    ),
    # the organizer's bookings; one of them also by the secret link of an e-mail
    path("nalog/rezervacije/", booking.my_bookings, name="my_bookings"),
    path("nalog/rezervacije/<str:number>/", link.booking, name="booking"),
    path("nalog/rezervacije/<str:number>/kalendar.ics", link.booking_calendar, name="booking_calendar"),
    path("nalog/rezervacije/<str:number>/izmjena/", link.change_booking, name="change_booking"),
    path("nalog/rezervacije/<str:number>/otkazivanje/", link.cancel_booking, name="cancel_booking"),
]
