"""Light, dark or as the device has it: kept in a cookie, so that it works without an account or a script."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

COOKIE = "izgled"
THEMES = {"svijetlo": "light", "tamno": "dark"}


class AppearanceForm(forms.Form):
    izgled = forms.ChoiceField(
        label=_("Colours of the portal"),
        choices=[
            ("uredjaj", _("as on the device")),
            ("svijetlo", _("light")),
            ("tamno", _("dark")),
        ],
        widget=forms.RadioSelect,
    )


def chosen_theme(request):
    """`light`, `dark` or "" for what the device says."""
    return THEMES.get(request.COOKIES.get(COOKIE, ""), "")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def appearance(request):
    initial = {"izgled": request.COOKIES.get(COOKIE) if chosen_theme(request) else "uredjaj"}
    form = AppearanceForm(request.POST or None, initial=initial)
    back = request.POST.get("nazad") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = ""
    if not form.is_valid():
        context = {"form": form, "back": back}
        return render(request, "ui/appearance.html", context, status=422 if form.is_bound else 200)
    response = redirect(back or request.path)
    response.set_cookie(
        COOKIE,
        form.cleaned_data["izgled"],
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    messages.success(request, _("The colours are changed."))
    return response
