"""Articles at the desk of the service that writes them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.access import (
    articles_of,
    can_advise,
    get_article_to_write,
    get_request_at_desk,
)
from consultations.article_filters import DeskArticleFilter
from consultations.article_pages import article_page, versions_page
from consultations.article_queries import article_grown_from, newest_version
from consultations.differences import differences_of
from consultations.forms.articles import ArticleForm
from consultations.identities import proposal
from consultations.models import Article
from consultations.operations import reviewing
from consultations.operations.articles import Conflict, change_article, write_article
from consultations.queries import thread_for_organizer
from services.access import get_service_to_work_in
from vsrs import exports, lists
from vsrs.refusals import Refused

COLUMNS = [
    (gettext_lazy("Title"), "title"),
    (gettext_lazy("Topic"), "get_topic_display"),
    (gettext_lazy("State"), "get_state_display"),
    (gettext_lazy("Who reads it"), "get_audience_display"),
    (gettext_lazy("Written by"), "written_by"),
    (gettext_lazy("Changed"), "changed_at"),
    (gettext_lazy("Published on"), "published_at"),
    (gettext_lazy("Answered a question"), "used_count"),
    (gettext_lazy("Useful"), "useful_count"),
    (gettext_lazy("Not useful"), "useless_count"),
]
ORDERING = {
    "naziv": ["sort", "pk"],
    "izmjena": ["changed_at", "pk"],
    "odgovorio": ["used_count", "pk"],
    "korisno": ["useful_count", "pk"],
}
FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def articles(request, service_slug):
    service = get_service_to_work_in(request.user, service_slug)
    rows = articles_of(request.user, service).select_related("written_by")
    listing = lists.listing(request, rows, DeskArticleFilter, ordering=ORDERING, default_order="-izmjena")
    if listing.export:
        return exports.respond(request, listing, name="clanci", columns=COLUMNS)
    return render(request, "consultations/desk_articles.html", {"service": service, "listing": listing})


@require_safe
def article(request, service_slug, pk):
    _service, article = get_article_to_write(request.user, service_slug, pk)
    return article_page(request, article)


@require_safe
def versions(request, service_slug, pk):
    _service, article = get_article_to_write(request.user, service_slug, pk)
    return versions_page(request, article)


@FORM
def new(request, service_slug):
    service = get_service_to_work_in(request.user, service_slug)
    form = ArticleForm(request.POST) if request.method == "POST" else ArticleForm()
    return _write(request, form, {"service": service})


@FORM
def from_request(request, service_slug, number):
    """The proposal beside what was said; nothing is kept before somebody has read it and saves."""
    service, advice = get_request_at_desk(request.user, service_slug, number)
    if not can_advise(request.user, advice):
        raise PermissionDenied
    if known := article_grown_from(request.user, advice):
        return redirect("consultations:desk_article", service_slug, known.pk)
    if not advice.is_closed:
        return redirect("consultations:desk_request", service_slug, number)
    form = ArticleForm(request.POST) if request.method == "POST" else ArticleForm(initial=proposal(advice))
    context = {
        "service": service,
        "advice": advice,
        "thread": thread_for_organizer(request.user, advice),
    }
    return _write(request, form, context, source=advice)


@FORM
def change(request, service_slug, pk):
    service, article = get_article_to_write(request.user, service_slug, pk)
    newest = newest_version(request.user, article)
    if request.method == "POST":
        form = ArticleForm(request.POST)
    else:
        form = ArticleForm(initial={name: getattr(newest, name) for name in ArticleForm.base_fields})
    return _write(request, form, {"service": service, "article": article})


@require_POST
def send(request, service_slug, pk):
    sentence = _("The article waits for a second person, who is told of it.")
    return _do(request, service_slug, pk, reviewing.send_for_approval, sentence)


@require_POST
def retire(request, service_slug, pk):
    return _do(request, service_slug, pk, reviewing.retire, _("The article is withdrawn."))


@require_POST
def restore(request, service_slug, pk):
    return _do(request, service_slug, pk, reviewing.restore, _("The article is back."))


def _do(request, service_slug, pk, operation, sentence):
    _service, article = get_article_to_write(request.user, service_slug, pk)
    try:
        operation(article, actor=request.user)
    except Refused as refusal:
        return article_page(request, article, refusal=refusal)
    messages.success(request, sentence)
    return redirect("consultations:desk_article", service_slug, pk)


def _write(request, form, context, source=None):
    """A page with the form of an article: to be shown, looked at before saving, or saved."""
    if "pregled" in request.POST:
        form.show_again()
        return _form_page(request, form, context | {"preview": True})
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        number = said.pop("number")
        try:
            saved = _save(request.user, context, source, number, said)
        except Conflict as conflict:
            form.refuse(conflict)
            form.data = form.data.copy()
            form.data["number"] = conflict.current.number
            context |= {"differences": differences_of(conflict.current, said), "current": conflict.current}
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The article is saved."))
            return redirect("consultations:desk_article", context["service"].slug, saved.pk)
    return _form_page(request, form, context)


def _save(actor, context, source, number, said):
    if isinstance(article := context.get("article"), Article):
        return change_article(article, actor=actor, expected_number=number or 0, **said)
    return write_article(context["service"], actor=actor, source=source, **said)


def _form_page(request, form, context):
    status = 422 if form.errors else 200
    return render(request, "consultations/desk_article_form.html", context | {"form": form}, status=status)
