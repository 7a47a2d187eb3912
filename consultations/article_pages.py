"""One article as its service or, while it waits for approval, a coordinator sees it."""

from django.shortcuts import render
from django.urls import reverse

from consultations.access import can_approve, can_write
from consultations.article_queries import (
    article_history,
    newest_version,
    request_behind,
    versions_of,
    waiting_version,
)
from consultations.differences import differences_of
from consultations.forms.articles import DecisionForm
from consultations.models import Article, ArticleReview


def article_page(request, article, *, form=None, refusal=None):
    inside = can_write(request.user, article.service)
    version = newest_version(request.user, article) if inside else waiting_version(request.user, article)
    published = article.published_number
    context = {
        "base": "base_desk.html" if inside else "base_network.html",
        "service": article.service,
        "article": article,
        "version": version,
        "inside": inside,
        "refusal": refusal,
        "form": form or DecisionForm(initial={"number": version.number}),
        "decide_url": _decide_url(article, inside),
        "may_decide": article.state == Article.State.REVIEW and can_approve(request.user, article),
        "is_newer": published is not None and version.number != published,
        "differences": _since_published(request.user, article, version),
        "last_review": ArticleReview.objects.visible_to(request.user).filter(article=article).first(),
        "behind": request_behind(request.user, article),
        "history": article_history(request.user, article),
    }
    status = 422 if refusal or (form and form.errors) else 200
    return render(request, "consultations/desk_article.html", context, status=status)


def versions_page(request, article):
    """Two versions to be compared, the newest with the one before it unless the address says otherwise."""
    versions = list(versions_of(request.user, article))
    numbers = {str(version.number): version for version in versions}
    newer = numbers.get(request.GET.get("do"), versions[0])
    before = versions[1] if len(versions) > 1 else None
    older = numbers.get(request.GET.get("od"), before)
    context = {
        "service": article.service,
        "article": article,
        "versions": versions,
        "older": older,
        "newer": newer,
        "differences": differences_of(older, newer) if older else [],
    }
    return render(request, "consultations/desk_article_versions.html", context)


def _decide_url(article, inside):
    if inside:
        return reverse("consultations:desk_article_decide", args=[article.service.slug, article.pk])
    return reverse("consultations:network_article_decide", args=[article.pk])


def _since_published(user, article, version):
    """What would change for readers; nothing for a new article."""
    if article.published_number in {None, version.number}:
        return []
    published = versions_of(user, article).filter(number=article.published_number).first()
    return differences_of(published, version) if published else []
