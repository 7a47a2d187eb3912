"""The articles of the demo: useful text on every topic, in every state, no law we are not sure of."""

import datetime as dt
from random import Random

import pytest

from consultations.demo.articles import read_articles, write_articles
from consultations.models import Article, PublicText, Topic
from services.models import Membership
from services.tenancy import forget_actor
from tests import cast
from tests.cast import sees_all
from vsrs.ui.marked import marked

TODAY = dt.date(2026, 11, 23)
FIRST_DAY = TODAY - dt.timedelta(days=700)


class Cast:
    random = Random(1)

    def user(self, email):
        return cast.make_user(email, "Mirna Vuković")


@pytest.fixture
def written(republic, vesna, banja_luka, milica, nemanja, doboj, sanja, dragan):
    with sees_all():
        Membership.objects.update(starts_on=FIRST_DAY)
    for person in (vesna, milica, nemanja, sanja, dragan):
        forget_actor(person)
    network = {
        "republika": (republic, vesna, vesna),
        "banja-luka": (banja_luka, milica, nemanja),
        "doboj": (doboj, sanja, dragan),
    }
    return write_articles(Cast(), network, FIRST_DAY, TODAY)


def test_every_topic_has_articles_in_both_languages():
    texts = read_articles()

    assert len(texts) >= 24
    assert {text.facts["topic"] for text in texts} == set(Topic.values)
    for text in texts:
        assert len(text.words["title"]) <= 160
        assert min(len(text.body), len(text.body_en)) > 300 or text.facts.get("state") == "retired"
        assert "<p>" in marked(text.body)


def test_what_is_not_verified_is_told_as_something_to_check():
    texts = {text.facts["title"]: text for text in read_articles()}
    doubtful = [
        "Osiguranje volontera: šta provjeriti",
        "Godišnji izvještaj organizatora: kome i zašto",
        "Čemu služi volonterska knjižica",
        "Šta treba da stoji u ugovoru o volontiranju",
        "Kako odgovarati na pitanja o inspekciji i kaznama",
    ]

    for title in doubtful:
        assert "provjer" in texts[title].body
        assert "check" in texts[title].body_en.lower()


def test_they_went_the_way_of_every_article(written):
    with sees_all():
        articles = Article.objects.all()
        states = {state: articles.filter(state=state).count() for state in Article.State.values}
        assert articles.filter(published_number=2).count() >= 5
        assert sum(articles.values_list("useful_count", flat=True)) > 100
    assert min(states.values()) >= 1
    assert states["published"] == len(written) - 3
    assert PublicText.objects.count() == states["published"] - 2  # two are for staff only
