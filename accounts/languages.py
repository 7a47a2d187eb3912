"""The language a person reads in: it stands in the address, and the last one chosen is remembered."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import translate_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_path

from accounts.models import User


def chosen_on_device(request):
    """What this device last chose, or None."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return chosen if chosen in dict(settings.LANGUAGES) else None


def remembered(request):
    if request.user.is_authenticated:
        return request.user.language
    return chosen_on_device(request) or settings.LANGUAGE_CODE


def remember(request, response, language):
    if request.user.is_authenticated:
        keep(request.user, language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        httponly=True,
    )


def keep(user, language):
    User.objects.filter(pk=user.pk).update(language=language)
    user.language = language


def after_sign_in(request, user):
    """The language of a person who has just signed in: what the device chose decides."""
    chosen = chosen_on_device(request)
    if chosen and chosen != user.language:
        keep(user, chosen)
    return user.language


def in_language(address, language):
    """The address with the prefix of the language; one that has a prefix is taken at its word."""
    if get_language_from_path(urlsplit(address).path):
        return address
    with translation.override(settings.LANGUAGE_CODE):
        return translate_url(address, language)


def comes_from_within(request):
    """A link or a form of the portal itself led here."""
    if site := request.META.get("HTTP_SEC_FETCH_SITE"):
        return site == "same-origin"
    back = request.META.get("HTTP_REFERER")
    return bool(back and own_path(request, back))


def own_path(request, address):
    """The path of an address of this portal, or "" for any other."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        return ""
    parts = urlsplit(address)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
