from django.urls import path

from network import views

app_name = "network"

urlpatterns = [
    path("podaci/pokazatelji/", views.figures, name="figures"),
    path("podaci/pokazatelji/<slug:code>/", views.figure, name="figure"),
    path("mreza/pregled/", views.overview, name="overview"),
    path("mreza/servisi/", views.services, name="services"),
    path("mreza/redovi/<slug:code>/", views.rows, name="rows"),
    path("mreza/dnevnik/", views.history, name="history"),
]
