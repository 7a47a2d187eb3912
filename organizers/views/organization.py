"""The organizer's own record: contacts, who acts for it, its application."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organizers import access, queries
from organizers.forms import ApplicationForm, ContactsForm, InviteForm
from organizers.models import Representative
from organizers.operations import applications, representatives
from organizers.operations.common import Similar
from organizers.operations.record import change_contacts
from organizers.views.common import chosen_organizer, own_url, posted, refuse, status_of
from vsrs.refusals import Refused


def organization_context(request, organizer):
    user = request.user
    return {
        "organizer": organizer,
        "organizers": access.own_organizers(user),
        "acting": queries.acting_for(user, organizer),
        "invitations": queries.open_invitations(user, organizer),
        "may_change": access.can_change_organization(user, organizer),
        "may_correct": access.can_correct_application(user, organizer),
    }


def nobody_yet(request):
    return redirect("organizers:account")


@require_http_methods(["GET", "HEAD", "POST"])
def organization(request):
    organizer = chosen_organizer(request)
    if organizer is None:
        return nobody_yet(request)
    if request.method == "POST":
        organizer = access.get_own_organizer_to_change(request.user, organizer.pk)
    form = ContactsForm(posted(request), organizer=organizer)
    if request.method == "POST" and form.is_valid():
        try:
            change_contacts(
                organizer,
                actor=request.user,
                expected_revision=form.cleaned_data["revision"],
                **form.said(),
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The data have been saved."))
            return redirect(own_url("organization", organizer))
    context = organization_context(request, organizer) | {"form": form, "invite_form": InviteForm()}
    return render(request, "organizers/organization.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request):
    """An application that came back: see what is asked, correct, send again."""
    organizer = chosen_organizer(request)
    if organizer is None:
        return nobody_yet(request)
    organizer = access.get_own_organizer_to_change(request.user, organizer.pk)
    if not organizer.is_returned:
        return redirect(own_url("account", organizer))
    form = ApplicationForm(posted(request), organizer=organizer)
    if request.method == "POST" and form.is_valid():
        try:
            applications.correct_application(organizer, actor=request.user, **form.said())
        except Refused as refusal:
            form.asks_about_another = isinstance(refusal, Similar)
            refuse(form, refusal)
        else:
            messages.success(request, _("The application has been sent again."))
            return redirect(own_url("account", organizer))
    context = {"form": form, "organizer": organizer}
    return render(request, "organizers/correct.html", context, status=status_of(form))


@require_POST
def withdraw(request):
    organizer = access.get_own_organizer_to_change(request.user, chosen_or_zero(request))
    done = _try(request, applications.withdraw_application, organizer)
    if done:
        messages.success(request, _("The application has been withdrawn."))
    return redirect(own_url("account", organizer))


@require_POST
def invite(request):
    organizer = access.get_own_organizer_to_change(request.user, chosen_or_zero(request))
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            representatives.invite_to_act(organizer, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The invitation has been sent."))
            return redirect(own_url("organization", organizer) + "#zastupnici")
    context = organization_context(request, organizer)
    context |= {"form": ContactsForm(organizer=organizer), "invite_form": form}
    return render(request, "organizers/organization.html", context, status=422)


@require_POST
def withdraw_invitation(request, pk):
    organizer = access.get_own_organizer_to_change(request.user, chosen_or_zero(request))
    invitation = access.get_invitation(request.user, organizer, pk)
    if _try(request, representatives.withdraw_invitation, invitation):
        messages.success(request, _("The invitation has been withdrawn."))
    return redirect(own_url("organization", organizer) + "#zastupnici")


@require_POST
def end_representation(request, pk):
    """A contact may end only the own right; the operation says so to anybody who tries more."""
    organizer = access.get_own_organizer(request.user, chosen_or_zero(request))
    representation = access.get_representation(request.user, organizer, pk)
    if not _try(request, representatives.end_representation, representation):
        return redirect(own_url("organization", organizer) + "#zastupnici")
    if representation.user_id == request.user.pk:
        messages.success(request, _("You no longer act for the organizer."))
        return redirect("organizers:account")
    messages.success(request, _("The right to act for the organizer has ended."))
    return redirect(own_url("organization", organizer) + "#zastupnici")


@require_POST
def change_role(request, pk):
    organizer = access.get_own_organizer_to_change(request.user, chosen_or_zero(request))
    representation = access.get_representation(request.user, organizer, pk)
    role = Representative.Role.REPRESENTATIVE
    if representation.role == role:
        role = Representative.Role.CONTACT
    if request.POST.get("role") == role and _try(
        request, representatives.change_role, representation, role=role
    ):
        messages.success(request, _("The role has been changed."))
    return redirect(own_url("organization", organizer) + "#zastupnici")


def chosen_or_zero(request):
    organizer = chosen_organizer(request)
    return organizer.pk if organizer else 0


def _try(request, operation, *what, **how):
    """Whether it was done; a refusal is shown on the next page."""
    try:
        operation(*what, actor=request.user, **how)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True
