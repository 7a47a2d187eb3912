"""The account of an organizer: what waits, what comes, how to begin."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organizers import access, desk
from organizers.forms import ApplicationForm
from organizers.operations.applications import register_organizer
from organizers.operations.common import Similar
from organizers.operations.representatives import accept_invitation, find_invitation
from organizers.views.common import chosen_organizer, own_url, posted, refuse, status_of
from services.queries import work_of
from vsrs.refusals import Refused


@require_safe
def account(request):
    organizers = list(access.own_organizers(request.user))
    try:
        organizer = chosen_organizer(request, organizers)
    except Http404:
        # The page stays: an old link to an organizer this person acts for no more leads here.
        return redirect("organizers:account")
    context = {"organizers": organizers, "organizer": organizer}
    if not organizer or request.actor.services:
        context["work"] = work_of(request.user)
    if organizer:
        context |= {
            "tasks": desk.tasks_for(request.user, organizer),
            "coming": desk.coming_for(request.user, organizer)[:8],
            "numbers": desk.numbers_for(request.user, organizer),
            "recommended": desk.recommended_for(request.user, organizer),
            "is_representative": access.is_representative(request.user, organizer),
        }
    return render(request, "organizers/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request):
    form = ApplicationForm(posted(request), initial={"email": request.user.email})
    if request.method == "POST" and form.is_valid():
        try:
            organizer = register_organizer(actor=request.user, **form.said())
        except Refused as refusal:
            form.asks_about_another = isinstance(refusal, Similar)
            refuse(form, refusal)
        else:
            messages.success(request, _("The application has been sent."))
            return redirect(own_url("account", organizer))
    return render(request, "organizers/register.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    try:
        if request.method == "POST":
            representation = accept_invitation(token, actor=request.user)
            messages.success(request, _("You now act for the organizer."))
            return redirect(own_url("account", representation.organizer))
        found = find_invitation(token, actor=request.user)
    except Refused as refusal:
        context = {"refusal": refusal}
        return render(request, "organizers/invitation.html", context, status=410)
    return render(request, "organizers/invitation.html", {"invitation": found})
