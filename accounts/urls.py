"""Addresses of the account: allauth's pages under Serbian names, and the few of our own.

allauth finds its pages by name, so every name it may ask for is here; only the addresses are ours.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.urls import include, path, re_path

from accounts import views
from accounts.pages import page

allauth_pages = [
    path("prijava/", page(account.login), name="account_login"),
    path("prijava/kod/", page(account.request_login_code), name="account_request_login_code"),
    path("prijava/kod/potvrda/", page(account.confirm_login_code), name="account_confirm_login_code"),
    path("prijava/drugi-faktor/", page(mfa.authenticate), name="mfa_authenticate"),
    path("prijava/kljuc/", page(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("odjava/", page(account.logout), name="account_logout"),
    path("neaktivan/", page(account.account_inactive), name="account_inactive"),
    path("registracija/", page(account.signup), name="account_signup"),
    path(
        "registracija/potvrda/", page(account.email_verification_sent), name="account_email_verification_sent"
    ),
    path("potvrda-identiteta/", page(account.reauthenticate), name="account_reauthenticate"),
    path("potvrda-identiteta/kod/", page(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "potvrda-identiteta/kljuc/",
        page(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("e-posta/", page(account.email), name="account_email"),
    path("lozinka/", page(account.password_change), name="account_change_password"),
    path("lozinka/postavljanje/", page(account.password_set), name="account_set_password"),
    path("lozinka/zaboravljena/", page(account.password_reset), name="account_reset_password"),
    path(
        "lozinka/zaboravljena/poslato/", page(account.password_reset_done), name="account_reset_password_done"
    ),
    # The first dash divides: the key has dashes of its own.
    re_path(
        r"^lozinka/nova/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        page(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "lozinka/nova/gotovo/",
        page(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("sigurnost/", page(mfa.index), name="mfa_index"),
    path("sigurnost/aplikacija/", page(totp.activate_totp), name="mfa_activate_totp"),
    path("sigurnost/aplikacija/iskljucivanje/", page(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("sigurnost/kodovi/", page(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "sigurnost/kodovi/novi/",
        page(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "sigurnost/kodovi/preuzimanje/",
        page(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("sigurnost/kljucevi/", page(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("sigurnost/kljucevi/novi/", page(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("sigurnost/kljucevi/<int:pk>/", page(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "sigurnost/kljucevi/<int:pk>/uklanjanje/", page(webauthn.remove_webauthn), name="mfa_remove_webauthn"
    ),
    path("sesije/", page(sessions.list_usersessions), name="usersessions_list"),
]

own_pages = [
    path("dalje/", views.after_login, name="after_login"),
    path("profil/", views.profile, name="profile"),
    path("podaci/", views.own_data, name="own_data"),
    path("podaci/preuzimanje/", views.export_own_data, name="export_own_data"),
    path("podaci/brisanje/", views.erase_own_data, name="erase_own_data"),
]

urlpatterns = [
    path("nalog/", include(allauth_pages)),
    path("nalog/", include((own_pages, "accounts"))),
]
