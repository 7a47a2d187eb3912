"""Write articles: a draft, its versions, and one that grows from an answered request."""

from itertools import count

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import access
from consultations.identities import identities_of
from consultations.models import Article, ArticleSource, ArticleVersion, Request
from consultations.operations.common import lock_to_advise
from services.history import record
from vsrs.refusals import Refused
from vsrs.text import fold, slug, sort_key
from vsrs.transactions import operation

WORDS = ("topic", "audience", "title", "body", "title_en", "body_en")
MOST_NAMED = 12


class Conflict(Refused):
    """Somebody saved a version meanwhile: `current`."""

    def __init__(self, message, *, current):
        super().__init__(message)
        self.current = current


@operation
def write_article(service, *, actor, source=None, **words):
    """A draft with its first version. `source`: the closed request it grew from, each once."""
    if not access.can_write(actor, service):
        raise PermissionDenied
    if source is not None:
        if known := _grown_from(source, actor):
            return known
        refuse_told([source], words["title"], words.get("title_en", ""), field="title")
    article = Article(service=service, written_by=actor, from_practice=source is not None)
    take_words(article, words)
    article.save(force_insert=True)
    _add_version(article, 1, actor, words)
    if source is not None:
        ArticleSource.objects.create(service=service, article=article, request=source)
    record(service=service, actor=actor, verb="article.written", subject=article)
    return article


@operation
def change_article(article, *, actor, expected_number, **words):
    """Write the next version. Readers keep the published one; what waited for approval is a draft again.

    `expected_number` is the version the person started from: when somebody has saved another one since,
    nothing is written and `Conflict` brings it.
    """
    article = lock_article(article, actor)
    newest = newest_version(article)
    if newest.number != expected_number:
        raise Conflict(
            _("Somebody else has changed this article meanwhile. Compare both versions and save again."),
            current=newest,
        )
    if article.state == Article.State.RETIRED:
        raise Refused(_("This article is no longer valid. Bring it back before you change it."))
    if all(getattr(newest, name) == words.get(name, "") for name in WORDS):
        return article
    refuse_told(sources_of(article), words["title"], words.get("title_en", ""), field="title")
    _add_version(article, newest.number + 1, actor, words)
    if article.published_number is None:
        take_words(article, words)
    article.state, article.review_number = Article.State.DRAFT, None
    # Of the newest version: whoever approved an earlier one may write the next.
    article.written_by, article.approved_by = actor, None
    article.changed_at = timezone.now()
    article.save()
    record(service=article.service, actor=actor, verb="article.changed", subject=article)
    return article


# --- shared with what happens to a version then ----------------------------------------------------
def lock_article(article, actor):
    """As it stands now, for somebody who works where it was written."""
    if not access.can_write(actor, article.service):
        raise PermissionDenied
    return locked(article)


def locked(article):
    rows = Article.objects.select_for_update(no_key=True, of=["self"]).select_related("service", "written_by")
    return rows.get(pk=article.pk)


def newest_version(article):
    return article.versions.order_by("-number").first()


def sources_of(article):
    """The requests it grew from; needs the rights of its service."""
    of_it = ArticleSource.objects.filter(article=article).values("request")
    return list(Request.objects.filter(pk__in=of_it).select_related("service", "asked_by"))


def refuse_told(requests, *texts, field=None):
    """Nothing that tells who asked may stand where others than the people of the service read."""
    if not requests:
        return
    if told := identities_of(*requests).still_in(*texts):
        words = ", ".join(told[:MOST_NAMED])
        raise Refused(
            _("These words tell who asked. Take them out: %(words)s") % {"words": words}, field=field
        )


def take_words(article, words):
    """What lists and readers have of an article: while nothing is published, that of the newest version."""
    article.topic, article.audience = words["topic"], words["audience"]
    article.title = words["title"]
    article.search, article.sort = fold(article.title)[:400], sort_key(article.title)[:400]
    article.slug = _free_slug(article)


def _free_slug(article):
    base = slug(article.title)[:80] or "clanak"
    taken = Article.objects.filter(service=article.service, slug__startswith=base).exclude(pk=article.pk)
    slugs = set(taken.values_list("slug", flat=True))
    names = (base if number == 1 else f"{base}-{number}" for number in count(1))
    return next(name for name in names if name not in slugs)


def _add_version(article, number, actor, words):
    return ArticleVersion.objects.create(
        service=article.service,
        article=article,
        number=number,
        written_by=actor,
        **{name: words.get(name, "") for name in WORDS},
    )


def _grown_from(request, actor):
    """The article of a request, which must be closed and the actor's to advise."""
    # Under its lock, so that two people at once make one article of it.
    request = lock_to_advise(request, actor)
    if not request.is_closed:
        raise Refused(_("Close the request first; then its answer can become an article."))
    source = ArticleSource.objects.filter(request=request).select_related("article").first()
    return source and source.article
