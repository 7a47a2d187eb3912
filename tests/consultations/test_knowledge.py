"""The public knowledge base and the one search: any form of a word is found, what is not public is not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations.models import ArticleVote, Deflection
from tests import cast
from tests.cast import sees_all
from tests.consultations.helpers import article, asked, fresh

PAGE = "/savjetovanje/"


@pytest.fixture
def articles(republic, vesna):
    return [
        article(republic, vesna, body="Maloljetnik potpisuje uz saglasnost roditelja."),
        article(
            republic,
            vesna,
            title="Osiguranje volontera od nezgode",
            body="Polisa pokriva povrede.",
            slug="osiguranje",
            topic="rizik-osiguranje",
            from_practice=True,
        ),
        article(republic, vesna, title="Tajno uputstvo o osiguranju", slug="tajno", audience="staff"),
        article(
            republic,
            vesna,
            title="Nacrt o osiguranju",
            slug="nacrt",
            state="draft",
            published_number=None,
            published_at=None,
        ),
    ]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", 2),
        ("?q=ugovorima+maloljetnicima", 1),
        ("?q=УГОВОР+МАЛОЉЕТНИЦИМА", 1),
        ("?q=maloletnici", 1),
        ("?q=malolj", 1),
        ("?q=osig", 1),
        ("?q=polisa", 1),
        ("?q=volonter", 2),
        ("?q=uputstvo", 0),
        ("?q=nacrt", 0),
        ("?tema=rizik-osiguranje", 1),
        ("?vrsta=iz-prakse", 1),
        ("?vrsta=clanci", 1),
        ("?tema=nepoznata&vrsta=x&strana=99&red=x", 2),
        ("?q=%25+_+'+%22+%5C", 0),
    ],
)
def test_answers_are_found_by_words_topic_and_kind(client, articles, query, shown):
    page = client.get(PAGE + query)

    assert page.status_code == 200
    assert page.text.count('<a href="/savjetovanje/clanci/') == shown


def test_the_nearest_answer_comes_first_and_pages_hold_25(client, republic, vesna, articles):
    for number in range(30):
        article(republic, vesna, title=f"Sat {number:02d}", body="Ugovor se pominje.", slug=f"sat-{number}")

    first, second = client.get(f"{PAGE}?q=ugovor"), client.get(f"{PAGE}?q=ugovor&strana=2")

    assert first.text.index("Ugovor sa maloljetnim volonterima") < first.text.index("Sat 00")
    assert first.text.count('<a href="/savjetovanje/clanci/') == 25
    assert second.text.count('<a href="/savjetovanje/clanci/') == 6


def test_english_readers_get_english_where_it_is_written(client, republic, vesna):
    both = article(republic, vesna)
    with sees_all():
        both.versions.create(
            service=republic,
            number=2,
            topic="maloljetnici",
            title="Ugovor",
            body="Tekst",
            title_en="Contract of a minor",
            body_en="A written **contract**.",
            written_by=vesna,
        )
        both.published_number = 2
        both.save()

    address = both.get_absolute_url()
    page = client.get(f"/en{address}").text

    assert "<h1>Contract of a minor</h1>" in page
    assert "A written <strong>contract</strong>." in page
    assert "Уговор" in client.get(f"/sr{address}").text


# --- was it useful -------------------------------------------------------------------------------
def test_readers_say_once_whether_it_was_useful_and_staff_see_how_many(
    client, articles, vesna, django_user_model
):
    found = articles[0]
    address = f"/savjetovanje/clanci/{found.pk}/ocjena/"

    for answer in ("da", "ne", "da"):
        assert client.post(address, {"korisno": answer}).url == found.get_absolute_url()
    assert "Vaš odgovor je zabilježen" in client.get(found.get_absolute_url()).text
    client.cookies.clear()
    client.post(address, {"korisno": "ne"})
    client.cookies.clear()
    client.post(address, {"korisno": "možda"})

    with sees_all():
        votes = list(ArticleVote.objects.order_by("pk").values_list("useful", flat=True))
    found = fresh(found)
    assert votes == [True, False]
    assert (found.useful_count, found.useless_count) == (1, 1)
    assert [field.name for field in ArticleVote._meta.fields] == ["id", "service", "article", "useful", "day"]


def test_it_cannot_be_said_in_haste_nor_of_what_is_not_public(client, articles):
    address = f"/savjetovanje/clanci/{articles[2].pk}/ocjena/"
    assert client.post(address, {"korisno": "da"}).status_code == 404
    assert client.get(f"/savjetovanje/clanci/{articles[0].pk}/ocjena/").status_code == 405

    statuses = {client.post(address, {"korisno": "da"}).status_code for _ in range(12)}

    assert statuses == {404, 429}


# --- while a question is typed -------------------------------------------------------------------
@pytest.mark.parametrize(
    "words",
    [
        "Da li nam treba ugovor sa maloljetnikom?",
        "ugovora maloljetnici",
        "ugovorima, maloljetnicima",
        "уговори за малољетнике",
        "ugovori maloletnici",
    ],
)
def test_similar_answers_come_in_every_form_of_the_words(client, articles, jelena, novi_krug, words):
    client.force_login(jelena)

    part = client.get("/savjetovanje/slicno/", {"question": words})

    assert articles[0].get_absolute_url() in part.text
    assert "Tajno" not in part.text


def test_an_answered_case_is_offered_without_its_organizer(client, articles, jelena, novi_krug):
    client.force_login(jelena)

    part = client.get("/savjetovanje/slicno/", {"question": "da li polisa osiguranja pokriva nezgodu"})

    assert "odgovor nekome ko je pitao isto" in part.text


def test_this_answers_it_is_counted_for_the_article_and_the_service_that_was_not_asked(
    client, articles, jelena, novi_krug
):
    client.force_login(jelena)
    client.post(f"/savjetovanje/clanci/{articles[0].pk}/odgovara/")

    with sees_all():
        assert Deflection.objects.get().service == novi_krug.service
    assert fresh(articles[0]).used_count == 1


# --- one search for all --------------------------------------------------------------------------
def test_the_search_finds_answers_trainings_and_services_together(client, articles, banja_luka):
    cast.make_training(banja_luka, title="Osiguranje i rizik", starts_in=timedelta(days=5))

    page = client.get("/pretraga/?q=osiguranj").text

    assert "Osiguranje volontera od nezgode" in page
    assert "Osiguranje i rizik" in page
    assert "Tajno uputstvo" not in page
    assert "Nacrt o" not in page
    address = articles[1].get_absolute_url()
    for prefix, words in (("/sr", "осигурање"), ("/en", "osiguranje")):
        assert f"{prefix}{address}" in client.get(f"{prefix}/pretraga/?q={words}").text


def test_neither_drafts_nor_cases_are_found_by_anybody(client, articles, novi_krug, jelena, vesna, nemanja):
    asked(jelena, novi_krug, subject="Osiguranje naše volonterke", question="Tajno osiguranje?")

    for person in (jelena, vesna, nemanja):
        client.force_login(person)
        page = client.get("/pretraga/?q=osiguranje").text
        assert "naše volonterke" not in page
        assert "Tajno" not in page
        assert "Nacrt" not in page


def test_the_search_asks_the_same_of_the_database_however_much_it_finds(client, republic, vesna, banja_luka):
    counts = []
    for number in range(9):
        article(republic, vesna, title=f"Ugovor {number}", slug=f"ugovor-{number}")
        cast.make_training(banja_luka, title=f"Ugovor {number}", starts_in=timedelta(days=5 + number))
        if number in {0, 8}:
            with CaptureQueriesContext(connection) as queries:
                client.get("/pretraga/?q=ugovor")
            counts.append(len(queries))

    assert counts[0] == counts[1] <= 12


def test_related_trainings_stand_below_an_article(client, articles, banja_luka):
    with sees_all():
        training = cast.make_training(banja_luka, title="Rizik za početnike", subject="rizik")

    assert training.get_absolute_url() in client.get(articles[1].get_absolute_url()).text
    assert training.get_absolute_url() not in client.get(articles[0].get_absolute_url()).text
