"""The queue of a service, the thread as its staff see it, and what they do in it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from consultations.access import can_advise, get_attachment_at_desk, get_request_at_desk, requests_of
from consultations.filters import DeskRequestFilter
from consultations.forms.desk import (
    AnswerForm,
    AssignForm,
    CloseForm,
    ContactForm,
    NoteForm,
    ReferForm,
    TalkForm,
)
from consultations.models import Draft
from consultations.operations import advising, referring
from consultations.operations.drafts import keep_draft
from consultations.operations.sight import note_sight
from consultations.queries import history_of, referrals_of, services_besides, thread_of
from organizers.queries import staff_of
from services.access import get_service_to_work_in
from vsrs import exports, lists
from vsrs.refusals import Refused
from vsrs.uploads import download

COLUMNS = [
    (gettext_lazy("Number"), "number"),
    (gettext_lazy("Organizer"), "organizer_name"),
    (gettext_lazy("Topic"), "get_topic_display"),
    (gettext_lazy("In short"), "subject"),
    (gettext_lazy("State"), "get_state_display"),
    (gettext_lazy("Adviser"), "adviser"),
    (gettext_lazy("Asked"), "asked_at"),
    (gettext_lazy("First answer by"), "first_due"),
    (gettext_lazy("First answered"), "first_answered_at"),
    (gettext_lazy("Closed on"), "closed_at"),
    (gettext_lazy("Outcome"), "get_outcome_display"),
]
ORDERING = {
    "broj": ["number", "pk"],
    "organizator": ["sort", "pk"],
    "rok": ["first_due", "pk"],
    "postavljeno": ["asked_at", "pk"],
}


@require_safe
def requests(request, service_slug):
    service = get_service_to_work_in(request.user, service_slug)
    rows = requests_of(request.user, service)
    listing = lists.listing(request, rows, DeskRequestFilter, ordering=ORDERING, default_order="-postavljeno")
    if listing.export:
        return exports.respond(request, listing, name="savjetodavni-zahtjevi", columns=COLUMNS)
    context = {"service": service, "listing": listing, "now": timezone.now()}
    return render(request, "consultations/desk_requests.html", context)


@require_safe
def thread(request, service_slug, number):
    service, advice = get_request_at_desk(request.user, service_slug, number)
    note_sight(advice, service, actor=request.user)
    return _page(request, service, advice)


@require_safe
def attachment(request, service_slug, number, pk):
    found = get_attachment_at_desk(request.user, service_slug, number, pk)
    return download(found.file.name, name=found.file_name, mime=found.file_type)


@require_POST
def answer(request, service_slug, number):
    service, advice = _to_advise(request, service_slug, number)
    form = AnswerForm(request.POST, request.FILES)
    if "nacrt" in request.POST:
        keep_draft(advice, actor=request.user, body=form["body"].value() or "")
        messages.success(request, _("The draft is kept. Only you can see it."))
        return redirect("consultations:desk_request", service_slug, number)
    return _done(request, service, advice, form, advising.answer, _("The answer is sent."))


@require_POST
def note(request, service_slug, number):
    service, advice = get_request_at_desk(request.user, service_slug, number)
    form = NoteForm(request.POST, request.FILES)
    return _done(request, service, advice, form, advising.note, _("The note is kept for colleagues."))


@require_POST
def talk(request, service_slug, number):
    service, advice = _to_advise(request, service_slug, number)
    form = TalkForm(request.POST)
    return _done(request, service, advice, form, advising.log_conversation, _("The conversation is kept."))


@require_POST
def assign(request, service_slug, number):
    service, advice = _to_advise(request, service_slug, number)
    form = AssignForm(request.POST, advisers=staff_of(service))
    return _done(request, service, advice, form, advising.assign, _("The adviser is changed."))


@require_POST
def close(request, service_slug, number):
    service, advice = _to_advise(request, service_slug, number)
    return _done(
        request, service, advice, CloseForm(request.POST), advising.close, _("The request is closed.")
    )


@require_POST
def refer(request, service_slug, number):
    service, advice = _to_advise(request, service_slug, number)
    form = ReferForm(request.POST, services=services_besides(request.user, service))
    return _done(request, service, advice, form, referring.refer, _("The request is referred."))


@require_POST
def contact(request, service_slug, number, pk):
    """By the service it was referred to."""
    service, advice = get_request_at_desk(request.user, service_slug, number)
    rows = referrals_of(request.user, advice).filter(to_service=service)
    referral = get_object_or_404(rows.select_related("service"), pk=pk)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _page(request, service, advice, refused=form)
    referring.record_contact(referral, actor=request.user, **form.cleaned_data)
    messages.success(request, _("The contact is recorded."))
    return redirect("consultations:desk_request", service_slug, number)


def _to_advise(request, service_slug, number):
    """Sees it because it was referred, but another service has it: 403."""
    service, advice = get_request_at_desk(request.user, service_slug, number)
    if not can_advise(request.user, advice):
        raise PermissionDenied
    return service, advice


def _done(request, service, advice, form, operation, sentence):
    if form.is_valid():
        try:
            operation(advice, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, sentence)
            return redirect("consultations:desk_request", service.slug, advice.number)
    return _page(request, service, advice, refused=form)


def _page(request, service, advice, refused=None):
    messages_ = thread_of(request.user, advice)
    last = messages_[-1].pk if messages_ else 0
    if isinstance(refused, AnswerForm):
        # What was written meanwhile is on this page, so the next sending knows of it.
        refused.data = refused.data.copy()
        refused.data["seen"] = last
    draft = Draft.objects.visible_to(request.user).filter(request=advice).first()
    blank = {
        "answer_form": AnswerForm(initial={"seen": last, "body": draft.body if draft else ""}),
        "note_form": NoteForm(),
        "talk_form": TalkForm(),
        "assign_form": AssignForm(advisers=staff_of(service), initial={"adviser": advice.adviser_id}),
        "close_form": CloseForm(),
        "refer_form": ReferForm(services=services_besides(request.user, service)),
        "contact_form": ContactForm(),
    }
    forms = {name: refused if type(refused) is type(form) else form for name, form in blank.items()}
    context = forms | {
        "service": service,
        "advice": advice,
        "draft": draft,
        "refused": refused,
        "thread": messages_,
        "referrals": referrals_of(request.user, advice),
        "may_advise": can_advise(request.user, advice),
        "history": history_of(request.user, advice),
        "now": timezone.now(),
    }
    return render(request, "consultations/desk_request.html", context, status=422 if refused else 200)
