"""Who must sign in, who must have a second factor, and in which language a page is read."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import languages
from accounts.second_factor import has_second_factor, must_have_second_factor

RETURN = "dalje"
READING = {"GET", "HEAD"}
# Pages that may be opened before the second factor is set up.
ON_THE_WAY = ("mfa_", "account_", "usersessions_")


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every page needs an account unless its view says `@login_not_required`."""

    def handle_no_permission(self, request, view_func):
        back = request.get_full_path()
        if request.method not in READING:
            # What was posted is gone; the page that held the form is the step to come back to.
            back = languages.own_path(request, request.headers.get("Referer", "")) or "/"
        return redirect_to_login(back, self.get_login_url(view_func), RETURN)


class SecondFactorMiddleware:
    """Staff and coordinators set up a second factor before anything else, where settings ask for it.

    Stands inside the tenancy middleware: it reads `request.actor`.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.REQUIRE_SECOND_FACTOR or not request.user.is_authenticated:
            return None
        if (request.resolver_match.url_name or "").startswith(ON_THE_WAY):
            return None
        if not must_have_second_factor(request.actor) or has_second_factor(request.user):
            return None
        messages.warning(request, _("Set up a second factor first: your work in the portal asks for it."))
        return redirect("mfa_index")


class LanguageMiddleware:
    """A step within the portal keeps or changes the language by its address alone, and is remembered.

    Who comes from outside to an address without a prefix (typed, from a bookmark) reads it in the
    remembered language.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "GET" or request.path.startswith(("/static/", "/zdravlje/")):
            return self.get_response(request)
        language, remembered = get_language(), languages.remembered(request)
        if languages.comes_from_within(request):
            response = self.get_response(request)
            if language != remembered and response.status_code == 200:
                languages.remember(request, response, language)
            return response
        if language == settings.LANGUAGE_CODE != remembered:
            return redirect(f"/{remembered}{request.get_full_path()}")
        return self.get_response(request)
