from django.urls import include, path

from services.views import desk, invitation, people, public

app_name = "services"

workspace = [
    path("", desk.desk, name="desk"),
    path("zadaci/", desk.tasks, name="tasks"),
    path("pretraga/", desk.search, name="search"),
    path("dnevnik/", desk.history, name="history"),
    path("podesavanja/", desk.settings, name="settings"),
    path("ljudi/", people.people, name="people"),
    path("ljudi/poziv/", people.send_invitation, name="invite"),
    path("ljudi/poziv/<int:pk>/ponovo/", people.send_invitation_again, name="resend_invitation"),
    path("ljudi/poziv/<int:pk>/povlacenje/", people.withdraw, name="withdraw_invitation"),
    path("ljudi/<int:pk>/uloga/", people.role, name="role"),
    path("ljudi/<int:pk>/kraj/", people.end, name="end_membership"),
]

urlpatterns = [
    path("servisi/", public.service_list, name="list"),
    path("nalog/poziv/<str:token>/", invitation.invitation, name="invitation"),
    path("nalog/poziv/<str:token>/prihvatanje/", invitation.accept, name="accept_invitation"),
    path("nalog/poziv/<str:token>/novi-nalog/", invitation.accept_anew, name="accept_invitation_anew"),
    path("<service:slug>/", public.service_page, name="page"),
    path("<service:slug>/o-servisu/", public.about, name="about"),
    path("<service:slug>/rad/", include(workspace)),
]
