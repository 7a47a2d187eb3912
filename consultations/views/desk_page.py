"""The page of a request at a desk: the thread, and a form for each thing that can be done there."""

from dataclasses import dataclass
from functools import partial

from django import forms as django_forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from consultations.access import can_advise
from consultations.advisers import suggested
from consultations.article_queries import article_grown_from
from consultations.forms.desk import (
    AnswerForm,
    CloseForm,
    ContactForm,
    MergeForm,
    NoteForm,
    ReferForm,
    TalkForm,
    TriageForm,
)
from consultations.forms.steps import OfferForm, StepForm
from consultations.queries import (
    draft_of,
    history_of,
    mergeable_with,
    referrals_of,
    services_besides,
    steps_of,
    templates_for,
    thread_of,
    times_of,
)
from organizers.queries import staff_of
from vsrs.refusals import Refused


@dataclass(frozen=True)
class Action:
    """A form of its own below the thread."""

    url_name: str
    title: str
    button: str
    form: django_forms.Form
    words: str = ""
    is_open: bool = False

    @property
    def name(self):
        return self.form.prefix


# Which URL takes a form, its heading, its button and, when needed, a sentence.
ACTIONS = {
    "triage": ("desk_triage", gettext_lazy("Topic and adviser"), gettext_lazy("Save"), ""),
    "note": (
        "desk_note",
        gettext_lazy("Note for colleagues"),
        gettext_lazy("Keep the note"),
        gettext_lazy("The organizer never sees it."),
    ),
    "talk": (
        "desk_talk",
        gettext_lazy("Conversation that took place"),
        gettext_lazy("Write it down"),
        "",
    ),
    "offer": (
        "desk_offer",
        gettext_lazy("Offer times for a conversation"),
        gettext_lazy("Offer the times"),
        gettext_lazy("The organizer takes one on its page; the clock stands still until then."),
    ),
    "step": ("desk_step", gettext_lazy("Next step"), gettext_lazy("Add the step"), ""),
    "refer": ("desk_refer", gettext_lazy("Refer to another service"), gettext_lazy("Refer"), ""),
    "merge": ("desk_merge", gettext_lazy("Merge with another request"), gettext_lazy("Merge"), ""),
    "close": ("desk_close", gettext_lazy("Close the request"), pgettext_lazy("request", "Close"), ""),
}


def form_of(name, user, advice):
    """The form of that name, to be called with what was sent."""
    makers = {
        "answer": lambda: partial(AnswerForm, templates=templates_for(user, advice)),
        "note": lambda: NoteForm,
        "talk": lambda: TalkForm,
        "triage": lambda: partial(
            TriageForm, advisers=staff_of(advice.service), suggestion=suggested(user, advice)
        ),
        "offer": lambda: partial(OfferForm, initial={"where": advice.service.address}),
        "step": lambda: StepForm,
        "refer": lambda: partial(ReferForm, services=services_besides(user, advice.service)),
        "merge": lambda: partial(MergeForm, others=mergeable_with(user, advice)),
        "close": lambda: CloseForm,
    }
    return makers[name]()


def act(request, service, advice, name, operation, sentence):
    """Do what the form of that name says, or show the page again with why not."""
    form = form_of(name, request.user, advice)(request.POST, request.FILES)
    if form.is_valid():
        try:
            operation(advice, actor=request.user, **form.said)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, sentence)
            return redirect("consultations:desk_request", service.slug, advice.number)
    return page(request, service, advice, refused=form)


def page(request, service, advice, refused=None, shown=None):
    """`refused` is shown with its errors, `shown` as it was sent, without judging it."""
    user = request.user
    thread = thread_of(user, advice)
    last = max((message.pk for message in thread), default=0)
    sent = refused or shown
    if isinstance(refused, AnswerForm):
        # What was written meanwhile is on this page, so the next sending knows of it.
        refused.data = refused.data.copy()
        refused.data["seen"] = last
    may_advise = can_advise(user, advice)
    actions = list(_actions(user, advice, may_advise, sent))
    # What is new is triaged before anything else.
    first_action = actions.pop(0) if advice.state == advice.State.NEW and may_advise else None
    context = {
        "service": service,
        "advice": advice,
        "refused": refused,
        "thread": thread,
        "referrals": referrals_of(user, advice),
        "times": times_of(user, advice),
        "steps": steps_of(user, advice),
        "may_advise": may_advise,
        "first_action": first_action,
        "actions": actions,
        "contact_form": sent if isinstance(sent, ContactForm) else ContactForm(),
        "history": history_of(user, advice),
        "article_made": article_grown_from(user, advice) if advice.is_closed else None,
        "now": timezone.now(),
    }
    if may_advise and not advice.is_closed:
        draft = draft_of(user, advice)
        blank = {"seen": last, "body": draft.body if draft else ""}
        answer = form_of("answer", user, advice)
        context["draft"] = draft
        context["answer_form"] = sent if isinstance(sent, AnswerForm) else answer(initial=blank)
    return render(request, "consultations/desk_request.html", context, status=422 if refused else 200)


def _actions(user, advice, may_advise, sent):
    for name in _possible(user, advice, may_advise):
        url_name, title, button, words = ACTIONS[name]
        is_sent = sent is not None and sent.prefix == name
        form = sent if is_sent else form_of(name, user, advice)(**_initial(name, user, advice))
        is_open = is_sent or (name == "triage" and advice.state == advice.State.NEW)
        yield Action(f"consultations:{url_name}", title, button, form, words, is_open)


def _possible(user, advice, may_advise):
    if not may_advise or advice.is_closed:
        return ["note"]
    names = list(ACTIONS)
    if not mergeable_with(user, advice).exists():
        names.remove("merge")
    if advice.time_offers.agreed().exists():
        names.remove("offer")
    return names


def _initial(name, user, advice):
    if name != "triage":
        return {}
    adviser = advice.adviser_id
    if adviser is None and (proposal := suggested(user, advice)):
        adviser = proposal.person.pk
    return {"initial": {"topic": advice.topic, "depth": advice.depth, "adviser": adviser}}
