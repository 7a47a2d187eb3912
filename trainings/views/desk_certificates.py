"""Certificates at the desk: of one training, of the whole service, one by one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from notifications.prepared import ask_for
from services.access import get_service_to_work_in
from trainings.access import get_certificate_to_run, get_training_to_run
from trainings.certificate_files import AT_ONCE, CERTIFICATES
from trainings.certificates import board_of, issued_by, standing_of
from trainings.desk_filters import CertificateFilter
from trainings.forms.certificates import CorrectForm, WithdrawForm
from trainings.models import Certificate
from trainings.operations.certificates import correct_certificate, issue_certificates, withdraw_certificate
from trainings.paper import paper_of
from trainings.views.certificates import pdf_response
from trainings.views.own_certificates import COLUMNS, ORDERING
from vsrs import exports, lists
from vsrs.refusals import Refused

SCRIPT = "pismo-"
DESK_COLUMNS = [*COLUMNS, (gettext_lazy("Reason of withdrawal"), "withdraw_reason")]


# --- of a training -----------------------------------------------------------------------------
@require_safe
def certificates_of_training(request, service_slug, pk):
    return _board(request, get_training_to_run(request.user, service_slug, pk))


@require_POST
def issue(request, service_slug, pk):
    training = get_training_to_run(request.user, service_slug, pk)
    scripts = _scripts(request.POST)
    try:
        made = issue_certificates(training, actor=request.user, scripts=scripts)
    except Refused as refusal:
        return _board(request, training, refusal=str(refusal), scripts=scripts)
    messages.success(request, _said_of(len(made)))
    return redirect("trainings:desk_training_certificates", service_slug, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def file_of_training(request, service_slug, pk):
    """Those that stand in one file; many are drawn in the background."""
    training = get_training_to_run(request.user, service_slug, pk)
    certificates = standing_of(request.user, training)
    if not certificates:
        raise Http404
    name = f"sertifikati-{training.slug}"
    if len(certificates) <= AT_ONCE:
        return pdf_response(certificates, name)
    back = reverse("trainings:desk_training_certificates", args=[service_slug, pk])
    if request.method != "POST":
        return redirect(back)
    kept = {"service": training.service, "actor": request.user, "name": name, "back": back}
    return redirect(ask_for(CERTIFICATES, **kept, training=pk))


def _scripts(data):
    """{seat id: script} of those ticked. No seat has an id that long or with a letter: as if not ticked."""
    ticked = [seat for seat in data.getlist("osoba") if seat.isdecimal() and len(seat) < 16]
    return {int(seat): data.get(f"{SCRIPT}{seat}", Certificate.Script.LATIN) for seat in ticked}


def _board(request, training, refusal="", scripts=None):
    board = board_of(request.user, training)
    # What was withdrawn for a reason is issued again only by somebody's own tick.
    new = (row.seat.pk for row in board.can_get if row.certificate is None)
    ticked = set(new) if scripts is None else scripts.keys()
    people = [
        {"row": row, "ticked": row.seat.pk in ticked, "script": (scripts or {}).get(row.seat.pk, row.script)}
        for row in board.rows
    ]
    context = {
        "service": training.service,
        "training": training,
        "board": board,
        "people": people,
        "scripts": Certificate.Script.choices,
        "refusal": refusal,
        "in_background": len(board.standing) > AT_ONCE,
    }
    status = 422 if refusal else 200
    return render(request, "trainings/desk_training_certificates.html", context, status=status)


def _said_of(count):
    if not count:
        return _("Everybody you ticked has a certificate already.")
    return ngettext(
        "%(count)d certificate is issued. The organizer and the person are told by e-mail.",
        "%(count)d certificates are issued. Organizers and people are told by e-mail.",
        count,
    ) % {"count": count}


# --- of the service ----------------------------------------------------------------------------
@require_safe
def certificates(request, service_slug):
    service = get_service_to_work_in(request.user, service_slug)
    rows = issued_by(request.user, service)
    listing = lists.listing(request, rows, CertificateFilter, ordering=ORDERING, default_order="-izdato")
    if listing.export:
        listing.queryset = listing.queryset.select_related("service")
        return exports.respond(request, listing, name="sertifikati", columns=DESK_COLUMNS)
    context = {"service": service, "listing": listing}
    return render(request, "trainings/desk_certificates.html", context)


# --- one ---------------------------------------------------------------------------------------
@require_safe
def certificate(request, service_slug, pk):
    found = get_certificate_to_run(request.user, service_slug, pk)
    context = {
        "service": found.service,
        "certificate": found,
        "paper": paper_of(found),
        "replaced_by": Certificate.objects.visible_to(request.user).filter(replaces=found).first(),
    }
    return render(request, "trainings/desk_certificate.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, service_slug, pk):
    found = get_certificate_to_run(request.user, service_slug, pk)
    if found.is_withdrawn:
        # Its own page says so.
        return redirect("trainings:desk_certificate", service_slug, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(form, withdraw_certificate, found, request, **form.cleaned_data):
        messages.success(request, _("The certificate is withdrawn. Its public page says so from now on."))
        return redirect("trainings:desk_certificate", service_slug, pk)
    return _form_page(request, "trainings/desk_withdraw_certificate.html", found, form)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, service_slug, pk):
    found = get_certificate_to_run(request.user, service_slug, pk)
    if found.is_withdrawn:
        return redirect("trainings:desk_certificate", service_slug, pk)
    says = {"holder_name": found.holder_name, "script": found.script}
    form = CorrectForm(request.POST if request.method == "POST" else None, initial=says)
    if form.is_valid() and (new := _done(form, correct_certificate, found, request, **form.cleaned_data)):
        messages.success(request, _("The corrected certificate is issued and the earlier one is withdrawn."))
        return redirect("trainings:desk_certificate", service_slug, new.pk)
    return _form_page(request, "trainings/desk_correct_certificate.html", found, form)


def _done(form, operation, found, request, **said):
    """What the operation gave; None when it refused, with the sentence at its field."""
    try:
        return operation(found, actor=request.user, **said)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None


def _form_page(request, template, found, form):
    context = {"service": found.service, "certificate": found, "form": form}
    return render(request, template, context, status=422 if form.errors else 200)
