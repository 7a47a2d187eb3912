"""Pages of articles: writing, deciding, what a case leaves, and who sees none of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations.models import Article, ArticleSource, ArticleVersion
from consultations.operations.advising import close
from tests.cast import asking, sees_all
from tests.consultations.helpers import answered, article, asked, fresh
from tests.consultations.test_articles import SECRETS, WORDS, approved, changed, made_from, sent, written
from tests.files import content_of

HERE = "/banja-luka/rad/clanci/"


def page_of(row, rest="", service="banja-luka"):
    return f"/{service}/rad/clanci/{row.pk}/{rest}"


@pytest.fixture
def case(novi_krug, jelena, nemanja, milica):
    question = (
        "Jelena Marić iz Novog kruga pita za Sanju Petrović, 065/123-456, sanja@example.org, u Banjoj Luci."
    )
    advice = asked(jelena, novi_krug, subject="Ugovor za Sanju Petrović", question=question)
    answered(advice, nemanja, body="Potreban je pisani ugovor.")
    with asking(nemanja):
        close(advice, actor=nemanja, outcome="answered", depth="informed")
    return fresh(advice)


# --- writing -----------------------------------------------------------------------------------
def test_an_article_is_written_looked_at_sent_and_approved(client, banja_luka, nemanja, milica):
    client.force_login(nemanja)
    assert client.get(f"{HERE}novi/").status_code == 200
    preview = client.post(f"{HERE}novi/", WORDS | {"body": "- prvo\n- drugo", "pregled": "1"})
    assert preview.status_code == 200
    assert "<li>prvo</li>" in preview.text
    with sees_all():
        assert not Article.objects.exists()

    client.post(f"{HERE}novi/", WORDS)
    with sees_all():
        row = Article.objects.get()
    response = client.post(page_of(row, "slanje/"), follow=True)
    assert "čeka drugu osobu" in response.text
    assert "Odobrite i objavite" not in response.text
    client.force_login(milica)
    assert "Odobrite i objavite" in client.get(page_of(row)).text
    response = client.post(page_of(row, "odluka/"), {"number": 1, "decision": "odobri"}, follow=True)

    assert "Članak je objavljen." in response.text
    assert WORDS["title"] in client.get("/savjetovanje/").text


def test_cyrillic_is_kept_in_latin(client, banja_luka, nemanja):
    client.force_login(nemanja)
    client.post(f"{HERE}novi/", WORDS | {"title": "Када се пише уговор", "body": "Писани уговор."})

    with sees_all():
        version = ArticleVersion.objects.get()
    assert (version.title, version.body) == ("Kada se piše ugovor", "Pisani ugovor.")


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"body": " "},
        {"topic": "nepoznata"},
        {"audience": "svi"},
        {"title": "x" * 161},
        {"body": "x" * 12_001},
        {"title": "Pod\x00mukli znak"},
        {"body": "skriveno\u202e"},
        {"title_en": "Only a title"},
        {"body_en": "Only a text"},
    ],
    ids=str,
)
def test_what_is_not_right_is_told_and_nothing_is_kept(client, banja_luka, nemanja, fields):
    client.force_login(nemanja)

    response = client.post(f"{HERE}novi/", WORDS | fields)

    assert response.status_code == 422
    assert 'class="error-summary"' in response.text
    with sees_all():
        assert not Article.objects.exists()


@pytest.mark.parametrize("number", ["", "x", "-1", "99999999999999999999", "7"])
def test_a_wrong_number_of_the_version_overwrites_nothing(client, banja_luka, nemanja, number):
    row = written(nemanja, banja_luka)
    client.force_login(nemanja)

    response = client.post(page_of(row, "izmjena/"), WORDS | {"body": "Drugo", "number": number})

    assert response.status_code == 422
    with sees_all():
        assert ArticleVersion.objects.count() == 1


def test_who_saves_second_sees_both_texts_and_keeps_the_own_one(client, banja_luka, nemanja, milica):
    row = written(nemanja, banja_luka)
    changed(milica, row, body="Pisani ugovor sklapa Milica.")
    client.force_login(nemanja)
    form = WORDS | {"body": "Pisani ugovor sklapa <b>Nemanja</b>.", "number": 1}

    response = client.post(page_of(row, "izmjena/"), form)

    assert response.status_code == 422
    assert "<del>Milica.</del><ins>&lt;b&gt;Nemanja&lt;/b&gt;.</ins>" in response.text
    assert 'name="number" value="2"' in response.text
    assert client.post(page_of(row, "izmjena/"), form | {"number": 2}).status_code == 302


def test_versions_are_compared_word_by_word(client, banja_luka, nemanja):
    row = written(nemanja, banja_luka)
    changed(nemanja, row, body="Pisani ugovor sklapa se ponekad sa maloljetnikom.")
    client.force_login(nemanja)

    page = client.get(page_of(row, "verzije/")).text
    assert "<del>uvijek </del><ins>ponekad </ins>" in page
    for numbers in ("?od=2&do=1", "?od=x&do=%00", "?od=99&do=-1", "?od=1&do=1"):
        assert client.get(page_of(row, f"verzije/{numbers}")).status_code == 200


@pytest.mark.parametrize(
    "form",
    [
        {"decision": "vrati", "number": 1, "reason": ""},
        {"decision": "vrati", "number": 1, "reason": "x" * 601},
        {"decision": "nesto", "number": 1},
        {"decision": "odobri", "number": "x"},
        {"decision": "odobri"},
        {},
    ],
    ids=str,
)
def test_a_decision_that_is_not_complete_changes_nothing(client, banja_luka, nemanja, milica, form):
    row = sent(nemanja, written(nemanja, banja_luka))
    client.force_login(milica)

    assert client.post(page_of(row, "odluka/"), form).status_code == 422
    assert fresh(row).state == "review"


def test_a_coordinator_decides_about_an_article_of_another_service(client, doboj, dragan, republic, vesna):
    row = sent(dragan, written(dragan, doboj))
    client.force_login(vesna)

    assert WORDS["title"] in client.get("/mreza/clanci/").text
    assert f"/mreza/clanci/{row.pk}/" in client.get("/republika/rad/zadaci/").text
    assert "Odobrite i objavite" in client.get(f"/mreza/clanci/{row.pk}/").text
    address = f"/mreza/clanci/{row.pk}/odluka/"
    back = client.post(address, {"number": 1, "decision": "vrati", "reason": "Kratko."}, follow=True)
    assert "vraćen onome ko ga je pisao" in back.text
    assert client.post(address, {"number": 1, "decision": "odobri"}).status_code == 404
    client.force_login(dragan)
    assert "Kratko." in client.get(page_of(row, service="doboj")).text
    assert "Članak Vam je vraćen" in client.get("/doboj/rad/zadaci/").text


def test_an_author_is_not_offered_the_decision(client, banja_luka, nemanja, milica):
    row = sent(nemanja, written(nemanja, banja_luka))
    client.force_login(nemanja)

    assert client.post(page_of(row, "odluka/"), {"number": 1, "decision": "odobri"}).status_code == 403
    assert fresh(row).state == "review"


# --- from a case ---------------------------------------------------------------------------------
def test_a_closed_case_offers_its_proposal_beside_what_was_said(client, case, nemanja):
    client.force_login(nemanja)
    at_desk = f"/banja-luka/rad/savjetovanje/{case.number}/"
    assert f"{at_desk}clanak/" in client.get(at_desk).text

    page = client.get(f"{at_desk}clanak/").text
    assert "Novog kruga pita za Sanju" in page  # what was said
    proposed = page[page.index('name="body"') :]
    assert not any(secret in proposed for secret in SECRETS)
    refused = client.post(f"{at_desk}clanak/", WORDS | {"title": "Ugovor za Novi krug"})
    assert refused.status_code == 422
    assert "otkrivaju ko je pitao" in refused.text

    assert client.post(f"{at_desk}clanak/", WORDS).status_code == 302
    with sees_all():
        row = Article.objects.get()
        assert ArticleSource.objects.get().request == case
    assert row.from_practice
    assert client.get(f"{at_desk}clanak/").url == page_of(row)
    assert page_of(row) in client.get(at_desk).text


def test_words_of_the_case_are_refused_on_the_page_of_the_article(client, case, nemanja):
    row = made_from(case, nemanja, body="Pitala je Jelena.")
    client.force_login(nemanja)

    response = client.post(page_of(row, "slanje/"))

    assert response.status_code == 422
    assert "Uklonite ih: Jelena" in response.text


def test_nobody_finds_the_case_by_its_article(
    client, case, nemanja, milica, vesna, dragan, jelena, goran, zoran, republic
):
    row = made_from(
        case, nemanja, body="Pitala je Jelena Marić, Novi krug, 065/123-456.", title="Jasan naslov"
    )
    changed(nemanja, row, body="Potreban je pisani ugovor sa maloljetnikom.", title="Jasan naslov")
    approved(milica, sent(nemanja, row), 2)
    row = fresh(row)

    for person in (None, vesna, dragan, jelena, goran, zoran):
        client.logout()
        if person:
            client.force_login(person)
        public = client.get(row.get_absolute_url())
        assert "Potreban je pisani ugovor" in public.text
        addresses = [
            *(page_of(row, rest) for rest in ("", "verzije/", "izmjena/")),
            *(f"{HERE}?izvoz=csv", f"{HERE}?izvoz=xlsx", f"{HERE}?q=jasan"),
            *(f"/mreza/clanci/{row.pk}/", "/mreza/dnevnik/?q=jasan", "/mreza/clanci/"),
            *("/pretraga/?q=jasan", "/savjetovanje/?q=ugovor", "/savjetovanje/slicno/?question=ugovor"),
            *(f"/{slug}/rad/pretraga/?q=jasan" for slug in ("banja-luka", "doboj", "republika")),
        ]
        secrets = [case.number, "Jelena Marić, Novi krug", "065/123-456"]
        for address in addresses:
            response = client.get(address)
            text = content_of(response).decode("utf-8", "replace") if response.streaming else response.text
            assert not any(secret in text for secret in secrets), (person, address)
        assert "Banja Luka" not in public.text[public.text.index("<h1") : public.text.index("korisno-n")]
    client.force_login(nemanja)
    assert case.number in client.get(page_of(row)).text


# --- the list ------------------------------------------------------------------------------------
def test_the_list_is_narrowed_ordered_and_exported(client, banja_luka, nemanja, milica):
    article(banja_luka, milica, title="Osiguranje volontera", topic="rizik-osiguranje", used_count=7)
    article(banja_luka, milica, title="Nagrada", slug="nagrada", topic="nagrada", audience="staff")
    written(nemanja, banja_luka)
    client.force_login(nemanja)

    for query, shown in (
        ("", 3),
        ("?stanje=draft", 1),
        ("?tema=nagrada", 1),
        ("?citaoci=staff", 1),
        ("?q=осигурање", 1),
        ("?q=nema", 0),
        ("?stanje=x&tema=%00&red=-odgovorio&strana=99", 3),
    ):
        assert client.get(HERE + query).text.count('<th scope="row">') == shown, query
    lines = content_of(client.get(f"{HERE}?red=-odgovorio&izvoz=csv")).decode("utf-8-sig").splitlines()
    assert lines[1].startswith("Osiguranje volontera;")
    assert lines[1].split(";")[7:] == ["7", "0", "0"]


def test_a_longer_list_asks_no_more_of_the_database(client, banja_luka, nemanja, milica):
    client.force_login(nemanja)
    counts = []
    for number in range(6):
        article(banja_luka, milica, title=f"Članak {number}", slug=f"clanak-{number}")
        if number in {0, 1, 5}:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(HERE)
            counts.append(len(queries))

    assert counts[1] == counts[2]
