"""Checking a certificate without an account: by its QR code, or by number and code typed from the paper."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from trainings.access import find_certificate
from trainings.certificate_pdf import pdf_of
from trainings.forms.certificates import CheckForm
from trainings.paper import paper_of
from vsrs.throttle import throttled

PDF = "application/pdf"
# A person checks a few, a secretary's office a pile; sixteen signs cannot be guessed at this speed.
PER_MINUTE = 60


def by_key(view):
    """Nobody signs in, nobody guesses, nothing of it stays with search engines, caches and next pages."""

    @login_not_required
    @throttled("certificates", per_minute=PER_MINUTE)
    @wraps(view)
    def opened(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        return response

    return opened


@require_safe
@by_key
def check(request):
    """The form; what stands on the paper leads to the certificate's page."""
    form = CheckForm(request.GET or None)
    if not form.is_bound:
        return _form(request, form)
    if not form.is_valid():
        return _form(request, form, status=422)
    certificate = find_certificate(form.cleaned_data["kod"])
    if certificate is None or certificate.number != form.cleaned_data["broj"]:
        return _form(request, form, status=404, is_unknown=True)
    return redirect(certificate)


@require_safe
@by_key
def certificate(request, certificate_key):
    found = find_certificate(certificate_key)
    if found is None:
        return _form(request, CheckForm(), status=404, is_unknown=True)
    context = {"certificate": found, "paper": paper_of(found), "service": found.service}
    return render(request, "trainings/certificate.html", context)


@require_safe
@by_key
def certificate_pdf(request, certificate_key):
    """The paper itself, for whoever has its key; of a withdrawn one there is no paper any more."""
    found = find_certificate(certificate_key)
    if found is None or found.is_withdrawn:
        raise Http404
    return pdf_response([found], found.number)


def pdf_response(certificates, name):
    response = HttpResponse(pdf_of(certificates, title=name), content_type=PDF)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.pdf")
    return response


def _form(request, form, status=200, is_unknown=False):
    context = {"form": form, "is_unknown": is_unknown}
    return render(request, "trainings/check_certificate.html", context, status=status)
