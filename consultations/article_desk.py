"""What the writing of articles puts on a desk: those that wait for a second person, those sent back."""

from django.db.models import BigIntegerField, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.access import articles_in_review, articles_of
from consultations.models import Article, ArticleReview
from services.desk import SHOWN_HITS, Found, Hit, Task
from services.tenancy import Somebody, actor_of, ids_of
from vsrs.filters import holding
from vsrs.postgresql.prepared import Given, Prepared

# Composed once, as everything that each page of a desk asks: what waits for a decision, what was sent back.
WAITING = Prepared(lambda: _for_desk(Somebody(), Given("service", BigIntegerField())))


def tasks(user, service):
    words = {
        Article.State.REVIEW: _("Read an article and decide about it"),
        Article.State.DRAFT: _("An article was sent back to you"),
    }
    for article in WAITING.objects(service=service.pk, **ids_of(user)):
        yield _task(words[article.state], article, _address(service, article))
    if service.is_republic and actor_of(user).is_coordinator:
        for article in _of_others(user, articles_in_review(user).exclude(service=service)):
            url = reverse("consultations:network_article", args=[article.pk])
            yield _task(_("Read an article and decide about it"), article, url)


def counts(user, service):
    return {"articles": _waiting(user, service).count()}


def search(user, service, words):
    rows = articles_of(user, service).filter(holding(words, "search"))
    hits = [
        Hit(row.title, _address(service, row), row.get_state_display())
        for row in rows.order_by("sort", "pk")[:SHOWN_HITS]
    ]
    yield Found(_("Articles"), reverse("consultations:desk_articles", args=[service.slug]), hits)


def _for_desk(user, service):
    rows = articles_of(user, service)
    waiting = _of_others(user, _waiting(user, service)) | _sent_back(user, rows)
    return waiting.order_by("-state", "changed_at", "pk")


def _waiting(user, service):
    return articles_of(user, service).filter(state=Article.State.REVIEW)


def _of_others(user, rows):
    """Those the user has not written last; whoever wrote a part of it is told on its page."""
    return rows.exclude(written_by=actor_of(user).user_id).order_by("changed_at", "pk")


def _sent_back(user, rows):
    """Drafts of the user whose newest version was read and not approved."""
    mine = rows.filter(state=Article.State.DRAFT, written_by=actor_of(user).user_id)
    returned = ArticleReview.objects.visible_to(user).filter(
        approved=False, at__gte=OuterRef("changed_at"), article=OuterRef("pk")
    )
    return mine.filter(Exists(returned)).order_by("changed_at", "pk")


def _task(text, article, url):
    return Task(text=text, detail=article.title, url=url, action=_("Read"), icon="document")


def _address(service, article):
    return reverse("consultations:desk_article", args=[service.slug, article.pk])
