"""The articles of the demo, from the text files beside: each goes the way of an article, at its own time.

A file: lines `key: value` (topic, from, title, title_en and perhaps audience, state, reason), an empty line,
the Serbian text, a line of ===, the English text.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import time_machine
from django.db import transaction

from consultations.identities import proposal
from consultations.models import Article
from consultations.operations.articles import change_article, write_article
from consultations.operations.reading import say_useful
from consultations.operations.reviewing import approve, retire, send_back, send_for_approval
from services.models import Membership
from services.tenancy import Actor, acting_as
from vsrs.demo.clock import doing, moment, workday

FILES = Path(__file__).with_name("articles")
BETWEEN = "\n===\n"
# Every third one was published shorter and completed later.
COMPLETED = 3
MOST_VOTES = 30


@dataclass(frozen=True)
class Written:
    facts: dict
    body: str
    body_en: str

    @property
    def words(self):
        return {
            "topic": self.facts["topic"],
            "audience": self.facts.get("audience", Article.Audience.PUBLIC),
            "title": self.facts["title"],
            "title_en": self.facts["title_en"],
            "body": self.body,
            "body_en": self.body_en,
        }

    @property
    def shorter(self):
        """As it was before its last paragraph was added."""
        return self.words | {name: getattr(self, name).rpartition("\n\n")[0] for name in ("body", "body_en")}


def read_articles():
    """All of them, in order of their files."""
    return [_read(path.read_text(encoding="utf-8")) for path in sorted(FILES.glob("*.txt"))]


def _read(text):
    head, _empty, rest = text.partition("\n\n")
    body, _line, body_en = rest.partition(BETWEEN)
    return Written(dict(line.split(": ", 1) for line in head.splitlines()), body.strip(), body_en.strip())


def write_articles(cast, network, first_day, today):
    """All articles, over the time between the two days. `network`: {slug: (service, manager, staff)}."""
    editor = _editor_of_the_office(cast, network, first_day)
    texts = read_articles()
    step = (today - first_day - timedelta(days=60)) / len(texts)
    articles = []
    for place, text in enumerate(texts):
        service, manager, staff = network.get(text.facts["from"]) or network["republika"]
        author = editor if service.is_republic else staff
        day = workday(first_day + timedelta(days=30) + step * place)
        articles.append(_live(text, service, author, manager, day, completed=place % COMPLETED == 0))
    _vote(articles, cast.random, today)
    return articles


def article_from_case(request, *, author, second, at):
    """What became of a closed request: its proposal, written at `at` and approved two days later."""
    with doing(author, at):
        words = proposal(request) | {"audience": Article.Audience.PUBLIC, "title_en": "", "body_en": ""}
        article = write_article(request.service, actor=author, source=request, **words)
        send_for_approval(article, actor=author)
    with doing(second, at + timedelta(days=2)):
        return approve(article, actor=second, number=1)


def _live(text, service, author, second, day, *, completed):
    """Written, sent, decided; some completed later, some sent back or withdrawn."""
    state = text.facts.get("state", Article.State.PUBLISHED)
    completed = completed and state == Article.State.PUBLISHED
    with doing(author, moment(day, "10.20")):
        article = write_article(service, actor=author, **(text.shorter if completed else text.words))
        send_for_approval(article, actor=author)
    if state == "review":
        return article
    with doing(second, moment(workday(day + timedelta(days=1)), "13.05")):
        if state == "returned":
            return send_back(article, actor=second, number=1, reason=text.facts["reason"])
        article = approve(article, actor=second, number=1)
    if completed:
        _complete(article, text, author, second, day)
    if state == "retired":
        with doing(author, moment(workday(day + timedelta(days=20)), "9.15")):
            return retire(article, actor=author)
    return article


def _complete(article, text, author, second, day):
    with doing(author, moment(workday(day + timedelta(days=12)), "11.40")):
        change_article(article, actor=author, expected_number=1, **text.words)
        send_for_approval(article, actor=author)
    with doing(second, moment(workday(day + timedelta(days=13)), "14.10")):
        approve(article, actor=second, number=2)


def _vote(articles, random, today):
    """Readers say whether it was useful, most of them yes."""
    with acting_as(Actor.public()):
        readable = list(Article.objects.public().filter(pk__in=[article.pk for article in articles]))
        for article in readable:
            days = max((today - article.published_at.date()).days, 1)
            for _ in range(random.randint(4, MOST_VOTES)):
                day = today - timedelta(days=random.randrange(days))
                with time_machine.travel(moment(day, "12.00"), tick=False), transaction.atomic():
                    say_useful(article, useful=random.random() < 0.85)


def _editor_of_the_office(cast, network, first_day):
    """A second person in the republic office: what one of the two writes the other approves."""
    office, _manager, _staff = network["republika"]
    editor = cast.user("urednik@vsrs.example")
    with (
        time_machine.travel(moment(first_day), tick=False),
        acting_as(Actor.founder()),
        transaction.atomic(),
    ):
        Membership.objects.create(user=editor, service=office, role=Membership.Role.STAFF)
    return editor
