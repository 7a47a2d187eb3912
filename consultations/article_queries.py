"""Reads of articles that pages and operations share."""

from consultations.models import ArticleSource, ArticleVersion
from services.models import HistoryEntry


def versions_of(user, article):
    return ArticleVersion.objects.visible_to(user).filter(article=article).select_related("written_by")


def newest_version(user, article):
    return versions_of(user, article).first()


def waiting_version(user, article):
    return versions_of(user, article).get(number=article.review_number)


def request_behind(user, article):
    """The request an article grew from; None for those who do not work where it was asked."""
    sources = ArticleSource.objects.visible_to(user).filter(article=article).select_related("request")
    source = sources.first()
    return source and source.request


def article_grown_from(user, request):
    sources = ArticleSource.objects.visible_to(user).filter(request=request).select_related("article")
    source = sources.first()
    return source and source.article


def article_history(user, article):
    return HistoryEntry.objects.visible_to(user).about(article)
