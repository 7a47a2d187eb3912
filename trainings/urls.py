"""Trainings: the public catalogue, booking, the organizer's bookings. Public pages first, the desk last."""

from django.urls import path

from trainings import after_urls, own_urls, programme_urls
from trainings.views import (
    booking,
    calendar,
    catalogue,
    check_in,
    desk_approval,
    desk_attendance,
    desk_bookings,
    desk_plan,
    desk_training,
    link,
    training,
    waiting,
)
from trainings.waiting_urls import urlpatterns as of_waiting_lists

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
    path("nalog/rezervacije/<str:number>/ulaz/", check_in.entry_codes, name="entry_codes"),
    path("nalog/rezervacije/<str:number>/kalendar.ics", link.booking_calendar, name="booking_calendar"),
    path("nalog/rezervacije/<str:number>/izmjena/", link.change_booking, name="change_booking"),
    path("nalog/rezervacije/<str:number>/otkazivanje/", link.cancel_booking, name="cancel_booking"),
    # at the door
    path("dolazak/<slug:entry_code>/", check_in.at_the_door, name="at_the_door"),
    # the desk of a service
    path("<service:service_slug>/rad/obuke/", desk_training.trainings, name="desk_trainings"),
    path("<service:service_slug>/rad/obuke/nova/", desk_plan.new_training, name="desk_new"),
    path("<service:service_slug>/rad/obuke/<int:pk>/", desk_training.training, name="desk_training"),
    path("<service:service_slug>/rad/obuke/<int:pk>/izmjena/", desk_plan.change, name="desk_change"),
    path("<service:service_slug>/rad/obuke/<int:pk>/objava/", desk_training.publish, name="desk_publish"),
    path(
        "<service:service_slug>/rad/obuke/<int:pk>/odbacivanje/", desk_training.discard, name="desk_discard"
    ),
    path("<service:service_slug>/rad/obuke/<int:pk>/potvrda/", desk_training.confirm, name="desk_confirm"),
    path("<service:service_slug>/rad/obuke/<int:pk>/otkazivanje/", desk_training.cancel, name="desk_cancel"),
    path("<service:service_slug>/rad/obuke/<int:pk>/odrzana/", desk_training.held, name="desk_held"),
    *of_waiting_lists,
    path(
        "<service:service_slug>/rad/obuke/<int:pk>/odobravanje/",
        desk_approval.approval,
        name="desk_approval",
    ),
    path("<service:service_slug>/rad/obuke/<int:pk>/prijave/", desk_bookings.bookings, name="desk_bookings"),
    path(
        "<service:service_slug>/rad/obuke/<int:pk>/lista-prisustva/", desk_bookings.sheet, name="desk_sheet"
    ),
    path(
        "<service:service_slug>/rad/obuke/<int:pk>/prisustvo/",
        desk_attendance.attendance,
        name="desk_attendance",
    ),
    path(
        "<service:service_slug>/rad/obuke/<int:pk>/prisustvo/<int:part_pk>/",
        desk_attendance.attendance_of_part,
        name="desk_attendance_part",
    ),
    *programme_urls.urlpatterns,
    path("<service:service_slug>/rad/prijave/", desk_bookings.all_bookings, name="desk_all_bookings"),
    *after_urls.urlpatterns,
    *own_urls.urlpatterns,
]
