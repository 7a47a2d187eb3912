"""Who works in a service: the list, invitations, roles."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from services.access import (
    get_invitation_to_manage,
    get_membership_to_manage,
    get_service_to_manage,
    get_service_to_work_in,
)
from services.forms import InvitationForm, RoleForm
from services.operations.people import (
    change_role,
    end_membership,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from services.queries import people_of, waiting_invitations
from vsrs.refusals import Refused


@require_safe
def people(request, slug):
    service = get_service_to_work_in(request.user, slug)
    return people_page(request, service, InvitationForm(service=service))


@require_http_methods(["POST"])
def send_invitation(request, slug):
    service = get_service_to_manage(request.user, slug)
    form = InvitationForm(request.POST, service=service)
    if form.is_valid():
        try:
            invite(service, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("The invitation is sent: %s") % form.cleaned_data["email"])
            return redirect("services:people", service.slug)
    return people_page(request, service, form, status=422)


@require_POST
def send_invitation_again(request, slug, pk):
    invitation = get_invitation_to_manage(request.user, slug, pk)
    return answer(
        request, invitation, resend_invitation, _("The invitation is sent again: %s") % invitation.email
    )


@require_POST
def withdraw(request, slug, pk):
    invitation = get_invitation_to_manage(request.user, slug, pk)
    return answer(
        request, invitation, withdraw_invitation, _("The invitation is withdrawn: %s") % invitation.email
    )


@require_http_methods(["GET", "HEAD", "POST"])
def role(request, slug, pk):
    membership = get_membership_to_manage(request.user, slug, pk)
    form = RoleForm(request.POST or None, service=membership.service, initial={"role": membership.role})
    if request.method == "POST" and form.is_valid():
        try:
            change_role(membership, actor=request.user, role=form.cleaned_data["role"])
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("The role is changed: %s") % membership.user)
            return redirect("services:people", membership.service.slug)
    context = {"service": membership.service, "membership": membership, "form": form}
    return render(request, "services/role.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request, slug, pk):
    membership = get_membership_to_manage(request.user, slug, pk)
    if request.method == "POST":
        return answer(
            request, membership, end_membership, _("Work in the service has ended: %s") % membership.user
        )
    return render(request, "services/end.html", {"service": membership.service, "membership": membership})


def answer(request, record, operation, done):
    """Do one thing to a record of the list and come back to the list with its outcome."""
    try:
        operation(record, actor=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("services:people", record.service.slug)


def people_page(request, service, form, status=200):
    now, before = people_of(request.user, service)
    context = {
        "service": service,
        "now": now,
        "before": before,
        "invitations": waiting_invitations(request.user, service),
        "form": form,
    }
    return render(request, "services/people.html", context, status=status)
