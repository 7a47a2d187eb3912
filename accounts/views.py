"""The pages of one's own account that allauth does not have."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import EraseForm, ProfileForm
from accounts.landing import landing_of
from accounts.operations import erase_person, export_person
from accounts.personal import links_of
from accounts.second_factor import has_second_factor
from vsrs.refusals import Refused


@never_cache
@require_safe
def after_login(request):
    """Staff to their desk, coordinators to the network, organizers to their account."""
    return redirect(landing_of(request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        # What follows already speaks the language just chosen.
        with translation.override(user.language):
            messages.success(request, _("Your profile is saved."))
            return redirect("accounts:profile")
    if form.errors:
        # The header shows the person as stored, not as just typed.
        request.user.refresh_from_db()
    context = {"form": form, "has_second_factor": has_second_factor(request.user)}
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


@require_safe
def own_data(request):
    return render(request, "accounts/own_data.html", {"records": links_of(request.user)})


@never_cache
@require_safe
def export_own_data(request):
    response = JsonResponse(
        export_person(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = (
        f'attachment; filename="moji-podaci-{timezone.localdate():%Y-%m-%d}.json"'
    )
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def erase_own_data(request):
    form = EraseForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            erase_person(request.user)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            logout(request)
            messages.success(request, _("Your account and your personal data are erased."))
            return redirect(reverse("home"))
    return render(request, "accounts/erase.html", {"form": form}, status=422 if form.errors else 200)
