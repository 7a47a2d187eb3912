"""A second person reads an article before anybody else does; then it is published, and may be withdrawn."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import access, article_notices
from consultations.models import Article, ArticleReview
from consultations.operations.articles import (
    lock_article,
    locked,
    newest_version,
    refuse_told,
    sources_of,
    take_words,
)
from consultations.operations.search_text import hide_from_search, show_in_search
from services.history import record
from services.tenancy import on_behalf_of
from vsrs.refusals import Refused
from vsrs.transactions import operation

State = Article.State


@operation
def send_for_approval(article, *, actor):
    """The newest version waits for a second person. Safe to repeat."""
    article = lock_article(article, actor)
    if article.state == State.REVIEW:
        return article
    if article.state != State.DRAFT:
        raise Refused(_("Only a draft is sent for approval."))
    version = newest_version(article)
    # Coordinators read it from now on.
    _refuse_words_of_the_case(article, version)
    article.state, article.review_number = State.REVIEW, version.number
    article.save(update_fields=["state", "review_number"])
    article_notices.waits(article, version, actor)
    record(service=article.service, actor=actor, verb="article.sent", subject=article)
    return article


@operation
def approve(article, *, actor, number):
    """Publish version `number`, which the actor has read and did not write. Safe to repeat."""
    _check_may_decide(article, actor)
    with on_behalf_of(article.service):
        article, version = _to_decide(article, actor, number)
        if article.published_number == number:
            return article
        _refuse_words_of_the_case(article, version)
        take_words(article, {name: getattr(version, name) for name in ("topic", "audience", "title")})
        article.state, article.review_number = State.PUBLISHED, None
        article.published_number, article.published_at = number, timezone.now()
        article.approved_by = actor
        article.save()
        _decided(article, actor, number, approved=True)
        show_in_search(article, version)
        article_notices.published(article, version, actor)
    return article


@operation
def send_back(article, *, actor, number, reason):
    """To its author, with what is to be changed; a published version stays with its readers."""
    _check_may_decide(article, actor)
    with on_behalf_of(article.service):
        article, version = _to_decide(article, actor, number)
        if article.state != State.REVIEW:
            return article
        article.state, article.review_number = State.DRAFT, None
        article.save(update_fields=["state", "review_number"])
        _decided(article, actor, number, approved=False, reason=reason)
        article_notices.returned(article, version, actor)
    return article


@operation
def retire(article, *, actor):
    """No longer valid: readers and the search lose it, its history stays. Safe to repeat."""
    article = lock_article(article, actor)
    if article.state == State.RETIRED:
        return article
    article.state, article.review_number = State.RETIRED, None
    article.save(update_fields=["state", "review_number"])
    hide_from_search(article)
    record(service=article.service, actor=actor, verb="article.retired", subject=article)
    return article


@operation
def restore(article, *, actor):
    """As it was before it was withdrawn: published when its newest version was approved, else a draft."""
    article = lock_article(article, actor)
    if article.state != State.RETIRED:
        return article
    version = newest_version(article)
    article.state = State.PUBLISHED if article.published_number == version.number else State.DRAFT
    article.save(update_fields=["state"])
    if article.published_number:
        show_in_search(article, article.versions.get(number=article.published_number))
    record(service=article.service, actor=actor, verb="article.restored", subject=article)
    return article


def _check_may_decide(article, actor):
    if not access.can_decide(actor, article):
        raise PermissionDenied


def _to_decide(article, actor, number):
    """The locked article and the version that waits."""
    article = locked(article)
    version = article.versions.get(number=number)
    if article.state == State.REVIEW and article.review_number != number:
        raise Refused(_("The article was changed meanwhile. Read the new version, then decide."))
    if article.state != State.REVIEW and article.published_number != number:
        raise Refused(_("This article does not wait for approval any more."))
    if not access.can_approve(actor, article):
        raise Refused(_("You wrote a part of this article, so somebody else has to decide about it."))
    return article, version


def _refuse_words_of_the_case(article, version):
    texts = (version.title, version.title_en, version.body, version.body_en)
    refuse_told(sources_of(article), *texts)


def _decided(article, actor, number, *, approved, reason=""):
    ArticleReview.objects.create(
        service=article.service, article=article, number=number, approved=approved, reason=reason, by=actor
    )
    verb = "article.approved" if approved else "article.returned"
    record(service=article.service, actor=actor, verb=verb, subject=article)
