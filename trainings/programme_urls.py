"""Programmes, their versions and materials; copies and versions of runs; calendars of a month; trainers."""

from django.urls import path

from trainings.views import desk_copies, desk_programmes, desk_trainers, materials, months

DESK = "<service:service_slug>/rad"
PROGRAMME = f"{DESK}/programi/<int:pk>/"
MATERIAL = f"{PROGRAMME}materijali/<int:material_pk>/"
TRAINER = f"{DESK}/treneri/<int:pk>/"
RUN = f"{DESK}/obuke/<int:pk>/"

urlpatterns = [
    path(f"{DESK}/programi/", desk_programmes.programmes, name="desk_programmes"),
    path(f"{DESK}/programi/novi/", desk_programmes.new_programme, name="desk_programme_new"),
    path(PROGRAMME, desk_programmes.programme, name="desk_programme"),
    path(f"{PROGRAMME}izmjena/", desk_programmes.change, name="desk_programme_change"),
    path(f"{PROGRAMME}povlacenje/", desk_programmes.retire, name="desk_programme_retire"),
    path(f"{PROGRAMME}vracanje/", desk_programmes.restore, name="desk_programme_restore"),
    path(f"{PROGRAMME}verzije/", desk_programmes.versions, name="desk_programme_versions"),
    path(f"{PROGRAMME}materijali/", materials.materials, name="desk_materials"),
    path(MATERIAL, materials.material, name="desk_material"),
    path(f"{MATERIAL}uklanjanje/", materials.remove, name="desk_material_remove"),
    path(f"{RUN}kopija/", desk_copies.copy, name="desk_copy"),
    path(f"{RUN}verzija/", desk_copies.take_version, name="desk_version"),
    path(f"{DESK}/treneri/", desk_trainers.trainers, name="desk_trainers"),
    path(f"{DESK}/treneri/ja/", desk_trainers.own_teaching, name="desk_own_teaching"),
    path(f"{DESK}/treneri/novi/", desk_trainers.new_trainer, name="desk_trainer_new"),
    path(TRAINER, desk_trainers.trainer, name="desk_trainer"),
    path(f"{TRAINER}izmjena/", desk_trainers.change, name="desk_trainer_change"),
    path(f"{TRAINER}povlacenje/", desk_trainers.retire, name="desk_trainer_retire"),
    path(f"{TRAINER}vracanje/", desk_trainers.restore, name="desk_trainer_restore"),
    path(f"{DESK}/kalendar/", months.of_service, name="desk_calendar"),
    path("mreza/kalendar/", months.of_network, name="calendar_of_network"),
    path(
        "nalog/rezervacije/<str:number>/materijali/<int:material_pk>/",
        materials.booking_material,
        name="booking_material",
    ),
]
