"""What a person takes away from the threads, and what goes with them."""

from consultations.models import Draft, Message
from consultations.operations.drafts import keep_draft
from consultations.own_data import erase, export
from tests.cast import asking, sees_all
from tests.consultations.helpers import QUESTION, answered, article, asked, noted


def test_a_person_takes_away_what_they_wrote_and_nothing_of_others(novi_krug, jelena, nemanja):
    advice = asked(jelena, novi_krug)
    answered(advice, nemanja)
    noted(advice, nemanja)
    with asking(jelena):
        keep_draft(advice, actor=jelena, body="Još nešto")
        kept = export(jelena)

    assert [row["number"] for row in kept["requests"]] == [advice.number]
    assert [(row["kind"], row["text"]) for row in kept["messages"]] == [("question", QUESTION)]
    assert [row["text"] for row in kept["drafts"]] == ["Još nešto"]


def test_whoever_wrote_articles_takes_the_own_words_along(banja_luka, nemanja, milica):
    row = article(banja_luka, nemanja)
    article(banja_luka, milica, slug="drugi")
    with asking(nemanja):
        kept = export(nemanja)["articles"]

    assert [(entry["title"], entry["version"]) for entry in kept] == [(row.title, 1)]


def test_whoever_goes_leaves_the_thread_and_takes_the_drafts(novi_krug, jelena, nemanja):
    advice = asked(jelena, novi_krug)
    with asking(jelena):
        keep_draft(advice, actor=jelena, body="Još nešto")
        erase(jelena)
        assert not Draft.objects.exists()
    with sees_all():
        assert Message.objects.get().body == QUESTION
