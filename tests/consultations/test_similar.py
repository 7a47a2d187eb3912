"""What a question may be about is found in any script, case and form of its words."""

import pytest

from consultations.models import PublicText
from consultations.operations.search_text import hide_from_search, show_in_search
from consultations.similar import similar, stems
from tests.cast import sees_all
from tests.consultations.helpers import article


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ugovor", "ugovorima"),
        ("ugovora", "УГОВОРУ"),
        ("maloljetnik", "maloljetnici"),
        ("osiguranje", "osiguranja"),
        ("osiguranje", "osiguranjem"),
        ("knjižica", "knjizice"),
        ("izvještaj", "izveštaji"),
        ("evidencija", "евиденције"),
        ("nagrada", "nagradu"),
        ("maloljetnim", "maloljetnicima"),
        ("akcija", "akcije"),
    ],
)
def test_forms_of_one_word_meet(one, other):
    assert stems(one) == stems(other) != []


def test_words_that_say_nothing_are_left_out():
    assert stems("Kako i kada treba da volonteri imaju ugovor?") == stems("imaju ugovor")


@pytest.fixture
def articles(republic, vesna):
    return {
        "ugovor": article(republic, vesna, body="Maloljetnik potpisuje uz saglasnost roditelja."),
        "osiguranje": article(
            republic,
            vesna,
            title="Osiguranje volontera od nezgode",
            body="Polisa pokriva povrede.",
            slug="osiguranje",
            topic="rizik-osiguranje",
        ),
        "knjizica": article(
            republic, vesna, title="Upis u volontersku knjižicu", body="Ko upisuje sate.", slug="knjizica"
        ),
    }


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Kako da sklopimo ugovor sa maloljetnim volonterima?", "ugovor"),
        ("УГОВОР СА МАЛОЉЕТНИЦИМА", "ugovor"),
        ("ugovori maloletnicima", "ugovor"),
        ("osiguranja", "osiguranje"),
        ("da li nam treba polisa osiguranja od nezgoda", "osiguranje"),
        ("knjizica", "knjizica"),
    ],
)
def test_the_nearest_article_comes_first(articles, question, expected):
    assert similar(question)[0].article_id == articles[expected].pk


@pytest.mark.parametrize("question", ["", "da li", "Prevoz autobusom u subotu uveče", "% _ ' \" \\"])
def test_what_nothing_speaks_of_finds_nothing(articles, question):
    assert similar(question) == []


def test_only_published_public_articles_are_found(articles, republic, vesna):
    article(republic, vesna, title="Polisa za radnike", audience="staff", slug="radnici")
    article(republic, vesna, title="Polisa u pripremi", state="draft", published_number=None, slug="nacrt")

    assert [text.title for text in similar("polisa")] == ["Osiguranje volontera od nezgode"]
    assert PublicText.objects.count() == 3


def test_an_article_that_is_withdrawn_or_no_longer_for_all_is_not_found(articles):
    with sees_all():
        hide_from_search(articles["knjizica"])
        row = articles["osiguranje"]
        row.audience = "staff"
        show_in_search(row, row.versions.get())

    assert [text.article_id for text in PublicText.objects.all()] == [articles["ugovor"].pk]
