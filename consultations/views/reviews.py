"""The second person: at the desk of the service, or a coordinator for the whole network."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations.access import articles_in_review, can_approve, get_article_to_write
from consultations.article_filters import ReviewFilter
from consultations.article_pages import article_page
from consultations.forms.articles import DecisionForm
from consultations.operations.reviewing import approve, send_back
from vsrs import lists
from vsrs.refusals import Refused

ORDERING = {"naziv": ["sort", "pk"], "izmjena": ["changed_at", "pk"]}


@require_safe
def articles(request):
    rows = articles_in_review(request.user)
    listing = lists.listing(request, rows, ReviewFilter, ordering=ORDERING, default_order="izmjena")
    return render(request, "consultations/network_articles.html", {"listing": listing})


@require_safe
def article(request, pk):
    return article_page(request, _waiting(request, pk))


@require_POST
def decide(request, pk):
    article = _waiting(request, pk)
    return _decide(request, article, ["consultations:network_articles"])


@require_POST
def decide_at_desk(request, service_slug, pk):
    _service, article = get_article_to_write(request.user, service_slug, pk)
    return _decide(request, article, ["consultations:desk_article", service_slug, pk])


def _waiting(request, pk):
    return get_object_or_404(articles_in_review(request.user), pk=pk)


def _decide(request, article, back):
    if not can_approve(request.user, article):
        raise PermissionDenied
    form = DecisionForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            sentence = _act(request.user, article, **said)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, sentence)
            return redirect(*back)
    return article_page(request, article, form=form)


def _act(actor, article, *, decision, number, reason):
    if decision == "odobri":
        approve(article, actor=actor, number=number)
        return _("The article is published.")
    send_back(article, actor=actor, number=number, reason=reason)
    return _("The article is sent back to its author.")
