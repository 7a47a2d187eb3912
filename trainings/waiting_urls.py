"""The waiting list of a training at its service's desk, and the seats offered from it."""

from django.urls import path

from trainings.views import desk_waiting, my_waiting, offer

LIST = "<service:service_slug>/rad/obuke/<int:pk>/lista-cekanja/"

urlpatterns = [
    path("nalog/liste-cekanja/", my_waiting.waiting_lists, name="my_waiting"),
    path("nalog/ponude/<int:pk>/", offer.offer, name="offer"),
    path(LIST, desk_waiting.waiting_list, name="desk_waiting"),
    path(f"{LIST}<int:entry_pk>/pomjeranje/", desk_waiting.move, name="desk_waiting_move"),
    path(f"{LIST}<int:entry_pk>/uklanjanje/", desk_waiting.remove, name="desk_waiting_remove"),
]
