"""Letters about articles: one waits for a second person, and what became of it to whoever wrote it.

kinds     article.waits      to the author's colleagues; where there are none, to the republic office
          article.returned  article.published      to whoever wrote the version
title     of the version, in which nothing tells who asked
topic     its code
by        who sent, returned or approved it
reason    what is to be changed (article.returned)
service   {"name", "name_cyrl", "slug", "town", "town_cyrl", "email", "phone"} of the one that wrote it
"""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from consultations.models import ArticleReview
from consultations.notices import OF_SERVICE
from notifications.outbox import To, notify
from organizers.queries import staff_of
from services.models import Service
from services.tenancy import on_behalf_of


def waits(article, version, actor):
    wrote = article.versions.filter(number__gt=article.published_number or 0).values("written_by")
    colleagues = list(staff_of(article.service).exclude(pk__in=wrote))
    if colleagues:
        _tell("article.waits", article, version, actor, colleagues, url=_desk_url(article))
        return
    office = Service.objects.filter(kind=Service.Kind.REPUBLIC).exclude(pk=article.service_id).first()
    if office is not None:
        url = _path("consultations:network_article", article.pk)
        with on_behalf_of(office):
            people = list(staff_of(office).exclude(pk__in=wrote))
            _tell("article.waits", article, version, actor, people, url=url, owed_by=office)


def returned(article, version, actor):
    reason = ArticleReview.objects.filter(article=article, number=version.number).first().reason
    _tell_author("article.returned", article, version, actor, reason=reason)


def published(article, version, actor):
    _tell_author("article.published", article, version, actor)


def _tell_author(kind, article, version, actor, **facts):
    _tell(kind, article, version, actor, [version.written_by], url=_desk_url(article), **facts)


def _tell(kind, article, version, actor, people, *, url, owed_by=None, **facts):
    data = {
        "title": version.title,
        "topic": version.topic,
        "by": str(actor),
        "service": {field: getattr(article.service, field) for field in OF_SERVICE},
        **facts,
    }
    to = [To(user=person) for person in people]
    # Sent again after it came back, it is another occasion.
    decided = ArticleReview.objects.filter(article=article).count()
    key = f"{kind}:{article.pk}:{version.number}:{decided}"
    notify(service=owed_by or article.service, kind=kind, key=key, to=to, data=data, url=url)


def _desk_url(article):
    return _path("consultations:desk_article", article.service.slug, article.pk)


def _path(name, *args):
    # The sender adds the prefix of the recipient's language.
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(name, args=args)
