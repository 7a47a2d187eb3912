from django.urls import path

from notifications import views

app_name = "notifications"

urlpatterns = [
    path("nalog/obavjestenja/", views.inbox, name="inbox"),
    path("nalog/obavjestenja/podesavanja/", views.preferences, name="preferences"),
    path("nalog/obavjestenja/procitano/", views.read_all, name="read_all"),
    path("nalog/obavjestenja/<int:pk>/", views.open_notice, name="open"),
    path("<service:service>/rad/poruke/", views.outbox, name="outbox"),
    path("<service:service>/rad/poruke/<int:pk>/", views.outgoing, name="outgoing"),
    path("<service:service>/rad/poruke/<int:pk>/otkazivanje/", views.cancel, name="cancel"),
    path("<service:service>/rad/poruke/<int:pk>/ponovo/", views.retry, name="retry"),
    path("<service:service>/rad/datoteke/<int:pk>/", views.prepared_file, name="prepared_file"),
    path(
        "<service:service>/rad/datoteke/<int:pk>/preuzimanje/",
        views.download_prepared,
        name="download_prepared",
    ),
]
