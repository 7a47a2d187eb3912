"""What readers leave behind: whether an article was useful, and that it answered a question."""

from django.core.exceptions import PermissionDenied
from django.db.models import F

from consultations.models import Article, ArticleVote, Deflection
from consultations.operations.facts import ROOM
from network.operations import mark_stale
from services.tenancy import actor_of, on_behalf_of
from vsrs.transactions import operation


@operation
def say_useful(article, *, useful):
    """By anybody, without anything about the person; the page sees to it that nobody says it twice."""
    with on_behalf_of(article.service):
        ArticleVote.objects.create(service=article.service, article=article, useful=useful)
        _count(article, "useful_count" if useful else "useless_count")


@operation
def answered_by(article, *, actor, organizer):
    """The article answered what `organizer` was about to ask: counted for the service that would have been
    asked, without anything about the person."""
    if not actor_of(actor).represents(organizer.pk):
        raise PermissionDenied
    with on_behalf_of(organizer.service, article.service):
        _count(article, "used_count")
        mark_stale(service=organizer.service, room=ROOM)
        return Deflection.objects.create(service=organizer.service, article=article, topic=article.topic)


def _count(article, column):
    Article.objects.filter(pk=article.pk).update(**{column: F(column) + 1})
