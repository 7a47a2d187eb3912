"""The knowledge base of the demo: its articles, how often they answered instead of a request, and those that
grew from one."""

from datetime import timedelta
from random import Random

from consultations.demo.articles import article_from_case, write_articles
from consultations.models import Article, Request
from consultations.operations.reading import answered_by
from services.tenancy import acting_as, actor_of
from vsrs.demo.clock import moment
from vsrs.demo.people import awake

DEFLECTIONS = 90
FROM_CASES = ("banja-luka", "bijeljina", "trebinje")


def write_knowledge(diary, cast, network, organizers, first_day, today):
    """The articles stand at once; that they answered somebody goes into the diary."""
    random = Random(2028)  # noqa: S311 - the same demo every time
    articles = [row for row in write_articles(cast, network, first_day, today) if _is_read(row)]
    entries = [entry for slug in sorted(organizers) for entry in awake(organizers[slug], today, today)]
    for _ in range(DEFLECTIONS):
        article, (organizer, user, _people) = random.choice(articles), random.choice(entries)
        since = max(article.published_at, organizer.confirmed_at) + timedelta(days=1)
        days = (moment(today) - since).days
        if days > 0:
            at = moment(since.date() + timedelta(days=random.randrange(days) + 1), "18.40")
            diary.add(at, user, _answered(article, user, organizer))


def from_cases(network, today):
    """Once the diary was lived: what was asked and answered, told to everybody."""
    for place, slug in enumerate(FROM_CASES):
        service, manager, staff = network[slug]
        with acting_as(actor_of(staff)):
            closed = Request.objects.filter(service=service, outcome=Request.Outcome.ANSWERED)
            before = closed.filter(closed_at__lt=moment(today - timedelta(days=25)))
            request = before.order_by("-closed_at").first()
        if request:
            at = moment(today - timedelta(days=18 - 2 * place), "9.40")
            article_from_case(request, author=staff, second=manager, at=at)


def _is_read(article):
    return (
        article.state == Article.State.PUBLISHED
        and article.audience == Article.Audience.PUBLIC
        and article.published_at is not None
    )


def _answered(article, user, organizer):
    return lambda: answered_by(article, actor=user, organizer=organizer)
