"""Who sees which article and which version of it: by each wall alone."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, ProgrammingError, connection, transaction

from consultations.models import Article, ArticleReview, ArticleSource, ArticleVersion, ArticleVote
from services.tenancy import Actor, acting_as
from tests.cast import asking, sees_all
from tests.consultations.helpers import article

ARTICLES = {
    "draft": {"state": "draft", "published_number": None, "published_at": None},
    "review": {"state": "review", "published_number": None, "published_at": None, "review_number": 1},
    "public": {},
    "staff": {"audience": "staff"},
    "changed": {"state": "draft"},
    "retired": {"state": "retired"},
}
PUBLIC = {"public", "changed"}
# All are of Banja Luka: Nemanja and Milica work there, Dragan in Doboj, Vesna coordinates, Zoran observes.
SEEN = {
    "anonymous": PUBLIC,
    "ana": PUBLIC,
    "jelena": PUBLIC,
    "goran": PUBLIC,
    "zoran": PUBLIC,
    "dragan": PUBLIC | {"staff"},
    "vesna": PUBLIC | {"staff", "review"},
    "nemanja": set(ARTICLES),
    "milica": set(ARTICLES),
}


@pytest.fixture
def written(banja_luka, nemanja):
    for slug, facts in ARTICLES.items():
        row = article(banja_luka, nemanja, slug=slug, title=slug, **facts)
        with sees_all():
            ArticleReview.objects.create(
                service=banja_luka, article=row, number=1, approved=False, reason="Tajni razlog", by=nemanja
            )
            ArticleVote.objects.create(service=banja_luka, article=row, useful=True)
            if slug == "changed":  # what readers do not have yet
                row.versions.create(
                    service=banja_luka, number=2, topic="ugovor", title="Tajno", body="x", written_by=nemanja
                )


@pytest.fixture
def person(request, written, novi_krug, sveti_sava):
    return request.param, (
        AnonymousUser() if request.param == "anonymous" else request.getfixturevalue(request.param)
    )


def found(query):
    """{slugs of articles}, {(slug, number) of versions}, decisions, votes"""
    return (
        set(query(Article).values_list("slug", flat=True)),
        set(query(ArticleVersion).values_list("article__slug", "number")),
        query(ArticleReview).count(),
        query(ArticleVote).count(),
        query(ArticleSource).count(),
    )


def expected(name):
    slugs = SEEN[name]
    versions = {(slug, 1) for slug in slugs}
    inside = slugs == set(ARTICLES)
    count = len(ARTICLES) if inside else 0
    return slugs, versions | ({("changed", 2)} if inside else set()), count, count, 0


@pytest.mark.parametrize("person", SEEN, indirect=True)
def test_the_database_shows_no_more_than_is_meant(person):
    name, user = person
    with acting_as(Actor.public()) if name == "anonymous" else asking(user), transaction.atomic():
        assert found(lambda model: model.objects.all()) == expected(name)


@pytest.mark.parametrize("person", SEEN, indirect=True)
def test_the_code_shows_no_more_where_the_database_shows_everything(person):
    name, user = person
    with sees_all():
        assert found(lambda model: model.objects.visible_to(user)) == expected(name)


@pytest.mark.parametrize("name", ["jelena", "dragan", "vesna", "zoran"])
def test_nobody_else_writes_past_the_operations(request, written, banja_luka, name):
    person = request.getfixturevalue(name)
    with asking(person), transaction.atomic():
        assert Article.objects.update(audience="public", state="published") == 0
        row = Article.objects.get(slug="public")
    with asking(person), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        ArticleVote.objects.bulk_create([ArticleVote(service=banja_luka, article=row, useful=True)])


@pytest.mark.parametrize("model", [ArticleVersion, ArticleReview])
def test_decisions_and_versions_stay_as_they_are(written, nemanja, model):
    with asking(nemanja), pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(number=9)
    with asking(nemanja), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"delete from {model._meta.db_table}")
        assert cursor.rowcount == 0
