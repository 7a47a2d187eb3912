"""What the link in an invitation opens."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.operations import open_account
from services.access import invited
from services.forms import NewAccountForm
from services.operations.people import accept_invitation
from vsrs.refusals import Refused
from vsrs.text import normalise_email


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD"])
def invitation(request, token):
    with invited(request.user, token) as found:
        return invitation_page(request, found, token)


@never_cache
@login_not_required
@require_POST
def accept(request, token):
    """Somebody signed in with the invited address begins to work in the service."""
    with invited(request.user, token) as found:
        if not request.user.is_authenticated:
            return redirect("services:invitation", token)
        try:
            accept_invitation(found, actor=request.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("services:invitation", token)
        messages.success(request, _("Welcome. This is the desk of your service."))
        return redirect("services:desk", found.service.slug)


@never_cache
@login_not_required
@require_POST
def accept_anew(request, token):
    """The invited person has no account: one is opened for the invited address, which the link proves."""
    with invited(request.user, token) as found:
        if not found.is_open or request.user.is_authenticated or account_of(found):
            return redirect("services:invitation", token)
        form = NewAccountForm(request.POST, email=found.email)
        if not form.is_valid():
            return invitation_page(request, found, token, form=form, status=422)
        try:
            with transaction.atomic():
                user = open_account(email=found.email, language=get_language(), **form.cleaned_data)
                accept_invitation(found, actor=user)
        except IntegrityError:
            # The same form, sent twice at once: the other one has opened the account.
            return redirect("services:invitation", token)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("services:invitation", token)
        return perform_login(request, user, email_verification="none")


def account_of(found):
    return User.objects.filter(email__iexact=found.email).first()


def invitation_page(request, found, token, form=None, status=200):
    user = request.user
    signed_in = user.is_authenticated
    context = {
        "invitation": found,
        "token": token,
        "is_mine": signed_in and normalise_email(user.email) == normalise_email(found.email),
        "has_account": account_of(found) is not None,
        "form": form or NewAccountForm(email=found.email),
    }
    return render(request, "services/invitation.html", context, status=status)
