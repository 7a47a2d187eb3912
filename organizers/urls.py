"""Organizers: their own account, and their records at the desk of the home service."""

from django.urls import path

from organizers.views import account, desk, organization, pairs, people, records

app_name = "organizers"

urlpatterns = [
    # the account of an organizer
    path("nalog/", account.account, name="account"),
    path("nalog/registracija-organizatora/", account.register, name="register"),
    path("nalog/zastupanje/<str:token>/", account.invitation, name="invitation"),
    path("nalog/organizacija/", organization.organization, name="organization"),
    path("nalog/organizacija/prijava/", organization.correct, name="correct"),
    path("nalog/organizacija/prijava/povlacenje/", organization.withdraw, name="withdraw"),
    path("nalog/organizacija/zastupnici/poziv/", organization.invite, name="invite"),
    path(
        "nalog/organizacija/zastupnici/<int:pk>/kraj/",
        organization.end_representation,
        name="end_representation",
    ),
    path("nalog/organizacija/zastupnici/<int:pk>/uloga/", organization.change_role, name="change_role"),
    path(
        "nalog/organizacija/pozivi/<int:pk>/povlacenje/",
        organization.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("nalog/osobe/", people.people, name="people"),
    path("nalog/osobe/nova/", people.add_person, name="add_person"),
    path("nalog/osobe/<int:pk>/", records.person, name="person"),
    path("nalog/osobe/<int:pk>/izmjena/", people.change_person, name="change_person"),
    path("nalog/osobe/<int:pk>/brisanje/", records.erase_person, name="erase_person"),
    path("nalog/osobe/parovi/<int:pk>/", pairs.own_pair, name="own_pair"),
    path("nalog/osobe/<int:pk>/odlazak/", people.person_left, name="person_left"),
    path("nalog/osobe/<int:pk>/povratak/", people.person_back, name="person_back"),
    # the desk of a service
    path("<service:slug>/rad/organizatori/", desk.organizers, name="desk_list"),
    path("<service:slug>/rad/organizatori/<int:pk>/", desk.organizer, name="desk_detail"),
    path("<service:slug>/rad/organizatori/<int:pk>/potvrda/", desk.confirm, name="confirm"),
    path("<service:slug>/rad/organizatori/<int:pk>/vracanje/", desk.return_application, name="return"),
    path("<service:slug>/rad/organizatori/<int:pk>/pauza/", desk.pause, name="pause"),
    path("<service:slug>/rad/organizatori/<int:pk>/aktiviranje/", desk.reopen, name="reopen"),
    path("<service:slug>/rad/organizatori/<int:pk>/zatvaranje/", desk.close, name="close"),
    path("<service:slug>/rad/organizatori/<int:pk>/izmjena/", desk.change, name="desk_change"),
    path("<service:slug>/rad/organizatori/<int:pk>/zastupnici/poziv/", desk.invite, name="desk_invite"),
    path(
        "<service:slug>/rad/organizatori/<int:pk>/zastupnici/<int:representation_pk>/kraj/",
        desk.end_representation,
        name="desk_end_representation",
    ),
    path("<service:slug>/rad/osobe/", records.people_at_home, name="desk_people"),
    path("<service:slug>/rad/osobe/parovi/", pairs.desk_pairs, name="desk_pairs"),
    path("<service:slug>/rad/osobe/parovi/<int:pk>/", pairs.desk_pair, name="desk_pair"),
    path("<service:slug>/rad/osobe/<int:pk>/", records.person_at_home, name="desk_person"),
    path(
        "<service:slug>/rad/osobe/<int:pk>/brisanje/", records.erase_person_at_home, name="desk_erase_person"
    ),
    # across services, for coordinators
    path("mreza/osobe/", pairs.network_pairs, name="network_pairs"),
    path("mreza/osobe/<int:pk>/", pairs.network_pair, name="network_pair"),
]
