"""The thread as the staff of a service see it, and what they do in it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations.access import get_attachment_at_desk, get_request_at_desk, get_request_to_advise
from consultations.forms.desk import ContactForm
from consultations.operations import advising, merging, referring, triage
from consultations.operations.drafts import keep_draft
from consultations.operations.sight import note_sight
from consultations.placeholders import filled
from consultations.queries import referrals_of
from consultations.views.desk_page import act, form_of, page
from vsrs.refusals import Refused
from vsrs.uploads import download


@require_safe
def thread(request, service_slug, number):
    service, advice = get_request_at_desk(request.user, service_slug, number)
    note_sight(advice, service, actor=request.user)
    return page(request, service, advice)


@require_safe
def attachment(request, service_slug, number, pk):
    found = get_attachment_at_desk(request.user, service_slug, number, pk)
    return download(found.file.name, name=found.file_name, mime=found.file_type)


@require_POST
def answer(request, service_slug, number):
    service, advice = get_request_to_advise(request.user, service_slug, number)
    form = form_of("answer", request.user, advice)(request.POST, request.FILES)
    if "umetni" in request.POST:
        form.show_again(body=_with_template(form, advice, request.user))
        return page(request, service, advice, shown=form)
    if "nacrt" in request.POST:
        keep_draft(advice, actor=request.user, body=form["body"].value() or "")
        messages.success(request, _("The draft is kept. Only you can see it."))
        return redirect("consultations:desk_request", service_slug, number)
    return act(request, service, advice, "answer", advising.answer, _("The answer is sent."))


def _with_template(form, advice, writer):
    """What is typed, and below it the chosen text about this request."""
    chosen = form.chosen_template()
    text = filled(chosen.body, advice, writer) if chosen else ""
    return "\n\n".join(filter(None, [(form["body"].data or "").rstrip(), text]))


@require_POST
def note(request, service_slug, number):
    service, advice = get_request_at_desk(request.user, service_slug, number)
    return act(request, service, advice, "note", advising.note, _("The note is kept for colleagues."))


@require_POST
def talk(request, service_slug, number):
    found = get_request_to_advise(request.user, service_slug, number)
    return act(request, *found, "talk", advising.log_conversation, _("The conversation is kept."))


@require_POST
def set_triage(request, service_slug, number):
    found = get_request_to_advise(request.user, service_slug, number)
    return act(request, *found, "triage", triage.triage, _("Topic and adviser are saved."))


@require_POST
def close(request, service_slug, number):
    found = get_request_to_advise(request.user, service_slug, number)
    return act(request, *found, "close", advising.close, _("The request is closed."))


@require_POST
def refer(request, service_slug, number):
    found = get_request_to_advise(request.user, service_slug, number)
    return act(request, *found, "refer", referring.refer, _("The request is referred."))


@require_POST
def merge(request, service_slug, number):
    service, advice = get_request_to_advise(request.user, service_slug, number)
    form = form_of("merge", request.user, advice)(request.POST)
    if form.is_valid():
        try:
            older = merging.merge(advice, actor=request.user, **form.said)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The requests are merged."))
            return redirect("consultations:desk_request", service.slug, older.number)
    return page(request, service, advice, refused=form)


@require_POST
def contact(request, service_slug, number, pk):
    """By the service it was referred to."""
    service, advice = get_request_at_desk(request.user, service_slug, number)
    rows = referrals_of(request.user, advice).filter(to_service=service)
    referral = get_object_or_404(rows.select_related("service"), pk=pk)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return page(request, service, advice, refused=form)
    referring.record_contact(referral, actor=request.user, **form.cleaned_data)
    messages.success(request, _("The contact is recorded."))
    return redirect("consultations:desk_request", service_slug, number)
